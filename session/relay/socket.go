package relay

import (
	"net"
	"time"
)

// maxDelivery is how long a RST waits for bytes that the peer does not
// acknowledge.
const maxDelivery = 5 * time.Second

// abort closes a connection with a RST.
func abort(c *net.TCPConn) error {
	_ = c.SetLinger(0)
	return c.Close()
}
