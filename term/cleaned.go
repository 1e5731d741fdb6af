package term

import (
	"bulkhead/media"
	"bulkhead/tell"
)

// Cleaned is the screen of 'clean'.
func Cleaned(p *Sheet, r *tell.Cleaned) {
	if len(r.Found) == 0 {
		p.Line("%s", p.Say.CleanedNothing())
	} else {
		p.Head("%s", p.Say.CleanedFound())
	}
	for _, f := range r.Found {
		bad := f.Trace == media.Place || f.Trace == media.Serial || f.Trace == media.Owner
		write := p.Line
		if bad {
			write = p.Bad
		}
		write("  %s", p.Say.CleanedTimes(f.Times, p.Say.MediaTrace(f.Trace)))
	}
	if w := r.Written; w != nil {
		p.Head("%s", p.Say.CleanedGone())
		p.Line("  %s", p.Say.CleanedWritten(uint64(w.Bytes), w.Height, w.Width, r.File))
		changes := make([]string, len(w.Changed))
		for i, c := range w.Changed {
			changes[i] = p.Say.MediaChange(c)
		}
		if len(changes) > 0 {
			p.Line("  %s", p.Say.CleanedChanged(p.Say.Join(changes)))
		}
	}
	p.Head("%s", p.Say.CleanedStays())
	for _, s := range r.Stays {
		p.Line("  %s", p.Say.MediaRemains(s))
	}
	if r.Written == nil {
		p.Line("%s", p.Say.CleanedLook())
	}
}
