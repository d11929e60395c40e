// Package learned folds the events of a session into a summary of how the two sides treat
// connections: how long each side keeps idle connections, which side closes them, and
// which requests were lost because they crossed a close.
//
// The fold is pure: the same events give the same summary, no matter whether they come
// from a relay, a capture, a log or linger's own connection. Package ui/words puts the
// summary into sentences.
package learned
