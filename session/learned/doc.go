// Package learned folds the events of a session into a summary of how the two
// sides treat connections: how long each keeps idle ones, who closes them, and
// which requests were lost because a close crossed them.
//
// The fold is pure: the same events give the same summary, whether they come from a
// relay, a capture, a log or linger's own connection. Package ui/words has the sentences.
package learned
