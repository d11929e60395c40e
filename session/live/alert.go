package live

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"

	"linger/session"
)

// chooser returns a function for tls.Config.GetClientCertificate. The function returns
// the first certificate that the server supports, as crypto/tls does by default, or an
// empty certificate if the server supports none. It sets *became to CertSent or CertAsked
// accordingly.
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

// Numbers of the alerts that a server may send if the client certificate is missing or
// not accepted (RFC 8446 §6.2). Before TLS 1.3, servers report a missing certificate as
// handshake_failure (RFC 5246 §7.4.6).
var (
	lackAlerts        = [...]tls.AlertError{116, 40, 42, 49}
	certificateAlerts = [...]tls.AlertError{42, 43, 44, 45, 46, 48, 49}
)

// alertText returns crypto/tls's text for the alert that the server sent, or "" if err is
// not such an alert.
func alertText(err error) string {
	var e *net.OpError
	if !errors.As(err, &e) || e.Op != "remote error" {
		return ""
	}
	return e.Err.Error()
}

// wantsCertificate reports whether the server sent the alert because the client
// certificate is missing.
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

// refusalOf returns why the server refused the handshake, according to
// its alert.
func refusalOf(alert string, c session.ClientCert) session.Refusal {
	switch {
	case wantsCertificate(alert, c):
		return session.RefusalWantsCert
	case c == session.CertSent && among(certificateAlerts[:], alert):
		return session.RefusalCertificate
	}
	return session.RefusalHandshake
}

// alertName returns the text of an alert without the prefix of crypto/tls.
func alertName(alert string) string { return strings.TrimPrefix(alert, "tls: ") }

// refused returns why the server refused the handshake after linger had completed it, and
// the name of the alert. In TLS 1.3 the client finishes first, and the server's alert
// about the certificate arrives with the first read. Both results are "" if err is not
// such an alert.
func (c *conn) refused(err error) (session.Refusal, string) {
	alert := alertText(err)
	if !c.tls || alert == "" || c.obs.BytesReceived() > 0 {
		return "", ""
	}
	return refusalOf(alert, c.cert), alertName(alert)
}
