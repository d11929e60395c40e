package play

import (
	"strconv"
	"strings"
)

// Payloads lists strings that attack a terminal or a document. Such strings may come from
// a server, a certificate, a file or a command line.
var Payloads = []string{
	"\x1b]0;CANARY\x07", "\x1b[2J\x1b[31m", "\x1b]52;c;Q0FOQVJZ\x07", "\x1bP+q544e\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x1b^pm\x1b\\",
	"\x1b]8;;http://evil\x07link\x1b]8;;\x07", "\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\", "\x9b2J", "\u009b2J\u009d0;x\u009c", "\x0e\x0f\x1b(0",
	"a\x08\x08b\x7f", "\x00\x01\x02", "\u202eevil\u202c\u2066x", "a\u200bb\u200d\u2060\ufeff", "\U000e0041\U000e007f",
	"e" + strings.Repeat("\u0301", 800), "\u0301\u0e33\u0915\u094d\u0937\u1100\u1161", "\xff\xfe\xc0\xaf", "\ufffe\uffff",
	"|`*_[a](http://evil)<script>", "]]><x a=\"b\">&amp;'", "'; rm -rf / #$(id)`id`", "\u2028\u2029\u0085",
}

// Planted returns a response that contains payload p in many places, such as reason
// phrases, fields and content.
func Planted(p string) string {
	line := strings.NewReplacer("\r", "", "\n", "").Replace(p)
	return "HTTP/1.1 103 " + line + "\r\nLink: " + line + "\r\n\r\n" +
		"HTTP/1.1 200 " + line + "\r\n" + line + ": " + line + "\r\nX: " + line + "\r\n " + line + "\r\nKeep-Alive: timeout=" + line + ", " + line + "=1\r\n" +
		"Connection: " + line + "\r\nContent-Type: " + line + "\r\nContent-Encoding: " + line + "\r\nLocation: " + line + "\r\nServer: " + line + "\r\n" + line + "\r\nTransfer-Encoding: chunked\r\n\r\n" +
		"1;" + line + "=\"" + line + "\"\r\na\r\n" + strconv.FormatInt(int64(len(p)), 16) + "\r\n" + p + "\r\n0\r\nT: " + line + "\r\n\r\n" + p
}
