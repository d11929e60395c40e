package practice

import (
	"fmt"
	"strings"
)

// These scenarios are about the Connection field, but not about close and keep-alive:
// misspelled options, upgrades that were not negotiated, and connection authentication.

func optionScenarios() []Scenario {
	return []Scenario{{
		Path:     "/connection-closed",
		Title:    "Connection: closed, then closes",
		Does:     "Sends a connection option of your choice (default: \"closed\"), and closes after the response.",
		Watch:    "\"closed\" is not \"close\": a client has to treat the connection as open. Try ?value=Close, ?value=close%5B, ?value=close,%20TE.",
		Ref:      "RFC 9112 §9.6",
		Group:    GroupHints,
		Keywords: "unknown option, typo, close-unannounced, ECONNRESET, 502",
		Params:   []Param{textParam("value", "closed", "value of Connection")},
		play: func(x *exchange) {
			x.leave(endFIN, "the server means close by this option")
			x.answer(reply{connection: "Connection: " + x.v.text("value") + "\r\n", content: x.words()})
		},
	}, {
		Path:     "/scrambled-connection",
		Title:    "field name scrambled by a middlebox",
		Does:     "Sends \"nnCoection: close\" as some load balancers do in place of a Connection field, and keeps the connection open.",
		Watch:    "The load balancer changed the name on purpose, so that recipients ignore the field.",
		Ref:      "RFC 9110 §7.6.1",
		Group:    GroupHints,
		Keywords: "nnCoection, Cneonction, NetScaler, load balancer",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{fields: "nnCoection: close\r\n", connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/upgrade-unasked",
		Title:    "101 without an upgrade",
		Does:     "Sends 101 (Switching Protocols) to a request that asks for no upgrade, then a few bytes, and closes after five seconds.",
		Watch:    "No Upgrade field names the new protocol. The bytes after 101 are not HTTP, and the request gets no response.",
		Ref:      "RFC 9110 §15.2.2",
		Group:    GroupHints,
		Keywords: "101, upgrade, WebSocket, Docker, h2c",
		Params:   []Param{wholeSecondsParam("timeout", 5, "time until the close")},
		play: func(x *exchange) {
			x.sayf("HTTP/1.1 101 Switching Protocols\r\n%s\r\n\x00\x01\x02\x03", x.server())
			x.restDeaf(closeAfter(x.v.seconds("timeout"), "after a 101 without an upgrade"))
		},
	}, {
		Path:     "/upgrade-no-option",
		Title:    "Upgrade without Connection: upgrade",
		Does:     "Sends Upgrade: h2c, without the upgrade connection option.",
		Watch:    "Upgrade is meant for the next recipient only. Without its option, a proxy forwards it to clients that have no use for it.",
		Ref:      "RFC 9110 §7.8",
		Group:    GroupHints,
		Keywords: "upgrade, h2c, Apache, hop-by-hop",
		Params:   houseParams(),
		play: func(x *exchange) {
			x.answer(reply{fields: "Upgrade: h2c\r\n", connection: x.house(), content: x.words()})
		},
	}, {
		Path:     "/upgrade-unnamed",
		Title:    "426 without Upgrade",
		Does:     "Answers 426 (Upgrade Required) without the name of the protocol that it requires.",
		Watch:    "A server that sends 426 must send Upgrade. Without it, the client does not know which protocol to use.",
		Ref:      "RFC 9110 §15.5.22",
		Group:    GroupHints,
		Keywords: "426, upgrade, WebSocket",
		Params:   houseParams(),
		play:     func(x *exchange) { x.answer(reply{status: 426, connection: x.house(), content: x.words()}) },
	}, {
		Path:     "/ntlm-close",
		Title:    "close during NTLM authentication",
		Does:     "Asks for NTLM. If the request has Authorization: NTLM, sends the challenge, with Connection: close.",
		Watch:    "NTLM authenticates a connection, not a request. If the server closes after each challenge, the client has to start again each time and never succeeds.",
		Ref:      "RFC 9110 §11.7.1",
		Group:    GroupHints,
		Keywords: "401, authentication, Negotiate, Kerberos, SSPI, loop, IIS",
		Params:   houseParams(),
		play: func(x *exchange) {
			if !x.asksNTLM() {
				x.answer(reply{status: 401, fields: "WWW-Authenticate: NTLM\r\n", connection: x.house(), content: x.words()})
				return
			}
			const challenge = "TlRMTVNTUAACAAAAAAAAADgAAAABggAAABEiM0RVZncAAAAAAAAAAAAAAAAAAAAA"
			x.answer(reply{status: 401, fields: fmt.Sprintf("WWW-Authenticate: NTLM %s\r\n", challenge),
				connection: x.goodbye("during NTLM"), content: x.words()})
		},
	}}
}

// asksNTLM reports whether the request contains an NTLM message.
func (x *exchange) asksNTLM() bool {
	for _, f := range x.req.fields {
		if strings.EqualFold(f.name, "Authorization") && strings.HasPrefix(f.value, "NTLM ") {
			return true
		}
	}
	return false
}
