package drop

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// MaxHostSize is the length of the longest host and port in an address, in
// bytes: what one length byte can say. The longest DNS names (253 characters)
// with a port of more than one digit are over it.
const MaxHostSize = 255

// cleanHost checks a host with a port and returns its one form.
func cleanHost(s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil || len(s) > MaxHostSize {
		return "", ErrAddress
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != port {
		return "", ErrAddress
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" || ip.Is4In6() {
			return "", ErrAddress
		}
		return net.JoinHostPort(ip.String(), port), nil
	}
	if !isName(host) {
		return "", ErrAddress
	}
	return net.JoinHostPort(strings.ToLower(host), port), nil
}

// isName reports whether s can be a DNS name: letters, digits, dots, hyphens.
func isName(s string) bool {
	if s == "" || s[0] == '.' || s[0] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-') {
			return false
		}
	}
	return !strings.Contains(s, "..")
}

func isLoopback(hostPort string) bool {
	host, _, _ := net.SplitHostPort(hostPort)
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func portOf(host string) string {
	u := url.URL{Host: host}
	return u.Port()
}
