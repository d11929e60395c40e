package export_test

import (
	"fmt"

	"linger/session/export"
	"linger/wire"
)

func ExampleParseCurl() {
	c, err := export.ParseCurl(`curl 'http://localhost:8080/form?x=1' -H 'Accept: text/html' -A '' -d a=1 -L`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q\n", wire.AppendRequest(nil, c.Request))
	fmt.Println(c.Omitted[0])
	// Output:
	// "POST /form?x=1 HTTP/1.1\r\nHost: localhost:8080\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=1"
	// -L was left out. The key L follows a Location.
}
