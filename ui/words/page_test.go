package words_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
)

func TestTitleOfEachEnd(t *testing.T) {
	for want, e := range map[string]*session.Ending{
		"The server closed the idle connection, as advertised":                    hinted(5003 * ms),
		"The server closed the idle connection 2.0 s before the advertised 5 s":   hinted(3 * time.Second),
		"The server reset the idle connection 400 ms after the advertised 5 s":    hinted(5400*ms, reset),
		"The server closed the idle connection; no limit was advertised":          idle(3 * time.Second),
		"The server closed the connection without notice":                         idle(ms),
		"The server closed the connection, as announced":                          idle(ms, noticed(session.NoticeMax, 4)),
		"The server sent a last response to the idle connection and closed":       hinted(3*time.Second, goodbye),
		"The server closed after linger half-closed":                              idle(time.Second, shut),
		"The server closed: this ends the content of response 4":                  during(at(session.MomentEndsContent)),
		"The server closed inside response 4":                                     during(at(session.MomentInLength, of(3, 512))),
		"The server reset the connection inside response 4":                       during(at(session.MomentInLength, of(3, 512)), reset),
		"The server closed before response 4":                                     during(at(session.MomentNoByte), lost(4)),
		"The server closed while request 4 was being sent":                        during(at(session.MomentSending), lost(4)),
		"The server closed inside unsolicited response 4":                         during(at(session.MomentInUnsolicited)),
		"The server closed in the tunnel":                                         idle(time.Second, func(e *session.Ending) { e.Moment.Kind = session.MomentTunnel }),
		"The server closed while it was in use":                                   during(at(session.MomentAfterLost)),
		"The server reset, as announced":                                          during(at(session.MomentAfterClose), reset, noticed(session.NoticeResponseClose, 4), lost(5)),
		"The server refused the TLS handshake":                                    during(at(session.MomentNoByte), func(e *session.Ending) { e.Refusal = session.RefusalHandshake }),
		"The network ended the connection":                                        idle(time.Second, func(e *session.Ending) { e.By = session.ByNetwork }),
		"The network ended the connection before response 4":                      during(at(session.MomentNoByte), func(e *session.Ending) { e.By = session.ByNetwork }),
		"linger closed the connection":                                            idle(time.Second, linger),
		"linger reset the connection":                                             idle(time.Second, linger, reset),
		"linger stopped waiting before response 4":                                during(at(session.MomentNoByte), linger, func(e *session.Ending) { e.How = session.HowTimeout }),
		"linger closed the connection, as announced":                              idle(time.Second, motive(session.MotiveDue)),
		"linger stopped: its limit was reached":                                   during(at(session.MomentInHead), limit(wire.CodeHeadTooLarge, 1000)),
		"linger stopped: too much unsolicited data":                               idle(time.Second, motive(session.MotiveData)),
		"linger stopped: too many unsolicited responses":                          idle(time.Second, motive(session.MotiveResponses)),
		"linger stopped: the server no longer reads":                              during(at(session.MomentSendingAnswered), motive(session.MotiveStuck)),
		"linger closed the connection: the end of response 4 cannot be found":     during(at(session.MomentAfterLostIn), motive(session.MotiveFraming)),
		"linger closed the connection: Content-Length of response 3 is too small": during(at(session.MomentAfterLostIn), motive(session.MotiveFraming), astep(wire.CodeLengthShort)),
		"linger closed the connection: response 3 does not end where it says":     during(at(session.MomentAfterLostIn), motive(session.MotiveFraming), astep(wire.CodeLeftChunks)),
		"linger closed the connection: framing was lost":                          {By: session.ByClient, Motive: session.MotiveFraming, Moment: session.Moment{Kind: session.MomentAfterLost}},
	} {
		w := 100
		if want == "The server reset, as announced" {
			w = text.Width(want)
		}
		if got := words.Title(e, w); got != want {
			t.Errorf("Title = %s\n\twant %s", got, want)
		}
	}
}

func TestRowsOfThePageAboutAnEnd(t *testing.T) {
	budget := &session.Budget{HasTimeout: true, Applies: true, Timeout: 5 * time.Second, Source: 3}
	none := &session.Budget{}
	for name, c := range map[string]struct {
		e                               *session.Ending
		b                               *session.Budget
		way, when, advertised           string
		announced, lost, section, probe string
	}{
		"on time": {hinted(5003 * ms), budget, "FIN: the server sends nothing more", "5.003 s after the last byte of exchange 4", "timeout=5: closed 3 ms after it",
			"no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.5", "probe: always 5 s, or a range?"},
		"bare": {hinted(5*time.Second, bare), budget, "FIN without close_notify: a third party may have cut the connection", "5.000 s after the last byte of exchange 4", "timeout=5: closed at that time",
			"no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.5", "probe: always 5 s, or a range?"},
		"no hint": {idle(3*time.Second, reset), none, "RST: data in transit is discarded", "3.000 s after the last byte of exchange 4", "nothing",
			"no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.6", "probe: always 3.00 s, or a range?"},
		"closure alert": {idle(3*time.Second, func(e *session.Ending) { e.How = session.HowCloseNotify }), none, "TLS closure alert (close_notify): complete", "3.000 s after the last byte of exchange 4",
			"nothing", "no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.8", "probe: always 3.00 s, or a range?"},
		"half-closed": {idle(time.Second, shut), budget, "FIN: the server sends nothing more", "1.000 s after the last byte of exchange 4", "timeout=5, but linger half-closed first",
			"no: no message said Connection: close; linger's FIN came first", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"announced": {idle(ms, noticed(session.NoticeResponseClose, 4)), budget, "FIN: the server sends nothing more", "0.001 s after the last byte of exchange 4",
			"timeout=5 (response 3), but Connection: close came first", "yes: response 4 said Connection: close", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"max": {idle(ms, noticed(session.NoticeMax, 4)), budget, "FIN: the server sends nothing more", "0.001 s after the last byte of exchange 4",
			"timeout=5 (response 3), but another announcement came first", "yes: max reached 0", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"HTTP/1.0": {idle(ms, noticed(session.NoticeHTTP10, 4)), none, "FIN: the server sends nothing more", "0.001 s after the last byte of exchange 4", "nothing",
			"yes: response 4 is HTTP/1.0 without keep-alive", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"HTTP/1.0 request": {idle(ms, noticed(session.NoticeHTTP10Request, 4)), none, "FIN: the server sends nothing more", "0.001 s after the last byte of exchange 4", "nothing",
			"yes: request 4 was HTTP/1.0 without keep-alive", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"request close": {idle(ms, noticed(session.NoticeRequestClose, 4)), none, "FIN: the server sends nothing more", "0.001 s after the last byte of exchange 4", "nothing",
			"yes: request 4 said Connection: close", "nothing: no request was outstanding", "9112 §9.6", "probe this server"},
		"a 408": {hinted(3*time.Second, goodbye), budget, "FIN: the server sends nothing more", "3.000 s after the last byte of exchange 4", "timeout=5: closed 2.0 s before it",
			"yes: unsolicited response 5 said Connection: close", "nothing: no request was outstanding", "9110 §15.5.9", "probe this server"},
		"end of content": {during(at(session.MomentEndsContent), func(e *session.Ending) {
			e.Notice = session.Notice{Kind: session.NoticeHTTP10, Of: 4, ContentEnd: true}
		}), none, "FIN: the server sends nothing more", "where the content of response 4 ends", "nothing",
			"yes: only the close ends the content of response 4", "nothing: the response is complete", "9112 §6.3", "probe this server"},
		"cut": {during(at(session.MomentInLength, of(3, 512), silence(time.Second)), lost(5, 6), func(e *session.Ending) { e.Cut = session.Cut{Exchange: 4, Status: 200} }), none,
			"FIN: the server sends nothing more", "3 of 512 bytes into the content of response 4, 1.000 s after its last byte", "nothing",
			"no: no message said Connection: close", "the rest of response 4 (its status, 200, had arrived); exchanges 5, 6: they may or may not have been processed", "9110 §9.2.2", "probe this server"},
		"seven lost": {during(at(session.MomentNoByte, after(ms)), lost(4, 5, 6, 7, 8, 9, 10), func(e *session.Ending) { e.HasAdvertised, e.Advertised = true, 5*time.Second }), budget,
			"FIN: the server sends nothing more", "0.001 s after request 4, before any byte of a response", "timeout=5, but the connection ended while in use",
			"no: no message said Connection: close", "exchanges 4, 5, 6, 7, 8 and 2 more: they may or may not have been processed", "9110 §9.2.2", "probe this server"},
		"barred": {during(at(session.MomentAfterClose, after(ms)), noticed(session.NoticeResponseClose, 4), lost(5)), none, "FIN: the server sends nothing more",
			"0.001 s after response 4", "nothing", "yes: response 4 said Connection: close", "exchange 5: it came after Connection: close and was not processed", "9112 §9.6", "probe this server"},
		"unsolicited": {during(at(session.MomentInUnsolicited)), none, "FIN: the server sends nothing more", "inside unsolicited response 4", "nothing",
			"no: no message said Connection: close", "nothing that a request asked for", "9112 §8", "probe this server"},
		"unused": {&session.Ending{By: session.ByServer, How: session.HowFIN, Phase: session.PhaseIdle, Idle: 7 * time.Second, Moment: session.Moment{Kind: session.MomentUnused}}, none,
			"FIN: the server sends nothing more", "7.000 s after connecting", "nothing", "no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.5", "probe: always 7.00 s, or a range?"},
		"framing": {during(at(session.MomentAfterLostIn), motive(session.MotiveFraming)), none, "FIN: linger sends nothing more", "0.000 s after connecting: the end of response 4 cannot be found", "nothing",
			"no: no message said Connection: close", "nothing that a request asked for", "9112 §6.3", "probe this server"},
		"time": {during(at(session.MomentNoByte, after(3*time.Second)), motive(session.MotiveTime), lost(4), func(e *session.Ending) { e.How = session.HowTimeout }), none,
			"linger's time limit", "3.000 s after request 4; no byte of a response came", "nothing", "no: no message said Connection: close", "exchange 4: it may or may not have been processed", "9112 §9.6", "probe this server"},
		"network": {idle(time.Second, func(e *session.Ending) { e.By, e.How = session.ByNetwork, session.HowTimeout }), none, "no acknowledgement: TCP gave up",
			"1.000 s after the last byte of exchange 4", "nothing", "no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.5", "probe this server"},
		"error": {idle(time.Second, func(e *session.Ending) { e.How = session.HowError }), none, "a connection error",
			"1.000 s after the last byte of exchange 4", "nothing", "no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.5", "probe: always 1.00 s, or a range?"},
		"limit": {during(at(session.MomentInHead), limit(wire.CodeHeadTooLarge, 1000)), none, "FIN: linger sends nothing more", "inside the header section of response 4", "nothing",
			"no: no message said Connection: close", "nothing that a request asked for", "9112 §2.2", "probe this server"},
		"data": {idle(time.Second, motive(session.MotiveData)), none, "FIN: linger sends nothing more", "1.000 s after the last byte of exchange 4", "nothing",
			"no: no message said Connection: close", "nothing: no request was outstanding", "9112 §9.2", "probe this server"},
	} {
		t.Run(name, func(t *testing.T) {
			for what, x := range map[string][2]string{
				"way": {words.Way(c.e), c.way}, "when": {words.When(c.e), c.when}, "advertised": {words.Advertised(&record.Connection{State: record.Ended, Close: session.Closed{Ending: *c.e}, Budget: *c.b}), c.advertised},
				"announced": {words.Announced(c.e), c.announced}, "lost": {words.Lost(c.e), c.lost}, "section": {words.Section(c.e), c.section},
				"probe": {words.Probing(c.e, false), c.probe},
			} {
				if x[0] != x[1] {
					t.Errorf("row %s = %q, want %q", what, x[0], x[1])
				}
			}
		})
	}
	if got := words.Probing(idle(3*time.Second), true); got != "probe: how wide is the range?" {
		t.Errorf("Probing after a range = %q, want the question about its width", got)
	}
	for by, want := range map[session.Party]string{session.ByServer: "the server", session.ByClient: "linger, as you asked", session.ByNetwork: "the network; neither side closed it"} {
		if got := words.Who(&session.Ending{By: by}); got != want {
			t.Errorf("Who = %q, want %q", got, want)
		}
	}
}

func TestMeaningOfEachEnd(t *testing.T) {
	const free = "Either side may close an idle connection at any time. This is not an error. "
	const seen = "Seen 5 times."
	for want, e := range map[string]*session.Ending{
		"The server requires a client certificate (TLS alert: certificate required). -E FILE sends one.": during(at(session.MomentNoByte), func(e *session.Ending) {
			e.Refusal, e.Alert = session.RefusalWantsCert, "certificate required"
		}),
		"Connection: close came first, so the server did not process what followed. It may be repeated, even a POST.":                                                                                                  during(at(session.MomentAfterClose), noticed(session.NoticeResponseClose, 4), lost(5)),
		"A request was in transit when the connection ended. Whether it was processed is unknown; repeat only what is idempotent.":                                                                                     during(at(session.MomentNoByte), lost(4)),
		"The server waited 3.000 s, then sent an unsolicited 408 (response 5) and closed. It advertised 5 s. Nothing was lost. A client that sends at that moment takes that response for its own.":                    hinted(3*time.Second, goodbye),
		"The server sent an unsolicited response (5) and closed. Nothing was lost. A client that sends at that moment takes that response for its own.":                                                                idle(3*time.Second, goodbye, func(e *session.Ending) { e.Notice.Status = 504 }),
		"Only the close ends this content, so an incomplete transfer can look complete. A length or chunks would show it.":                                                                                             during(at(session.MomentEndsContent)),
		"Content-Length announces 512 bytes; 300 came before the close: the length is too large, or the server stopped early. Do not treat what arrived as complete.":                                                  during(at(session.MomentInLength, of(300, 512))),
		"Do not treat what arrived as complete. Look for the cause on the server.":                                                                                                                                     during(at(session.MomentInChunks)),
		"A reset discards data in transit. A server that only timed out sends FIN; one that crashed, or left bytes unread, resets.":                                                                                    hinted(5*time.Second, reset),
		"linger half-closed first, and the server closed, which is allowed. Its idle limit is still unknown.":                                                                                                          idle(time.Second, shut),
		"The last response said the connection would stay open. A request sent then would have been lost. A server should announce the close with Connection: close.":                                                  idle(ms),
		"The server had announced the close, so nothing was sent and nothing was lost. This is how a connection should end.":                                                                                           idle(ms, noticed(session.NoticeMax, 4)),
		free + "A client that trusted 5 s would have sent into a closed connection. Stay below 3 s.":                                                                                                                   hinted(3*time.Second + 50*ms),
		free + "The connection stayed open longer than advertised. That is harmless.":                                                                                                                                  hinted(8 * time.Second),
		"An idle timeout ran out. " + free + "The hint held. Clients should stop at 4 s: the last second of a hint is not safe.":                                                                                       hinted(5003 * ms),
		"An idle timeout ran out. " + free + "The hint held. Clients should stop at 4 s: the last second of a hint is not safe. Node closes a second later than it advertises, on purpose: this may be a Node server.": hinted(6044 * ms),
		"An idle timeout ran out. " + free + "Timeouts are whole seconds: do not rely on the last one.":                                                                                                                hinted(4600 * ms),
		"An idle timeout ran out. " + free + "The hint was true, but too short to reuse safely.":                                                                                                                       hinted(1003*ms, func(e *session.Ending) { e.Advertised = time.Second }),
		free + "No timeout was advertised; only a measurement shows the limit.":                                                                                                                                        idle(3 * time.Second),

		"linger stopped: limit of 1,000 bytes reached. --max-head raises it.":                                                                                               during(at(session.MomentInHead), limit(wire.CodeHeadTooLarge, 1000)),
		"The end of the message is unknown. linger closed the connection instead of guessing.":                                                                              during(at(session.MomentAfterLostIn), motive(session.MotiveFraming)),
		"More than 100 unsolicited responses: that is linger's limit. A client should close at the first one.":                                                              idle(0, motive(session.MotiveResponses)),
		"More than 1 MiB of unsolicited data: that is linger's limit. A client should close at the first byte.":                                                             idle(0, motive(session.MotiveData)),
		"The server answered and stopped reading; the rest of the request was not sent.":                                                                                    during(at(session.MomentSendingAnswered), motive(session.MotiveStuck)),
		"The server answered before it had read the whole request, so linger closed. The response is complete.":                                                             idle(0, motive(session.MotiveCutShort)),
		"A reset discards data in transit; the server sees an error.":                                                                                                       idle(0, linger, reset),
		"linger's time limit passed. The server may still hold the connection open.":                                                                                        during(at(session.MomentNoByte), motive(session.MotiveTime), func(e *session.Ending) { e.How = session.HowTimeout }),
		"The server acknowledged no byte of the request. A NAT, load balancer or firewall on the path probably forgot the connection. The request probably did not arrive.": during(at(session.MomentNoByte), lost(4), func(e *session.Ending) { e.Unreached = true }),
		"The server's host no longer answers TCP: the path is gone, or the host is. The server is not slow. It had received the request; repeat only what is idempotent.": during(at(session.MomentNoByte), lost(4), func(e *session.Ending) {
			e.By, e.How, e.Delivery.Known = session.ByNetwork, session.HowTimeout, true
		}),
		"A request was in transit; whether it was processed is unknown.":                                             during(at(session.MomentNoByte), linger),
		"A message said close, so this was due. Either side may go first; the server did not.":                       idle(time.Second, motive(session.MotiveDue), noticed(session.NoticeResponseClose, 4)),
		"The framing of response 4 is invalid: clients disagree about where the next message starts. linger closed.": idle(0, linger, func(e *session.Ending) { e.Last.Reason = wire.ReasonFramingError }),
		"linger read every response, then sent FIN. Nothing was lost.":                                               idle(0, linger),
	} {
		if got := words.Meaning(e, ""); got != want {
			t.Errorf("Meaning = %s\n\twant %s", got, want)
		}
	}
	for want, e := range map[string]*session.Ending{
		free + "A client that trusted 5 s would have sent into a closed connection. " + seen:  hinted(3 * time.Second),
		free + "The connection stayed open longer than advertised. That is harmless. " + seen: hinted(8 * time.Second),
		"An idle timeout ran out. " + free + seen:                                             hinted(5 * time.Second),
		free + "No timeout advertised. " + seen:                                               idle(3 * time.Second),
	} {
		if got := words.Meaning(e, seen); got != want {
			t.Errorf("Meaning with a measurement = %s\n\twant %s", got, want)
		}
	}
}
