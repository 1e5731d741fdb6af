package cause

// Cause is why a request got no answer that is of use. Its number is what a
// pouch keeps: it is never given to another cause. A Cause is an error too, so
// that whoever finds one on the way (a dialer, a check of a key) returns it.
type Cause uint8

const (
	// None: the request was answered.
	None Cause = 0
	// Unknown: none of the others.
	Unknown Cause = 1
	// Timeout: no answer in time.
	Timeout Cause = 2
	// Name: the drop's name is not found.
	Name Cause = 3
	// Lookup: whoever is to look up the drop's name does not answer. Most often
	// there is no network.
	Lookup Cause = 4
	// Route: no way leads there: no network, or none to that address.
	Route Cause = 5
	// Closed: the machine is there and takes no connection at this port.
	Closed Cause = 6
	// Cut: the connection ended before the answer did.
	Cut Cause = 7
	// Portal: what answers there speaks no TLS. Most often it is a network's page
	// for logging in.
	Portal Cause = 8
	// Dates: the certificate is expired or not valid yet, by this machine's clock.
	Dates Cause = 9
	// Host: the certificate is another host's.
	Host Cause = 10
	// Untrusted: nobody whom this machine trusts vouches for the certificate.
	Untrusted Cause = 11
	// OtherKey: the other side holds another key than the pinned one.
	OtherKey Cause = 12
	// Handshake: TLS failed in another way.
	Handshake Cause = 13
	// Full: the drop's disk is full (507).
	Full Cause = 14
	// Trouble: the drop, or what stands before it, has a fault (another 5xx).
	Trouble Cause = 15
	// NotDrop: a web server answers that does not know the request: the round is out
	// of reach by the drop's clock, or it is not this drop.
	NotDrop Cause = 16
	// Protocol: the answer breaks the protocol.
	Protocol Cause = 17
	// Proxy: the proxy cannot be reached, or does not let the request through.
	Proxy Cause = 18
	// Stopped: this device gave the request up itself. It is nobody's fault, and is
	// not counted.
	Stopped Cause = 19

	// Kind: the place is of a kind that this version does not reach: a relay, an onion
	// service. Nothing was sent.
	Kind Cause = 20

	// Causes is how many there are, None among them.
	Causes = 21
)

var codes = [Causes]string{
	None: "none", Unknown: "unknown", Timeout: "timeout", Name: "name-not-found", Lookup: "no-name-lookup", Route: "no-route",
	Closed: "connection-refused", Cut: "connection-cut", Portal: "no-tls", Dates: "certificate-dates", Host: "certificate-host",
	Untrusted: "certificate-untrusted", OtherKey: "other-key", Handshake: "tls-failed", Full: "drop-full", Trouble: "server-trouble",
	NotDrop: "not-a-drop", Protocol: "protocol-broken", Proxy: "proxy", Stopped: "stopped", Kind: "kind-of-place",
}

// String returns the code that stands in JSON and tests. It is no sentence for a
// person.
func (c Cause) String() string {
	if int(c) < len(codes) {
		return codes[c]
	}
	return "unknown"
}

// MarshalText returns the code.
func (c Cause) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Error implements error. It names nobody.
func (c Cause) Error() string { return c.String() }
