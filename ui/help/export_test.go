package help

// Joined is joined, for the tests.
var Joined = joined
