package practice

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"slices"
	"time"
)

// lifetime is how long the certificates from SelfSigned are valid: about one school term.
const lifetime = 90 * 24 * time.Hour

// SelfSigned returns a certificate for the given hosts, and the certificate authority
// that signed it, in PEM format. Hosts are names or IP addresses. Without hosts, the
// certificate is for localhost, 127.0.0.1 and ::1. A client that trusts caPEM accepts the
// certificate. SelfSigned discards the key of the authority, so that no other certificate
// can be signed with it. Both certificates are valid for 90 days.
func SelfSigned(hosts ...string) (cert tls.Certificate, caPEM []byte, err error) {
	if len(hosts) == 0 {
		hosts = []string{"localhost", "127.0.0.1", "::1"}
	}
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return cert, nil, fmt.Errorf("key of the practice CA: %w", err)
	}
	ca := template(authority)
	ca.IsCA = true
	ca.KeyUsage = x509.KeyUsageCertSign
	ca.MaxPathLenZero = true
	caDER, err := x509.CreateCertificate(rand.Reader, ca, ca, &caKey.PublicKey, caKey)
	if err != nil {
		return cert, nil, fmt.Errorf("practice CA: %w", err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return cert, nil, fmt.Errorf("key of the practice certificate: %w", err)
	}
	leaf := template(hosts[0])
	leaf.KeyUsage = x509.KeyUsageDigitalSignature
	leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			leaf.IPAddresses = append(leaf.IPAddresses, ip)
		} else {
			leaf.DNSNames = append(leaf.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, leaf, ca, &key.PublicKey, caKey)
	if err != nil {
		return cert, nil, fmt.Errorf("practice certificate: %w", err)
	}
	cert = tls.Certificate{Certificate: [][]byte{der, caDER}, PrivateKey: key}
	return cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: caDER}), nil
}

// IsAuthority reports whether a PEM file begins with the certificate of a practice
// server's authority. If so, linger may overwrite the file.
func IsAuthority(file []byte) bool {
	block, _ := pem.Decode(file)
	if block == nil {
		return false
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	return err == nil && cert.Subject.CommonName == authority && slices.Contains(cert.Subject.Organization, organization)
}

// The names in the certificates.
const (
	authority    = "linger practice CA"
	organization = "linger practice server"
)

func template(name string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	now := time.Now()
	return &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: name, Organization: []string{organization}},
		NotBefore:             now.Add(-time.Hour), // the client's clock may be behind
		NotAfter:              now.Add(lifetime),
		BasicConstraintsValid: true,
	}
}
