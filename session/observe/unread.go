package observe

import (
	"bytes"
	"strconv"

	"linger/session"
	"linger/wire"
)

// A before holds a request with content that the server answered with a status below 400,
// and that status.
type before struct {
	request []byte
	status  int
}

// compareWithBefore reports content that the server left unread and then read as the
// beginning of the next request. It concludes this if a request succeeds, and the server
// then refuses the same request on the same connection as if its method or its syntax
// were wrong.
//
// "A server MUST read the entire request message body or close the connection after
// sending its response; otherwise, the remaining data on a persistent connection
// would be misinterpreted as the next request" (RFC 9112 §9.3).
func (c *Conn) compareWithBefore(ex *exchange, status int) {
	if c.misframed > 0 { // the server misreads the requests anyway
		return
	}
	switch status {
	case 400, 405, 501:
		if c.before.status > 0 && bytes.Equal(c.before.request, ex.posted) {
			c.found(ex.lastByte, ex.id, wire.Finding{Code: session.CodeContentUnread, Offset: -1,
				Detail: strconv.Itoa(c.before.status) + " first, then " + strconv.Itoa(status)})
		}
		return
	}
	c.before = before{}
	if ex.posted != nil && status < 400 {
		c.before = before{ex.posted, status}
	}
}
