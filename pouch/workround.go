package pouch

import (
	"time"

	"bulkhead/box"
)

// enter begins the current round, or resumes it, or finds that it is not to be
// run.
func (w *Worker) enter(f *inPlace, current box.Round, now time.Time) error {
	floor, cal := f.head.floor(), w.plan.Calendar()
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
		return w.resume(f, current)
	case !now.After(cal.Writes(current).Open):
		return w.begin(f, current)
	}
	return nil
}

// begin begins a round that has never been begun.
func (w *Worker) begin(f *inPlace, r box.Round) error {
	if err := f.begin(r, w.rand); err != nil {
		return err
	}
	return w.resume(f, r)
}

// resume goes on with a round that was begun, by this worker or by one before
// it, at the times that were drawn then. What was attempted and not answered,
// since that worker ended, is not repeated.
func (w *Worker) resume(f *inPlace, r box.Round) error {
	if !f.covers(r) {
		return nil
	}
	metas, err := f.metas(r)
	if err != nil {
		return err
	}
	w.active, w.round, w.tasks = true, r, nil
	for slot := range metas {
		for _, read := range []bool{false, true} {
			if metas[slot].isDue(read) {
				w.tasks = append(w.tasks, task{f.timeOf(w.plan.Calendar(), slot, read), slot, read})
			}
		}
	}
	return nil
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
