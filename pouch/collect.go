package pouch

import (
	"slices"
	"time"
)

// A request that could not be opened within T/32 of its time, at most 2 s, since
// the phone slept or the worker was gone, is left out: opened later, it would
// show how long that was. Where only the file was locked meanwhile, or the disk
// failed, it may be as late as that took, up to T/16: a sealing leaves no gap.
//
// Rounds of less than 3.2 s are for trying things out. There a busy machine is
// late by more than T/32: it may be late by 100 ms, or T/8 if that is less.
const (
	latePart    = 32
	maxLate     = 2 * time.Second
	blockedPart = 16
	busyPart    = 8
	busyLate    = 100 * time.Millisecond
)

// late returns how long after its time, at, a request may still be opened.
func (w *Worker) late(at time.Time) time.Duration {
	length := w.plan.Calendar().Length
	usual := min(max(length/latePart, min(length/busyPart, busyLate)), maxLate)
	if !w.blocked.IsZero() && !at.Add(usual).Before(w.blocked) {
		return max(length/blockedPart, usual)
	}
	return usual
}

// collect returns the tasks that are due, in the order of their times, noted
// in the file as attempted.
func (w *Worker) collect(f *inPlace, now time.Time) ([]Request, error) {
	var due []Request
	slices.SortFunc(w.tasks, func(a, b task) int { return a.at.Compare(b.at) })
	ripe := 0
	for ; ripe < len(w.tasks) && !now.Before(w.tasks[ripe].at); ripe++ {
		t := w.tasks[ripe]
		if now.Sub(t.at) > w.late(t.at) {
			continue
		}
		q, err := w.attempt(f, t)
		if err != nil {
			return nil, err
		}
		if q != nil {
			due = append(due, *q)
		}
	}
	if len(due) > 0 {
		if err := w.noteRun(f, due); err != nil {
			return nil, err
		}
		if err := f.Sync(); err != nil {
			return nil, err
		}
	}
	w.tasks = slices.Delete(w.tasks, 0, ripe)
	return due, nil
}

// noteRun notes that all writes of the round were attempted, with the last of them.
// No answer matters here: a drop must not decide which rounds count.
func (w *Worker) noteRun(f *inPlace, due []Request) error {
	if !slices.ContainsFunc(due, func(q Request) bool { return q.Kind == Write }) {
		return nil
	}
	metas, err := f.metas(w.round)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(metas, func(m meta) bool { return m.writeAttempts() == 0 }) {
		return nil
	}
	f.head.setRan(f.head.ran().With(w.round))
	return f.putRound()
}

// attempt notes an attempt in the file, not yet durably, and returns its
// request; nil if the file says that there is nothing to do.
func (w *Worker) attempt(f *inPlace, t task) (*Request, error) {
	m, err := f.meta(w.round, t.slot)
	if err != nil {
		return nil, err
	}
	if !m.isDue(t.read) {
		return nil, nil
	}
	q := &Request{Round: w.round, Slot: t.slot, Timeout: w.plan.Calendar().Timeout()}
	if t.read {
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
		m.attemptWrite()
		q.Kind, q.ID, q.Attempt = Write, m.writeID(), m.writeAttempts()
		if q.Content, err = f.toWrite(w.round, t.slot); err != nil {
			return nil, err
		}
	}
	q.Place, q.Gateway, _ = w.plan.Cards.At(w.plan.Cards.Place(q.ID, q.Round))
	return q, f.setMeta(w.round, t.slot, m)
}
