// Package state remembers things between runs of linger, in one folder: requests
// that were sent, addresses, measured idle limits, and which lessons are done.
//
//	change ──► memory ──► FOLDER/history.json, addresses.json, limits.json, progress.json
//	                       written beside and renamed, so that a reader finds the old or the new file
//
// linger works without it. Where the folder cannot be used, a [Store] remembers in
// memory alone, and [Store.Problem] says so in one sentence. A file that cannot be
// read is set aside under another name, never deleted.
//
// Nothing that holds a secret is written: a request with a field, a query
// parameter or content that [session.Secret] names is left out. Files are the
// user's alone (0600).
//
// Several linger programs may use one folder: each change reads the file anew and
// adds to it.
package state
