package dropserver

import (
	"crypto"
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

// SelfSigned makes a key (ECDSA, P-256: small on the wire) and a certificate
// for it with the given names or IP addresses, valid from a day before now. The
// pin is what an address carries. The key comes from the system's randomness,
// whatever rand is: Go's crypto/ecdsa takes no other; rand gives the serial
// number.
func SelfSigned(rand io.Reader, now time.Time, hosts []string) (tls.Certificate, drop.Pin, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return tls.Certificate{}, drop.Pin{}, fmt.Errorf("making a key: %w", err)
	}
	return certify(rand, key, now, hosts)
}

func certify(rand io.Reader, key crypto.Signer, now time.Time, hosts []string) (tls.Certificate, drop.Pin, error) {
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
	if len(hosts) > 0 {
		t.Subject.CommonName = hosts[0]
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
