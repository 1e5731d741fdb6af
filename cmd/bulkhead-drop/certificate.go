package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
)

// certificate returns the given certificate, or a self-made one and its pin.
func (v *serve) certificate(f *folder, e edge) (*tls.Certificate, *drop.Pin, error) {
	if v.Cert != "" {
		c, err := tls.LoadX509KeyPair(v.Cert, v.Key)
		if err != nil {
			return nil, nil, fmt.Errorf("loading --cert and --key: %w", err)
		}
		if c.Leaf == nil {
			if c.Leaf, err = x509.ParseCertificate(c.Certificate[0]); err != nil {
				return nil, nil, fmt.Errorf("loading --cert: %w", err)
			}
		}
		return &c, nil, nil
	}
	key, err := f.key(e.rand)
	if err != nil {
		return nil, nil, err
	}
	c, pin, err := dropserver.SelfSigned(e.rand, key, e.now(), hostOf(v.Host), hostOf(v.Listen))
	return &c, &pin, err
}

// shown is the certificate that the drop shows. It may be replaced at any time:
// connections that began with the one before go on.
type shown struct {
	atomic.Pointer[tls.Certificate]
}

// config is for a server that shows whatever is there.
func (s *shown) config() *tls.Config {
	return &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return s.Load(), nil }}
}

// expires returns when the certificate does.
func (s *shown) expires() time.Time { return s.Load().Leaf.NotAfter }

// renewAtSignal takes up a renewed certificate at every SIGHUP until ctx ends,
// and says what became of it. host is the one in the drop's address. On return
// signals are heeded; ended waits for the end.
func (v *serve) renewAtSignal(ctx context.Context, e edge, f *folder, s *shown, host string) (ended func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer signal.Stop(signals)
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
				v.renew(e, f, s, host)
			}
		}
	}()
	return func() { <-done }
}

// renew loads the certificate again. One that cannot be loaded, or whose key is
// not the pinned one, changes nothing.
func (v *serve) renew(e edge, f *folder, s *shown, host string) {
	c, pin, err := v.certificate(f, e)
	if err == nil {
		err = f.isSame(pin)
	}
	if err != nil {
		fmt.Fprintf(e.err, "SIGHUP: the certificate stays as it was: %v\n", err)
		return
	}
	s.Store(c)
	fmt.Fprintf(e.err, "SIGHUP: the certificate was loaded again; it expires on %s.\n", c.Leaf.NotAfter.UTC().Format(time.DateOnly))
	if pin == nil {
		warnOfCertificate(e.err, c, host, e.now())
	}
}

const (
	// soonDays is how long before its end a certificate is warned of; of a short
	// one, in the last third of its life.
	soon     = 14 * 24 * time.Hour
	soonPart = 3
)

// warnOfCertificate says what will make phones refuse a certificate that their
// system has to trust: its dates, its names, its chain. Nobody looks at those of
// a self-made one: the address has its pin.
func warnOfCertificate(to io.Writer, c *tls.Certificate, host string, now time.Time) {
	leaf := c.Leaf
	day := func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
	left := leaf.NotAfter.Sub(now)
	switch {
	case now.Before(leaf.NotBefore):
		fmt.Fprintf(to, "WARNING: the certificate is not valid before %s. Until then every phone refuses it, or this machine's clock is wrong.\n", day(leaf.NotBefore))
	case left <= 0:
		fmt.Fprintf(to, "WARNING: the certificate expired at %s: every phone refuses it. Renew it and send SIGHUP.\n", day(leaf.NotAfter))
	case left < min(soon, leaf.NotAfter.Sub(leaf.NotBefore)/soonPart):
		fmt.Fprintf(to, "WARNING: the certificate expires at %s. Renew it before, and send SIGHUP.\n", day(leaf.NotAfter))
	}
	if name, _, err := net.SplitHostPort(host); err == nil && leaf.VerifyHostname(name) != nil {
		fmt.Fprintln(to, "WARNING: the certificate does not name the host in the drop's address, so every phone refuses it. See --host.")
	}
	warnOfChain(to, c, now)
}

// warnOfChain says what is wrong with who vouches for a certificate.
func warnOfChain(to io.Writer, c *tls.Certificate, now time.Time) {
	between := x509.NewCertPool()
	for _, der := range c.Certificate[1:] {
		cert, err := x509.ParseCertificate(der)
		if err != nil {
			fmt.Fprintln(to, "WARNING: the file of --cert holds what is no certificate.")
			return
		}
		between.AddCert(cert)
	}
	if now.Before(c.Leaf.NotBefore) || now.After(c.Leaf.NotAfter) { // said already
		now = c.Leaf.NotBefore.Add(c.Leaf.NotAfter.Sub(c.Leaf.NotBefore) / 2)
	}
	_, err := c.Leaf.Verify(x509.VerifyOptions{Intermediates: between, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
	var roots x509.SystemRootsError
	switch {
	case err == nil:
	case errors.As(err, &roots):
		fmt.Fprintln(to, "This machine has no list of authorities: whether phones trust the certificate's chain was not checked.")
	case len(c.Certificate) == 1:
		fmt.Fprintln(to, "WARNING: the file of --cert holds one certificate, and this machine trusts nobody who vouches for it. Phones most likely refuse it: give the whole chain (often called fullchain.pem).")
	default:
		fmt.Fprintln(to, "WARNING: this machine trusts nobody who vouches for the certificate, with its whole chain. Phones most likely refuse it.")
	}
}
