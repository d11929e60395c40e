package observe_test

import (
	"fmt"
	"time"

	"linger/session"
	"linger/session/observe"
)

// The owner of a connection reports its bytes and their times to an Observer, which emits
// events.
func ExampleObserver() {
	o := observe.New(func(ev session.Event) {
		switch ev := ev.(type) {
		case *session.RequestStarted:
			fmt.Println(ev.At, "request", ev.Exchange, ev.Method, ev.Target)
		case *session.ResponseHead:
			fmt.Println(ev.At, "response", ev.Exchange, ev.Facts.Status)
		case *session.ExchangeDone:
			fmt.Println(ev.At, "exchange", ev.Exchange, "is done:", ev.Reason)
		case *session.BudgetChanged:
			fmt.Println(ev.At, "idle until", ev.Budget.Deadline)
		case session.Found:
			fmt.Println(ev.At, "found", ev.Finding.Code)
		case session.Closed:
			fmt.Println(ev.At, "ended by the", ev.By, "after", ev.Idle, "idle, advertised", ev.Advertised)
		}
	})
	c := o.Open(0, 1, observe.Options{})

	data := []byte("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n")
	c.Begin(0, observe.ParseRequest(data))
	c.Wrote(time.Millisecond, len(data))
	c.Received(20*time.Millisecond, []byte("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n"))
	c.Received(21*time.Millisecond, []byte("Content-Length: 5\r\n\r\nhello"))
	c.End(3021*time.Millisecond, observe.End{By: session.ByServer, How: session.HowFIN})
	// Output:
	// 0s request 1 GET /
	// 21ms response 1 200
	// 21ms exchange 1 is done: http/1.1-default
	// 21ms idle until 5.021s
	// 3.021s found closed-early
	// 3.021s ended by the server after 3s idle, advertised 5s
}
