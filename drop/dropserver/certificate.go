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

// certLife is how long a self-made certificate is valid. Nobody checks it: the
// pin is of the key.
const certLife = 10 * 365 * 24 * time.Hour

// NewKey draws the key of a self-made certificate: P-256, small on the wire. It
// is what a pin names. (Go's crypto/ecdsa draws it from the system's randomness,
// whatever rand is.)
func NewKey(rand io.Reader) (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return nil, fmt.Errorf("making a key: %w", err)
	}
	return key, nil
}

// SelfSigned makes a certificate for key and the given names or IP addresses,
// valid from the day before now. The pin is what an address carries.
func SelfSigned(rand io.Reader, key *ecdsa.PrivateKey, now time.Time, hosts ...string) (tls.Certificate, drop.Pin, error) {
	var serial [16]byte
	if _, err := io.ReadFull(rand, serial[:]); err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("drawing a serial number: %w", err)
	}
	serial[0] &= 0x7f // positive, RFC 5280, 4.1.2.2
	t := &x509.Certificate{
		SerialNumber:          new(big.Int).SetBytes(serial[:]),
		Subject:               pkix.Name{CommonName: "localhost"},
		NotBefore:             now.Add(-24 * time.Hour).Truncate(24 * time.Hour),
		NotAfter:              now.Add(certLife).Truncate(24 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
	}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else if h != "" {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	der, err := x509.CreateCertificate(rand, t, t, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a certificate: %w", err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, drop.PinOf(leaf), nil
}
