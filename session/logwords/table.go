package logwords

// A program holds the message that one program logs in each situation. In a situation
// that is missing from said, the program logs nothing.
type program struct {
	Words
	proxy bool
	said  map[Situation]string
}

const (
	resetByPeer   = "connection reset by peer"
	hungUp        = "socket hang up"
	otherSide     = "SocketError: other side closed"
	nginxClosed   = "upstream prematurely closed connection while reading response header from upstream"
	nginxCut      = "upstream prematurely closed connection"
	nginxReset    = "recv() failed (104: Connection reset by peer) while reading response header from upstream"
	pythonReset   = "ConnectionResetError: [Errno 104] Connection reset by peer"
	javaReset     = "java.net.SocketException: Connection reset"
	curlReset     = "(56) Recv failure: Connection reset by peer"
	noResponse    = "NoHttpResponseException: … failed to respond"
	stateInHead   = "termination state SH--"
	stateInBody   = "termination state SD--"
	readResetNode = "read ECONNRESET"
)

var programs = []program{
	{Words: Words{Program: "Node", Version: "20.20.2"}, said: map[Situation]string{
		SituationClosedEmpty:   hungUp,
		SituationResetEmpty:    readResetNode,
		SituationClosedInHead:  hungUp,
		SituationResetInHead:   readResetNode,
		SituationClosedInSized: "aborted ECONNRESET",
		SituationClosedInChunk: "aborted ECONNRESET",
		SituationResetInBody:   readResetNode,
		SituationResetSending:  "write EPIPE",
		SituationTimedOut:      "read ETIMEDOUT",
	}},
	{Words: Words{Program: "Node fetch", Version: "20.20.2"}, said: map[Situation]string{
		SituationClosedEmpty:   otherSide,
		SituationResetEmpty:    readResetNode,
		SituationClosedInHead:  otherSide,
		SituationResetInHead:   readResetNode,
		SituationClosedInSized: "terminated: " + otherSide,
		SituationClosedInChunk: "terminated: " + otherSide,
		SituationResetInBody:   "terminated: Error: " + readResetNode,
		SituationResetSending:  "write EPIPE",
		SituationTimedOut:      "read ETIMEDOUT",
	}},
	{Words: Words{Program: "Go", Version: "1.26"}, said: map[Situation]string{
		SituationClosedEmpty:   "EOF",
		SituationResetEmpty:    resetByPeer,
		SituationClosedInHead:  "transport connection broken",
		SituationResetInHead:   "transport connection broken",
		SituationClosedInSized: "unexpected EOF",
		SituationClosedInChunk: "unexpected EOF",
		SituationResetInBody:   resetByPeer,
		SituationResetSending:  "write: broken pipe",
		SituationTimedOut:      "read: connection timed out",
	}},
	{Words: Words{Program: "Java", Version: "17.0.15"}, said: map[Situation]string{ // HttpURLConnection
		SituationClosedEmpty:   "java.net.SocketException: Unexpected end of file from server",
		SituationResetEmpty:    javaReset,
		SituationResetInHead:   javaReset,
		SituationClosedInChunk: "java.io.IOException: Premature EOF",
		SituationResetInBody:   javaReset,
		SituationResetSending:  "java.net.SocketException: Broken pipe",
		SituationTimedOut:      "java.net.SocketException: Connection timed out",
	}},
	{Words: Words{Program: "HttpClient 5", Source: "Apache HttpComponents Core, DefaultHttpResponseParser and ContentLengthInputStream"}, said: map[Situation]string{
		SituationClosedEmpty:   noResponse,
		SituationResetEmpty:    javaReset,
		SituationClosedInHead:  noResponse,
		SituationResetInHead:   javaReset,
		SituationClosedInSized: "ConnectionClosedException: Premature end of Content-Length delimited message body (expected: …; received: {got})",
		SituationClosedInChunk: "Premature end of chunk coded message body: closing chunk expected",
		SituationResetInBody:   javaReset,
		SituationResetSending:  "java.net.SocketException: Broken pipe",
		SituationTimedOut:      "java.net.SocketException: Connection timed out",
	}},
	{Words: Words{Program: "Python", Version: "3.11"}, said: map[Situation]string{ // http.client, and requests, which uses it
		SituationClosedEmpty:   "RemoteDisconnected: Remote end closed connection without response",
		SituationResetEmpty:    pythonReset,
		SituationResetInHead:   pythonReset,
		SituationClosedInSized: "IncompleteRead({got} bytes read, {missing} more expected)",
		SituationClosedInChunk: "IncompleteRead(… bytes read)",
		SituationResetInBody:   pythonReset,
		SituationResetSending:  "BrokenPipeError: [Errno 32] Broken pipe",
		SituationTimedOut:      "TimeoutError: [Errno 110] Connection timed out",
	}},
	{Words: Words{Program: "curl", Version: "7.88.1"}, said: map[Situation]string{
		SituationClosedEmpty:   "(52) Empty reply from server",
		SituationResetEmpty:    curlReset,
		SituationResetInHead:   curlReset,
		SituationClosedInSized: "(18) transfer closed with {missing} bytes remaining to read",
		SituationClosedInChunk: "(18) transfer closed with outstanding read data remaining",
		SituationResetInBody:   curlReset,
		SituationResetSending:  "(55) Send failure: Broken pipe",
		SituationTimedOut:      "(56) Recv failure: Connection timed out",
	}},
	{Words: Words{Program: "nginx", Version: "1.22.1"}, proxy: true, said: map[Situation]string{
		SituationClosedEmpty:   nginxClosed,
		SituationResetEmpty:    nginxReset,
		SituationClosedInHead:  nginxClosed,
		SituationResetInHead:   nginxReset,
		SituationClosedInSized: nginxCut,
		SituationClosedInChunk: nginxCut,
		SituationResetInBody:   "recv() failed (104: Connection reset by peer) while reading upstream",
		SituationResetSending:  "writev() failed (32: Broken pipe) while sending request to upstream",
		SituationTimedOut:      "upstream timed out (110: Connection timed out) while reading response header from upstream",
	}},
	{Words: Words{Program: "HAProxy", Version: "2.6.12"}, proxy: true, said: map[Situation]string{
		SituationClosedEmpty:   stateInHead,
		SituationResetEmpty:    stateInHead,
		SituationClosedInHead:  stateInHead,
		SituationResetInHead:   stateInHead,
		SituationClosedInSized: stateInBody,
		SituationClosedInChunk: stateInBody,
		SituationResetInBody:   stateInBody,
		SituationResetSending:  stateInHead,
		SituationTimedOut:      "termination state sH--",
	}},
}
