package dropserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"time"

	"bulkhead/drop"
)

// certificateLife is how long a self-made certificate lasts. Nobody but the pin
// looks at it, so it is as long as such certificates usually are.
const certificateLife = 10 * 365 * 24 * time.Hour

// NewKey draws the key of a self-made certificate: P-256, whose certificates and
// signatures are short. It is what the pin names. (The standard library draws
// it from its own source; rand is for the certificate's number.)
func NewKey(rand io.Reader) (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand)
}

// SelfSigned makes a certificate for key and the names or addresses in hosts.
// It says nothing of what the server is.
func SelfSigned(rand io.Reader, key *ecdsa.PrivateKey, now time.Time, hosts ...string) (tls.Certificate, drop.Pin, error) {
	var number [16]byte
	if _, err := io.ReadFull(rand, number[:]); err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a certificate: %w", err)
	}
	form := &x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(number[1:]),
		Subject:      pkix.Name{CommonName: "localhost"},
		NotBefore:    now.Add(-24 * time.Hour).Truncate(24 * time.Hour),
		NotAfter:     now.Add(certificateLife).Truncate(24 * time.Hour),
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			form.IPAddresses = append(form.IPAddresses, ip)
		} else if h != "" {
			form.DNSNames = append(form.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand, form, form, &key.PublicKey, key)
	if err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, drop.PinOf(leaf), nil
}
