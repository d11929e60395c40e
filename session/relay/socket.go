package relay

import (
	"net"
	"time"
)

// maxDelivery is the maximum time that an RST waits for unacknowledged bytes.
const maxDelivery = 5 * time.Second

// abort closes a connection with an RST.
func abort(c *net.TCPConn) error {
	_ = c.SetLinger(0)
	return c.Close()
}
