package pouch

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/internal/durable"
)

// answer is what Done was told.
type answer struct {
	at      time.Time
	request Request
	answer  carrier.Answer
	content *box.Content
}

// Done keeps the answer to a request, durably on return; content is what was
// read, with outcome carrier.Found, and is copied. If the file is locked by
// another, the answer is kept in memory and written at the next Wake, which
// Done makes due soon: Wake is to be called again after every Done.
//
// ErrGone if the pouch has no place for it any more; any other error is of the
// disk, and the answer counts as never received.
func (w *Worker) Done(now time.Time, q Request, a carrier.Answer, content *box.Content) error {
	ans := answer{now, q, a, content}
	f, err := openInPlace(w.dir, w.name)
	if errors.Is(err, durable.ErrLocked) {
		if content != nil {
			ans.content = new(*content)
		}
		w.answers = append(w.answers, ans)
		w.wakeBy(now.Add(w.pause(lockPause)))
		return nil
	}
	if err == nil {
		defer f.close()
		err = w.keep(f, ans, now)
	}
	if err != nil && err != ErrGone {
		return fmt.Errorf("keeping an answer: %w", err)
	}
	return err
}

// keepAnswers keeps those that came while the file was locked.
func (w *Worker) keepAnswers(f *inPlace, now time.Time) error {
	answers := w.answers
	w.answers = nil
	for _, ans := range answers {
		if err := w.keep(f, ans, now); err != nil && err != ErrGone {
			return err
		}
	}
	return nil
}

func (w *Worker) wakeBy(t time.Time) {
	if t.Before(w.next) {
		w.next = t
	}
}

// keep writes one answer into the file.
func (w *Worker) keep(f *inPlace, ans answer, now time.Time) error {
	if follows, err := w.follow(f); err != nil || !follows {
		return cmp.Or(err, ErrGone)
	}
	if n := w.plan.useOf(ans.request.Place, ans.request.Gateway); n >= 0 {
		if err := f.addUse(n, ans); err != nil {
			return err
		}
	}
	m, err := w.find(f, ans.request)
	if err == nil && ans.request.Kind == Write {
		err = w.wrote(f, ans, m)
	} else if err == nil {
		err = w.read(f, ans, m)
	}
	if err == nil && ans.answer.Outcome == carrier.Failed {
		err = w.repeat(f, ans, m, now)
	}
	if err != nil && err != ErrGone {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return err
}

// find returns the meta of a request that is waiting for its answer.
func (w *Worker) find(f *inPlace, q Request) (*meta, error) {
	if !f.covers(q.Round) || q.Slot >= f.shape.slots {
		return nil, ErrGone
	}
	m, err := f.meta(q.Round, q.Slot)
	if err != nil {
		return nil, err
	}
	if q.Kind == Write && (m.writeID() != q.ID || m.writeState() != WriteUnknown) ||
		q.Kind == Read && (m.readID() != q.ID || m.readState() != ReadUnknown) ||
		q.Kind == ReadBack && m.readState() != ReadUnknown {
		return nil, ErrGone
	}
	return m, nil
}

// wrote notes what became of a write.
func (w *Worker) wrote(f *inPlace, ans answer, m *meta) error {
	switch ans.answer.Outcome {
	case carrier.Stored:
		m.setWrite(WriteStored)
	case carrier.Same:
		m.setWrite(WriteSame)
	case carrier.Conflict:
		m.setWrite(WriteConflict)
		if err := w.assignReadBack(f, ans); err != nil {
			return err
		}
		// the entry itself may have been chosen to read itself back
		fresh, err := f.meta(ans.request.Round, ans.request.Slot)
		if err != nil {
			return err
		}
		m[69] = fresh[69]
	case carrier.Refused:
		if m.writeAttempts() > 1 {
			return nil // the attempt before may have been stored
		}
		m.setWrite(WriteRefused)
	default:
		return nil
	}
	return f.setMeta(ans.request.Round, ans.request.Slot, m)
}

// read notes what was read.
func (w *Worker) read(f *inPlace, ans answer, m *meta) error {
	switch ans.answer.Outcome {
	case carrier.Found:
		if ans.content == nil {
			return nil
		}
		m.setRead(ReadFound)
		m.setSum(ans.content)
		if err := f.setRead(ans.request.Round, ans.request.Slot, ans.content); err != nil {
			return err
		}
	case carrier.Absent:
		m.setRead(ReadAbsent)
	case carrier.Refused:
		m.setRead(ReadRefused)
	default:
		return nil
	}
	return f.setMeta(ans.request.Round, ans.request.Slot, m)
}

// repeat gives a request that failed its second and last time, if what remains
// of its window leaves one; not yet durably.
func (w *Worker) repeat(f *inPlace, ans answer, m *meta, now time.Time) error {
	q, read, attempts := ans.request, ans.request.Kind != Write, m.writeAttempts()
	if read {
		attempts = m.readAttempts()
	}
	if !w.active || w.round != q.Round || f.head.floor() != q.Round || attempts >= maxAttempts {
		return nil
	}
	at, left, err := window(w.plan.Calendar(), q.Round, read).DrawAfter(now, w.rand)
	if err != nil || !left {
		return err
	}
	m.setAgain(read)
	if err := f.setMeta(q.Round, q.Slot, m); err != nil {
		return err
	}
	if err := f.setTime(q.Slot, read, at); err != nil {
		return err
	}
	t := task{f.timeOf(w.plan.Calendar(), q.Slot, read), q.Slot, read}
	w.tasks = append(w.tasks, t)
	w.wakeBy(t.at)
	return nil
}
