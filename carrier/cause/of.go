package cause

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
)

// Of returns the cause of an error that a request ended with: one that was
// returned as such, or what an error of the standard library means. Of nil it
// is None.
func Of(err error) Cause {
	var c Cause
	switch {
	case err == nil:
		return None
	case errors.As(err, &c):
		return c
	case errors.Is(err, context.Canceled):
		return Stopped
	}
	if c := ofName(err); c != None {
		return c
	}
	if isTimeout(err) {
		return Timeout
	}
	if c := ofTLS(err); c != None {
		return c
	}
	return ofConnection(err)
}

func isTimeout(err error) bool {
	var timed net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timed) && timed.Timeout()
}

// ofName is for looking up a name. One that took too long is Lookup as well: the
// drop was never asked.
func ofName(err error) Cause {
	var lookup *net.DNSError
	switch {
	case !errors.As(err, &lookup):
		return None
	case lookup.IsNotFound:
		return Name
	}
	return Lookup
}

func ofTLS(err error) Cause {
	var (
		record    tls.RecordHeaderError
		invalid   x509.CertificateInvalidError
		host      x509.HostnameError
		unknown   x509.UnknownAuthorityError
		unchecked *tls.CertificateVerificationError
		alert     tls.AlertError
	)
	switch {
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return Portal
	case errors.As(err, &host):
		return Host
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return Dates
	case errors.As(err, &invalid), errors.As(err, &unknown), errors.As(err, &unchecked):
		return Untrusted
	case errors.As(err, &alert), strings.HasPrefix(err.Error(), "tls: "): // most of what crypto/tls says has no type
		return Handshake
	}
	return None
}

func ofConnection(err error) Cause {
	for _, of := range []struct {
		errno syscall.Errno
		cause Cause
	}{
		{syscall.ECONNREFUSED, Closed}, {syscall.ENETUNREACH, Route}, {syscall.EHOSTUNREACH, Route}, {syscall.ENETDOWN, Route},
		{syscall.EADDRNOTAVAIL, Route}, {syscall.ECONNRESET, Cut}, {syscall.EPIPE, Cut}, {syscall.ECONNABORTED, Cut},
	} {
		if errors.Is(err, of.errno) {
			return of.cause
		}
	}
	var op *net.OpError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed):
		return Cut
	case errors.As(err, &op) && op.Op == "remote error": // what crypto/tls says of an alert of the other side
		return Handshake
	}
	return Unknown
}
