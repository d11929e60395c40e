// Package log stores a session in a file, the session log. Each line of the log is a JSON
// object.
//
//	{"log":"linger","schema":1,"program":"linger","version":"0.2.0","vantage":"client","wall":"2026-11-29T12:04:02Z","secrets":"masked"}
//	{"event":"dialing","data":{"at":71000,"conn":1,"address":"127.0.0.1:8321","target":"http://127.0.0.1:8321"}}
//	{"event":"received","data":{"at":1204000,"conn":1,"exchange":1,"len":17,"data":"HTTP/1.1 200 OK\r\n","lines":[["status-line",0,17,8,9,12]],"reads":1}}
//	{"event":"marked","data":{"at":9000000000,"note":"deploy starts"}}
//
// A log contains the events of a session in order, so the record of a log equals the
// record of the session. Times are in nanoseconds since the wall time in the header.
// Members that are zero are omitted. Bytes are written as text if a terminal shows them
// unchanged, otherwise as {"base64":"…"}. Each line of a message is written as a list of
// its kind, its offset in the bytes of the event, its length, three positions inside it,
// its role and its flags.
//
// Secrets ([session.SecretFields], [session.SecretsIn]) are replaced by filler of the
// same length, so that offsets stay valid. The member "masked" lists their positions.
// Each position has a hash, which shows only which secrets in the log are equal.
//
//	live.Session ──► Recorder ──► Writer ──► file ──► Reader ──► record.Record
//
// A Recorder writes events within about a millisecond, unless the file is slow.
// Therefore, a program that is killed loses only its last events, and the last line may
// be incomplete. A Reader skips and reports lines that it does not understand.
package log
