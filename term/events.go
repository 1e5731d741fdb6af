package term

import (
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/tell"
)

// Event tells what happens while boxes travel. On what is no terminal, a round is
// told of only if something failed in it.
func Event(p *Sheet, e *tell.Event) {
	say := p.Say
	switch e.Kind {
	case tell.Begun:
		p.Line("%s", begun(p, e))
	case tell.Working:
		p.Line("%s", say.RunWorking())
	case tell.Dry:
		note(p, say.RunDry())
	case tell.Edited:
		note(p, say.RunEdited())
	case tell.NotYet:
		note(p, say.TravelRoundsBegun(e.Until))
	case tell.Trouble:
		sentence, _ := Told(p.Say, e.Err)
		note(p, sentence)
	case tell.NoAnswer:
		if e.Cause == cause.OtherKey {
			p.Bad("%s", say.StatusAlarm(e.At, say.AlarmOtherKey()))
		} else {
			note(p, say.TravelNoAnswer(say.CauseAdvice(e.Cause), say.Cause(e.Cause)))
		}
	case tell.RoundOver:
		if r := e.Came; r.Failed > 0 {
			note(p, say.RunRoundFailed(e.At, r.Failed, r.Read, reasons(p, r.Causes), r.Written))
		} else if p.screen {
			p.Line("%s", say.RunRound(e.At, r.Read, r.Written))
		}
	case tell.HoursOver:
		p.Line("%s", say.RunHoursOver(say.Stretch(e.Hours.Next)))
	case tell.Arrived:
		p.Line("%s", say.OpenArrived(e.At, e.Unread))
	}
}

// begun says when boxes travel, and for how long the pouch does.
func begun(p *Sheet, e *tell.Event) string {
	switch h := e.Hours; {
	case h == nil:
		return p.Say.RunTravel(e.Slots, e.Round, e.Until)
	case h.Now:
		return p.Say.RunTravelHours(p.Say.TimeOfDay(h.Until), e.Slots, e.Round, e.Until, p.Say.Stretch(h.Next))
	default:
		return p.Say.RunTravelLater(e.Slots, e.Round, e.Until, p.Say.Stretch(h.Next))
	}
}

// Arrivals shows each thing that has arrived, without its text.
func Arrivals(p *Sheet, e *tell.Event) {
	for _, i := range e.Items {
		p.Line("%s  %s", p.Say.Clock(e.At), p.Say.Told(&i))
	}
}

// note tells something that does not stop the command.
func note(p *Sheet, said string) { p.Bad("%s", p.Say.LineNote(said)) }

// Run shows what came of the time in which boxes travelled.
func Run(p *Sheet, r *tell.Run) {
	p.Line("%s", p.Say.RunStopped(r.Failed, r.Read, r.Span.Duration().Round(time.Second), r.Written))
	if why := reasons(p, r.Causes); why != "" {
		p.Line("  %s", why)
	}
}

// reasons says how often each cause came up.
func reasons(p *Sheet, of map[cause.Cause]int) string {
	var said []string
	for c := range cause.Cause(cause.Causes) {
		if n := of[c]; n > 0 {
			said = append(said, p.Say.TravelFailedSo(n, p.Say.Cause(c)))
		}
	}
	return p.Say.Join(said)
}
