package phrase

import (
	"time"

	"bulkhead/device"
	"bulkhead/tell"
)

// Stop says why boxes do not travel, and what to do.
func (s Say) Stop(stop tell.Stop) string {
	reason, advice, never := s.Cause(stop.Cause), s.CauseAdvice(stop.Cause), stop.Since.IsZero()
	switch stop.Kind {
	case device.StopClockJump:
		return s.TravelClockJumped()
	case device.StopWorker:
		if never {
			return s.TravelNoWorkerYet()
		}
		return s.TravelNoWorker(s.Past(stop.Since))
	case device.StopAhead:
		return s.TravelAhead(stop.Until)
	case device.StopFloor:
		return s.TravelRoundsBegun(stop.Until)
	case device.StopDry:
		return s.TravelDry(stop.Since)
	case device.StopDrop:
		if never {
			return s.TravelDropNever(advice, reason)
		}
		return s.TravelDropSilent(advice, reason, stop.Since)
	case device.StopWrites:
		if never {
			return s.TravelWritesNever(advice, reason)
		}
		return s.TravelWritesFail(advice, reason, stop.Since)
	case device.StopReads:
		if never {
			return s.TravelReadsNever(advice, reason)
		}
		return s.TravelReadsFail(advice, reason, stop.Since)
	}
	if stop.Kind == device.StopHours {
		return s.TravelHours(stop.Until)
	}
	return s.TravelFirst(stop.Until)
}

// Past is [Say.Since] of what cannot lie ahead, whatever the clock says.
func (s Say) Past(t time.Time) time.Duration { return max(s.Since(t), 0) }
