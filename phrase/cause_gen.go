// Code generated from catalogue/cause.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// CauseUnknown says: for a reason that is not known
func (s Say) CauseUnknown() string {
	return s.say("cause.unknown")
}

// CauseTimeout says: no answer came in time
func (s Say) CauseTimeout() string {
	return s.say("cause.timeout")
}

// CauseName says: its name is not found
func (s Say) CauseName() string {
	return s.say("cause.name")
}

// CauseLookup says: its name cannot be looked up: most likely there is no network
func (s Say) CauseLookup() string {
	return s.say("cause.lookup")
}

// CauseRoute says: no way leads there: there is no network, or none to its address
func (s Say) CauseRoute() string {
	return s.say("cause.route")
}

// CauseClosed says: its machine takes no connection: it is not running, or something in between ref…
func (s Say) CauseClosed() string {
	return s.say("cause.closed")
}

// CauseCut says: connections end before the answer does
func (s Say) CauseCut() string {
	return s.say("cause.cut")
}

// CausePortal says: what answers there speaks no TLS: most likely a web page of this network that w…
func (s Say) CausePortal() string {
	return s.say("cause.portal")
}

// CauseDates says: its certificate is expired or not valid yet, by this machine's clock
func (s Say) CauseDates() string {
	return s.say("cause.dates")
}

// CauseHost says: what answers there shows the certificate of another host
func (s Say) CauseHost() string {
	return s.say("cause.host")
}

// CauseUntrusted says: what answers there shows a certificate that nobody known vouches for: somebody …
func (s Say) CauseUntrusted() string {
	return s.say("cause.untrusted")
}

// CauseOtherKey says: what answers there holds another key than the drop's: somebody is in between, o…
func (s Say) CauseOtherKey() string {
	return s.say("cause.other-key")
}

// CauseHandshake says: no secure connection comes about: something in between disturbs it, or another …
func (s Say) CauseHandshake() string {
	return s.say("cause.handshake")
}

// CauseFull says: its disk is full
func (s Say) CauseFull() string {
	return s.say("cause.full")
}

// CauseTrouble says: it says itself that something is wrong with it
func (s Say) CauseTrouble() string {
	return s.say("cause.trouble")
}

// CauseNotDrop says: what answers there does not know the request: a clock is wrong, this machine's …
func (s Say) CauseNotDrop() string {
	return s.say("cause.not-drop")
}

// CauseProtocol says: what answers there does not speak as a drop does
func (s Say) CauseProtocol() string {
	return s.say("cause.protocol")
}

// CauseProxy says: the proxy cannot be reached, or does not let the request through
func (s Say) CauseProxy() string {
	return s.say("cause.proxy")
}

// CauseStopped says: the request was given up here
func (s Say) CauseStopped() string {
	return s.say("cause.stopped")
}

// CauseKind says: this program cannot reach a place of its kind, a relay or an onion service
func (s Say) CauseKind() string {
	return s.say("cause.kind")
}

// CauseTryNetwork says: Look whether this machine has a network, and try another one. If it stays so, a…
func (s Say) CauseTryNetwork() string {
	return s.say("cause.try-network")
}

// CauseAskOperator says: Ask whoever runs the drop whether it is up. If it is, this network keeps it awa…
func (s Say) CauseAskOperator() string {
	return s.say("cause.ask-operator")
}

// CauseTryName says: Try another network: this one may block the name. If it stays so, ask whoever r…
func (s Say) CauseTryName() string {
	return s.say("cause.try-name")
}

// CauseLogIn says: Log in to this network with a browser, or take another one. If it stays so, tel…
func (s Say) CauseLogIn() string {
	return s.say("cause.log-in")
}

// CauseLookAtClock says: Look at this machine's clock. If it is right, tell whoever runs the drop
func (s Say) CauseLookAtClock() string {
	return s.say("cause.look-at-clock")
}

// CauseInPerson says: Nothing was sent. Take another network. If it stays so, ask whoever runs the dr…
func (s Say) CauseInPerson() string {
	return s.say("cause.in-person")
}

// CauseTellOperator says: Tell whoever runs the drop
func (s Say) CauseTellOperator() string {
	return s.say("cause.tell-operator")
}

// CauseNewerProgram says: Nothing is wrong with the network: a later program can reach it
func (s Say) CauseNewerProgram() string {
	return s.say("cause.newer-program")
}

// CauseStartProxy says: Start the proxy, or correct the variable that names it; a drop named in NO_PROX…
func (s Say) CauseStartProxy() string {
	return s.say("cause.start-proxy")
}

// CauseNoAnswer says: the drop did not say what it is: {{.Reason}}
func (s Say) CauseNoAnswer(reason string) string {
	return s.say("cause.no-answer", s.said("Reason", reason))
}

// CauseNoPin says: the address that you gave names no key: it ends before '#'. So only certificate…
func (s Say) CauseNoPin() string {
	return s.say("cause.no-pin")
}
