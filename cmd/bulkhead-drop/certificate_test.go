//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

// issuer makes certificates, perhaps below another.
type issuer struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// authority is the one that this process, and the drops it starts, trust.
var authority = issuer{}

// issue makes a certificate for a host, or for an issuer if there is none, and
// returns it with its key.
func (i issuer) issue(t *testing.T, serial int64, from, to time.Time, host string) issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "test"}, NotBefore: from, NotAfter: to,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		c.IPAddresses = []net.IP{ip}
	} else if host != "" {
		c.DNSNames = []string{host}
	} else {
		c.IsCA, c.BasicConstraintsValid, c.KeyUsage, c.ExtKeyUsage = true, true, x509.KeyUsageCertSign, nil
	}
	if i.cert == nil {
		i = issuer{c, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, i.cert, key.Public(), i.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return issuer{cert, key}
}

// trusted makes the authority and has this process trust it, and nobody else. It
// must be called before the first check of a chain.
func trusted(t *testing.T) {
	t.Helper()
	if authority.cert == nil {
		authority = issuer{}.issue(t, 1, time.Now().Add(-2*365*24*time.Hour), time.Now().Add(2*365*24*time.Hour), "")
		dir, err := os.MkdirTemp("", "authority")
		if err != nil {
			t.Fatal(err)
		}
		authorityFolder = dir
		file := filepath.Join(dir, "ca.pem")
		if err := os.WriteFile(file, chain(authority), 0o600); err != nil {
			t.Fatal(err)
		}
		os.Setenv("SSL_CERT_FILE", file)
		os.Setenv("SSL_CERT_DIR", dir)
	}
}

func chain(of ...issuer) []byte {
	var b bytes.Buffer
	for _, i := range of {
		pem.Encode(&b, &pem.Block{Type: "CERTIFICATE", Bytes: i.cert.Raw})
	}
	return b.Bytes()
}

// write puts a certificate with its chain and its key into two files.
func write(t *testing.T, certFile, keyFile string, of ...issuer) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(of[0].key)
	if err != nil {
		t.Fatal(err)
	}
	key := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	for name, b := range map[string][]byte{certFile: chain(of...), keyFile: key} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The drop says at its start what will make phones refuse its certificate, and
// nothing of one that is well.
func TestACertificateThatPhonesRefuseIsToldAtTheStart(t *testing.T) {
	trusted(t)
	now := time.Now()
	at := func(days int) time.Time { return now.Add(time.Duration(days) * 24 * time.Hour) }
	between := authority.issue(t, 2, at(-300), at(300), "")
	strange := issuer{}.issue(t, 3, at(-300), at(300), "")
	const host = "127.0.0.1"
	for _, c := range []struct {
		what  string
		chain []issuer
		says  string
	}{
		{"well", []issuer{authority.issue(t, 9, at(-10), at(80), host)}, ""},
		{"well, with its chain", []issuer{between.issue(t, 9, at(-10), at(80), host), between}, ""},
		{"short, and well", []issuer{authority.issue(t, 9, at(-1), at(5), host)}, ""},
		{"over", []issuer{authority.issue(t, 9, at(-90), at(-1), host)}, "expired"},
		{"over soon", []issuer{authority.issue(t, 9, at(-80), at(10), host)}, "expires at"},
		{"short, and over soon", []issuer{authority.issue(t, 9, at(-5), at(1), host)}, "expires at"},
		{"not begun", []issuer{authority.issue(t, 9, at(1), at(80), host)}, "not valid before"},
		{"another's", []issuer{authority.issue(t, 9, at(-10), at(80), "www.example.org")}, "does not name the host"},
		{"without its chain", []issuer{between.issue(t, 9, at(-10), at(80), host)}, "whole chain"},
		{"nobody's", []issuer{strange.issue(t, 9, at(-10), at(80), host), strange}, "trusts nobody"},
	} {
		dir := t.TempDir()
		certFile, keyFile := filepath.Join(dir, "cert"), filepath.Join(dir, "key")
		write(t, certFile, keyFile, c.chain...)
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // what starts ends at once
		var errs strings.Builder
		args := []string{"serve", "--dir", filepath.Join(dir, "drop"), "--listen", "127.0.0.1:0", "--cert", certFile, "--key", keyFile}
		if code := run(ctx, args, edge{io.Discard, &errs, rand.Reader, time.Now}); code != exitFine {
			t.Fatalf("%s: exit code %d\n%s", c.what, code, errs.String())
		}
		said := errs.String()
		if warned := strings.Count(said, "WARNING"); !strings.Contains(said, c.says) || warned > 1 || (warned == 0) != (c.says == "") {
			t.Errorf("%s: want one warning with %q, got\n%s", c.what, c.says, said)
		}
	}
}

// A renewed certificate is shown from SIGHUP on, and nothing ends: neither the
// drop, nor a connection that is open.
func TestSIGHUPTakesUpARenewedCertificateAndEndsNothing(t *testing.T) {
	trusted(t)
	dir := t.TempDir()
	certFile, keyFile := filepath.Join(dir, "cert"), filepath.Join(dir, "key")
	renewed := func(serial int64) {
		write(t, certFile, keyFile, authority.issue(t, serial, time.Now().Add(-time.Hour), time.Now().Add(60*24*time.Hour), "127.0.0.1"))
	}
	renewed(101)
	p := launch(t, "--dir", filepath.Join(dir, "drop"), "--listen", "127.0.0.1:0", "--round", "1h", "--cert", certFile, "--key", keyFile)
	pool := x509.NewCertPool()
	pool.AddCert(authority.cert)
	secure := func() *tls.Config {
		c := p.address.TLS()
		c.RootCAs = pool
		return c
	}
	serial := func() int64 {
		conn, err := tls.Dial("tcp", p.listen, secure())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	dials := 0
	kept := &http.Transport{TLSClientConfig: secure(), MaxIdleConnsPerHost: 1, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		dials++
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	defer kept.CloseIdleConnections()
	client := drop.NewClient(p.address, kept)
	asks := func() {
		t.Helper()
		info, _, err := client.Info(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ref, content := someBox(info.CurrentRound)
		if r, err := client.Put(t.Context(), ref, &content); err != nil || r.Outcome != drop.Stored {
			t.Errorf("writing: %v, %v", r.Outcome, err)
		}
		if r, err := client.Get(t.Context(), ref, new(box.Content)); err != nil || r.Outcome != drop.Found {
			t.Errorf("reading: %v, %v", r.Outcome, err)
		}
	}
	asks()
	if got := serial(); got != 101 {
		t.Fatalf("serial number %d at the start", got)
	}
	renewed(102)
	hangUp(t, p)
	eventually(t, func() bool { return serial() == 102 })
	asks()
	renewed(103)
	hangUp(t, p)
	eventually(t, func() bool { return serial() == 103 })
	asks()
	if dials != 1 {
		t.Errorf("the open connection ended: %d were made", dials)
	}
	if code := p.terminate(t); code != exitFine {
		t.Errorf("exit code %d\n%s", code, p.errors.String())
	}
}

// Without a certificate of its own a drop goes on at SIGHUP too, with its key.
func TestSIGHUPEndsNoDropWithAPin(t *testing.T) {
	p := launch(t, "--dir", filepath.Join(t.TempDir(), "drop"), "--listen", "127.0.0.1:0", "--round", "1h")
	hangUp(t, p)
	for range 3 {
		if _, _, err := p.client(t).Info(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if code := p.terminate(t); code != exitFine {
		t.Errorf("exit code %d\n%s", code, p.errors.String())
	}
}

func hangUp(t *testing.T, p *process) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}

// eventually waits until something is so: a signal is heeded at some time.
func eventually(t *testing.T, so func() bool) {
	t.Helper()
	for range 2000 {
		if so() {
			return
		}
	}
	t.Fatal("it never came to be so")
}

// A certificate that cannot be loaded, or one of another key than the pinned one,
// changes nothing and is told.
func TestACertificateThatCannotBeLoadedChangesNothing(t *testing.T) {
	trusted(t)
	dir := t.TempDir()
	f, err := openFolder(filepath.Join(dir, "drop"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer f.locked.Close()
	certFile, keyFile := filepath.Join(dir, "cert"), filepath.Join(dir, "key")
	write(t, certFile, keyFile, authority.issue(t, 201, time.Now().Add(-time.Hour), time.Now().Add(60*24*time.Hour), "127.0.0.1"))
	v := &serve{Cert: certFile, Key: keyFile}
	var errs strings.Builder
	e := edge{io.Discard, &errs, rand.Reader, time.Now}
	c, _, err := v.certificate(f, e)
	if err != nil {
		t.Fatal(err)
	}
	s := new(shown)
	s.Store(c)
	if err := os.WriteFile(certFile, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	v.renew(e, f, s, "127.0.0.1:1")
	if s.Load() != c || !strings.Contains(errs.String(), "stays as it was") {
		t.Errorf("what cannot be loaded was taken up, or not told: %s", errs.String())
	}
	if !s.expires().Equal(c.Leaf.NotAfter) {
		t.Error("the certificate shown does not expire when it does")
	}
}
