package pouch

import (
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// enter begins the current round, or resumes it, or finds that it is not to be
// run.
func (w *Worker) enter(f *inPlace, current box.Round, now time.Time) error {
	floor, cal := f.head.floor(), f.plan.Calendar
	if floor < current {
		if err := w.finish(f, floor); err != nil {
			return err
		}
	}
	w.state = nil
	switch {
	case current > f.last():
		w.state = ErrDry
	case current < floor || current < f.head.first()-1:
		w.state = ErrNotYet
	case current == floor:
		return w.resume(f, current, now)
	case !now.After(cal.Writes(current).Open):
		return w.begin(f, current)
	}
	return nil
}

// begin begins a round that has never been begun.
func (w *Worker) begin(f *inPlace, r box.Round) error {
	writes, reads, err := f.plan.Calendar.Times(r, f.plan.Slots, w.rand)
	if err != nil {
		return err
	}
	if err := f.begin(r); err != nil {
		return err
	}
	w.active, w.round, w.tasks = true, r, nil
	for slot := range f.plan.Slots {
		w.tasks = append(w.tasks, task{writes[slot], slot, false}, task{reads[slot], slot, true})
	}
	return nil
}

// resume goes on with a round that a worker before this one had begun. What is
// left gets new times in what remains; what has been attempted and not
// answered is repeated, once.
func (w *Worker) resume(f *inPlace, r box.Round, now time.Time) error {
	if !f.covers(r) {
		return nil
	}
	metas, err := f.metas(r)
	if err != nil {
		return err
	}
	w.active, w.round, w.tasks = true, r, nil
	for slot := range metas {
		m := &metas[slot]
		if m.writeState() <= WriteUnknown && m.writeAttempts() < maxAttempts {
			if err := w.again(f.plan, slot, false, now, m.writeAttempts()); err != nil {
				return err
			}
		}
		if m.readState() <= ReadUnknown && m.readAttempts() < maxAttempts {
			if err := w.again(f.plan, slot, true, now, m.readAttempts()); err != nil {
				return err
			}
		}
	}
	return nil
}

// again gives a request a time in what remains of its window, if anything.
func (w *Worker) again(p Plan, slot int, read bool, now time.Time, attempts int) error {
	win := w.window(p, read)
	from, to := win.Open, win.Shut
	if now.After(from) {
		from = now
	}
	if attempts > 0 || from.After(to) {
		to = win.Last
	}
	if from.After(to) {
		return nil
	}
	at, err := round.Between(from, to, w.rand)
	if err != nil {
		return err
	}
	w.tasks = append(w.tasks, task{at, slot, read})
	return nil
}

func (w *Worker) window(p Plan, read bool) round.Window {
	if read {
		return p.Calendar.Reads(w.round)
	}
	return p.Calendar.Writes(w.round)
}

// finish marks what was left undone in a round that is over.
func (w *Worker) finish(f *inPlace, r box.Round) error {
	if !f.covers(r) {
		return nil
	}
	metas, err := f.metas(r)
	if err != nil {
		return err
	}
	changed := false
	for slot := range metas {
		m := &metas[slot]
		before := *m
		if m.writeState() == WriteWaiting {
			m.setWrite(WriteSkipped)
		}
		if m.readState() == ReadWaiting {
			m.setRead(ReadSkipped)
		}
		if *m == before {
			continue
		}
		changed = true
		if err := f.setMeta(r, slot, m); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	return f.Sync()
}
