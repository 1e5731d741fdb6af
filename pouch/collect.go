package pouch

import (
	"slices"
	"time"
)

// A request that could not be opened within T/32 of its time, at most 2 s,
// since the phone slept, gets a new time: opening it at once would make a
// burst of all that was missed.
const (
	latePart = 32
	maxLate  = 2 * time.Second
)

// collect returns the tasks that are due, in the order of their times, noted
// in the file as attempted.
func (w *Worker) collect(f *inPlace, now time.Time) ([]Request, error) {
	var due []Request
	var left []task
	slices.SortFunc(w.tasks, func(a, b task) int { return a.at.Compare(b.at) })
	missed := w.tasks[:0:0]
	for _, t := range w.tasks {
		switch late := now.Sub(t.at); {
		case late < 0:
			left = append(left, t)
		case late > min(f.plan.Calendar.Length/latePart, maxLate):
			missed = append(missed, t)
		default:
			q, err := w.attempt(f, t)
			if err != nil {
				return nil, err
			}
			if q != nil {
				due = append(due, *q)
			}
		}
	}
	if len(due) > 0 {
		if err := f.Sync(); err != nil {
			return nil, err
		}
	}
	w.tasks = left
	for _, t := range missed {
		if err := w.again(f.plan, t.slot, t.read, now, 1); err != nil {
			return nil, err
		}
	}
	return due, nil
}

// attempt notes an attempt in the file, not yet durably, and returns its
// request; nil if the file says that there is nothing to do.
func (w *Worker) attempt(f *inPlace, t task) (*Request, error) {
	m, err := f.meta(w.round, t.slot)
	if err != nil {
		return nil, err
	}
	q := &Request{Round: w.round, Slot: t.slot, Timeout: f.plan.Calendar.Timeout()}
	if t.read {
		if m.readState() > ReadUnknown || m.readAttempts() == maxAttempts {
			return nil, nil
		}
		m.attemptRead()
		q.Kind, q.ID, q.Attempt = Read, m.readID(), m.readAttempts()
		if slot, ok := m.readBack(); ok {
			refused, err := f.meta(w.round, slot)
			if err != nil {
				return nil, err
			}
			q.Kind, q.ID = ReadBack, refused.writeID()
		}
	} else {
		if m.writeState() > WriteUnknown || m.writeAttempts() == maxAttempts {
			return nil, nil
		}
		m.attemptWrite()
		q.Kind, q.ID, q.Attempt = Write, m.writeID(), m.writeAttempts()
		if q.Content, err = f.toWrite(w.round, t.slot); err != nil {
			return nil, err
		}
	}
	return q, f.setMeta(w.round, t.slot, m)
}
