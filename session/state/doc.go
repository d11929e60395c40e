// Package state stores data between runs of linger, in one folder: requests
// sent, addresses, measured idle limits, and finished lessons.
//
//	change ──► memory ──► FOLDER/history.json, addresses.json, limits.json, progress.json
//	                       written to another file and renamed, so that a reader finds the old or the new file
//
// linger also works without the folder. If linger cannot use the folder, a [Store] keeps
// its data in memory only, and [Store.Problem] says so in one sentence. A damaged file is
// renamed, never deleted.
//
// Secrets are not written: if [session.Secret] matches a field, a query parameter or the
// content of a request, the request is not stored. Only the user may read the files (mode
// 0600).
//
// Several linger processes may use one folder: for each change, a process reads the file
// again and adds to it.
package state
