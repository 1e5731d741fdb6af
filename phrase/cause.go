package phrase

import "bulkhead/carrier/cause"

// Cause says why a request to the drop failed, as a part of a sentence.
func (s Say) Cause(c cause.Cause) string {
	switch c {
	case cause.Timeout:
		return s.CauseTimeout()
	case cause.Name:
		return s.CauseName()
	case cause.Lookup:
		return s.CauseLookup()
	case cause.Route:
		return s.CauseRoute()
	case cause.Closed:
		return s.CauseClosed()
	case cause.Cut:
		return s.CauseCut()
	case cause.Portal:
		return s.CausePortal()
	case cause.Dates:
		return s.CauseDates()
	case cause.Host:
		return s.CauseHost()
	case cause.Untrusted:
		return s.CauseUntrusted()
	case cause.OtherKey:
		return s.CauseOtherKey()
	case cause.Handshake:
		return s.CauseHandshake()
	case cause.Full:
		return s.CauseFull()
	case cause.Trouble:
		return s.CauseTrouble()
	case cause.NotDrop:
		return s.CauseNotDrop()
	case cause.Protocol:
		return s.CauseProtocol()
	case cause.Proxy:
		return s.CauseProxy()
	case cause.Stopped:
		return s.CauseStopped()
	case cause.Kind:
		return s.CauseKind()
	}
	return s.CauseUnknown()
}

// CauseAdvice says what to do about a cause, in sentences.
func (s Say) CauseAdvice(c cause.Cause) string {
	switch c {
	case cause.Name:
		return s.CauseTryName()
	case cause.Closed:
		return s.CauseAskOperator()
	case cause.Portal, cause.Host, cause.Untrusted:
		return s.CauseLogIn()
	case cause.Dates, cause.NotDrop:
		return s.CauseLookAtClock()
	case cause.OtherKey:
		return s.CauseInPerson()
	case cause.Full, cause.Trouble, cause.Protocol:
		return s.CauseTellOperator()
	case cause.Proxy:
		return s.CauseStartProxy()
	case cause.Kind:
		return s.CauseNewerProgram()
	}
	return s.CauseTryNetwork()
}
