package session

import "testing"

func TestSecretNames(t *testing.T) {
	for name, want := range map[string]bool{
		"Authorization": true, " cookie ": true, "Set-Cookie": true, "Proxy-Authorization": true,
		"X-Auth-Token": true, "X-API-Key": true, "client_secret": true, "X-Amz-Signature": true, "JSESSIONID": true, "Password": true,
		"Host": false, "Keep-Alive": false, "Cookies": false, "Access-Control-Allow-Credentials": false, "WWW-Authenticate": false, "": false,
	} {
		if got := Secret(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestSecretsIn(t *testing.T) {
	for text, want := range map[string]string{
		"/?a=1&token=abc&b=2":            "/?a=1&token=***&b=2",
		"/?token=&b=2":                   "/?token=&b=2",
		"/?token":                        "/?token",
		"http://u:p@h/":                  "http://***@h/",
		"http://h:80/@x":                 "http://h:80/@x",
		"http%3A%2F%2Fu:p%40h":           "http%3A%2F%2F***%40h",
		"//h/?to%6ben=a%26b":             "//h/?to%6ben=*%26b",
		"http://h/?u=http://a:b@c":       "http://h/?u=http://***@c",
		"token=\"a b\" c":                "token=****\" c",
		"password=\"open":                "password=*****",
		"x; session=1, y":                "x; session=*, y",
		"https://h?next=/?api_key=1#end": "https://h?next=/?api_key=*#end",
		"nothing":                        "nothing",
	} {
		got := []byte(text)
		for _, s := range SecretsIn(got, false) {
			for i := s.From; i < s.To; i++ {
				got[i] = '*'
			}
		}
		if string(got) != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := SecretsIn([]byte("http://u:p"), true); len(got) != 1 || got[0] != (Span{7, 10}) {
		t.Errorf("what may be userinfo: %v", got)
	}
	if got := SecretsIn([]byte("http://u:p"), false); got != nil {
		t.Errorf("what is not: %v", got)
	}
}
