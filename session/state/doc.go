// Package state stores data between runs of linger, in one folder: requests
// sent, addresses, measured idle limits, and finished lessons.
//
//	change ──► memory ──► FOLDER/history.json, addresses.json, limits.json, progress.json
//	                       written to another file and renamed, so that a reader finds the old or the new file
//
// linger works without the folder. If it cannot be used, a [Store] keeps its
// data in memory only, and [Store.Problem] says so in one sentence. A damaged
// file is renamed, never deleted.
//
// Secrets are not written: a request with a field, a query parameter or content
// that [session.Secret] names is left out. Only the user may read the files
// (0600).
//
// Several linger processes may use one folder: each change reads the file again
// and adds to it.
package state
