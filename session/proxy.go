package session

// A ProxyError says why a proxy made no connection.
type ProxyError struct {
	Text string // a sentence
	Err  error
}

func (e *ProxyError) Error() string { return e.Text }

// Unwrap is what made it fail, if something did.
func (e *ProxyError) Unwrap() error { return e.Err }
