package help

// Joined exports joined for tests.
var Joined = joined
