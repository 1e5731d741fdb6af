package drop

import (
	"net/url"

	"bulkhead/card"
)

// MaxHostSize is the length of the longest host and port in an address, in bytes.
const MaxHostSize = card.MaxHostSize

// cleanHost checks a host with a port and returns its one form.
func cleanHost(s string) (string, error) {
	host, err := card.ParseHost(s)
	if err != nil {
		return "", ErrAddress
	}
	return host, nil
}

func isLoopback(hostPort string) bool { return card.IsLoopback(hostPort) }

func portOf(host string) string {
	u := url.URL{Host: host}
	return u.Port()
}
