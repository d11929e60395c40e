// Package learned folds the events of a session into what they show of the two
// sides: how long each keeps idle connections, who closes them, and which requests
// were lost because a close crossed them.
//
// It is a pure fold: the same events, from a relay, a capture, a log or linger's
// own connection, teach the same. Package ui/words has the sentences.
package learned
