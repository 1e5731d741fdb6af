package cause_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"bulkhead/carrier/cause"
)

// What the standard library says of the network, of names and of TLS is told
// apart, however it is wrapped, and what is left of it names nobody.
func TestEveryErrorHasItsCause(t *testing.T) {
	refused := func(op string, errno error) error {
		return &net.OpError{Op: op, Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443}, Err: os.NewSyscallError("connect", errno)}
	}
	for want, errs := range map[cause.Cause][]error{
		cause.None:      {nil},
		cause.Stopped:   {context.Canceled},
		cause.Timeout:   {context.DeadlineExceeded, refused("dial", syscall.ETIMEDOUT), os.ErrDeadlineExceeded},
		cause.Name:      {&net.DNSError{Name: "drop.example", IsNotFound: true}},
		cause.Lookup:    {&net.DNSError{Name: "drop.example", IsTemporary: true}, &net.DNSError{Name: "drop.example", IsTimeout: true}},
		cause.Route:     {refused("dial", syscall.ENETUNREACH), refused("dial", syscall.EHOSTUNREACH)},
		cause.Closed:    {refused("dial", syscall.ECONNREFUSED)},
		cause.Cut:       {refused("read", syscall.ECONNRESET), io.EOF, io.ErrUnexpectedEOF},
		cause.Portal:    {tls.RecordHeaderError{Msg: "no TLS"}, http.ErrSchemeMismatch},
		cause.Dates:     {&tls.CertificateVerificationError{Err: x509.CertificateInvalidError{Reason: x509.Expired}}},
		cause.Host:      {&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: new(x509.Certificate), Host: "drop.example"}}},
		cause.Untrusted: {&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}},
		cause.Handshake: {tls.AlertError(40), errors.New("tls: server selected unsupported protocol version 303")},
		cause.OtherKey:  {cause.OtherKey},
		cause.Proxy:     {cause.Proxy},
		cause.Unknown:   {errors.New("the moon")},
	} {
		for _, err := range errs {
			if got := cause.Of(err); got != want {
				t.Errorf("%v: cause %v, want %v", err, got, want)
			}
			if err == nil || strings.HasPrefix(err.Error(), "tls: server") {
				continue // has no type that survives wrapping by others; crypto/tls does not wrap it
			}
			if got := cause.Of(fmt.Errorf("asking: %w", err)); got != want {
				t.Errorf("wrapped: %v: cause %v, want %v", err, got, want)
			}
		}
	}
}

// A pouch keeps the number, scripts read the code: each is one cause's.
func TestCodesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for c := range cause.Cause(cause.Causes) {
		if s := c.String(); s == "" || seen[s] {
			t.Errorf("cause %d has the code %q", c, s)
		} else {
			seen[s] = true
		}
	}
	if cause.OtherKey != 12 || cause.Stopped != 19 || cause.Kind != 20 || cause.Kind+1 != cause.Causes {
		t.Error("a number was given to another cause")
	}
}
