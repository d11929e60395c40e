package live

import (
	"crypto/tls"
	"errors"
	"linger/session"
	"net"
	"strings"
)

// chooser picks the first certificate that suits, as crypto/tls would, and
// notes that it was asked.
func (o *TLSOptions) chooser(became *session.ClientCert) func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	return func(wanted *tls.CertificateRequestInfo) (*tls.Certificate, error) {
		for i := range o.Certificates {
			if wanted.SupportsCertificate(&o.Certificates[i]) == nil {
				*became = session.CertSent
				return &o.Certificates[i], nil
			}
		}
		*became = session.CertAsked
		return new(tls.Certificate), nil
	}
}

// The alerts that a server answers a certificate with, or the lack of one (RFC
// 8446 §6.2); before TLS 1.3 the lack of one was a handshake failure (RFC 5246
// §7.4.6).
var (
	lackAlerts        = [...]tls.AlertError{116, 40, 42, 49}
	certificateAlerts = [...]tls.AlertError{42, 43, 44, 45, 46, 48, 49}
)

// alertText is the alert that the server ended TLS with, as crypto/tls names
// it; empty: it sent none.
func alertText(err error) string {
	var e *net.OpError
	if !errors.As(err, &e) || e.Op != "remote error" {
		return ""
	}
	return e.Err.Error()
}

// wantsCertificate says whether the alert is about the lack of a client
// certificate.
func wantsCertificate(alert string, c session.ClientCert) bool {
	return alert == lackAlerts[0].Error() || c == session.CertAsked && among(lackAlerts[:], alert)
}

func among(alerts []tls.AlertError, text string) bool {
	for _, a := range alerts {
		if a.Error() == text {
			return true
		}
	}
	return false
}

// refusal says in a sentence that the server ended the handshake, and, where
// that is known, what to try.
func refusal(alert string, c session.ClientCert) string {
	name := " (TLS alert: " + strings.TrimPrefix(alert, "tls: ") + ")."
	switch {
	case wantsCertificate(alert, c):
		return "The server wants a client certificate: -E FILE sends one" + name
	case c == session.CertSent && among(certificateAlerts[:], alert):
		return "The server does not accept the client certificate" + name
	}
	return "The server refused the TLS handshake" + name
}

// refused says that the server refused the handshake after it was over on this
// side: in TLS 1.3 the client has finished first, and what the server thinks of
// its certificate comes with the first read.
func (c *conn) refused(err error) string {
	alert := alertText(err)
	if !c.tls || alert == "" || c.obs.BytesReceived() > 0 {
		return ""
	}
	return refusal(alert, c.cert)
}
