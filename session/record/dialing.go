package record

// Making returns the current step of dialing: "connecting to 192.0.2.1:80".
func (c *Connection) Making() string {
	switch {
	case c.Step.Conn > 0:
		return c.Step.String()
	case c.Address == "":
		return "connecting"
	}
	return "connecting to " + c.Address
}
