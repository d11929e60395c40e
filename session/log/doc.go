// Package log keeps a session in a file: the session log, one JSON object a line.
//
//	{"log":"linger","schema":1,"program":"linger","version":"0.2.0","vantage":"client","wall":"2026-11-29T12:04:02Z","secrets":"masked"}
//	{"event":"dialing","data":{"at":71000,"conn":1,"address":"127.0.0.1:8321","target":"http://127.0.0.1:8321"}}
//	{"event":"received","data":{"at":1204000,"conn":1,"exchange":1,"len":17,"data":"HTTP/1.1 200 OK\r\n","lines":[["status-line",0,17,8,9,12]],"reads":1}}
//	{"event":"marked","data":{"at":9000000000,"note":"deploy starts"}}
//
// A log is the events of a session as they happened, so that the record of a log is
// the record of the session. Times count from the wall time of the header, in
// nanoseconds. Members that are zero are left out. Bytes stand as text where a
// terminal shows them as they are, as {"base64":"…"} otherwise. Each of the lines of
// an event is its kind, where it begins among the bytes of the event, its length,
// three cuts inside it, its role, its flags.
//
// Secrets ([session.SecretFields], [session.SecretsIn]) are replaced by filler of the same
// length, so that offsets stay true; where they stood is in the member masked, with a
// hash that is the same for equal secrets of one log and says nothing to others.
//
//	live.Session ──► Recorder ──► Writer ──► file ──► Reader ──► record.Record
//
// Each line is written whole, so that a program that is killed loses the line being
// written. A Reader skips what it does not understand, and reports it.
package log
