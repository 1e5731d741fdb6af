package pebblestore

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// moveAtOnce is how many boxes moveRest has on their way to the disk.
const moveAtOnce = 128

// moveRest writes the boxes of damaged segments to the log again, those that are
// lost as lost ones, and sets their files aside. So it does with segments that
// were left less than half full, whose files are used again: many short runs do
// not fill the disk. (Appending to them would be wrong: behind what was synced
// there may be whole records of puts that failed.) On a full disk it leaves them
// where they are; what is damaged is answered as damaged there too.
func (r *recovery) moveRest() error {
	s := r.store
	if err := r.setOthersAside(); err != nil {
		return err
	}
	for _, v := range r.move {
		g := s.live[v.seq]
		switch err := r.moveAll(g, v); {
		case errors.Is(err, dropserver.ErrFull):
			return nil
		case err != nil:
			return err
		}
		damaged := v.isDamaged()
		if err := s.retire(g, damaged); err != nil {
			return err
		}
		if damaged && g.file != nil {
			s.found.SetAside++
		}
	}
	return nil
}

// setOthersAside sets files aside that are nobody's and not as they were made.
func (r *recovery) setOthersAside() error {
	for _, f := range r.others {
		last := box.Round(min(max(r.highest, 1)-1, 1<<32-1))
		if err := r.store.spares.setAside(f, last); err != nil {
			return err
		}
		r.store.found.SetAside++
	}
	return nil
}

// moveAll writes the boxes of g that have not expired to the log again.
func (r *recovery) moveAll(g *segment, v *survey) error {
	if v.places == nil {
		v.look(r.store.layout, r.markOf(v.seq), false)
	}
	var moving sync.WaitGroup
	var failed atomic.Pointer[error]
	var moved atomic.Int64
	slots := make(chan struct{}, moveAtOnce)
	floor := r.store.roster.lowest()
	for n, p := range v.places {
		if p.is == nothing || p.ref.Round < floor || failed.Load() != nil {
			continue
		}
		slots <- struct{}{}
		moving.Go(func() {
			whole, err := r.moveBox(g, uint32(n), p)
			if err != nil {
				failed.Store(&err)
			}
			if whole {
				moved.Add(1)
			}
			<-slots
		})
	}
	moving.Wait()
	if err := failed.Load(); err != nil {
		return fmt.Errorf("moving boxes at opening: %w", *err)
	}
	if v.isDamaged() {
		r.store.found.Moved += int(moved.Load())
	}
	return nil
}

// moveBox writes one box again, or that it is lost.
func (r *recovery) moveBox(g *segment, n uint32, p found) (bool, error) {
	at, ok, err := r.store.index.find(p.ref)
	if err != nil {
		return false, err
	}
	if !ok || at != (place{g.seq, n}) {
		return false, nil // moved before, or written again
	}
	var rec record
	is, err := r.store.read(p.ref, &rec)
	if is && err == nil {
		return true, r.store.log.put(&boxed{kindBox, p.ref, rec.entry().sum(), rec.content()})
	}
	b := &boxed{kindUnknown, p.ref, sum{}, new(box.Content)}
	if e := rec.entry(); e.kind() == kindBox || e.kind() == kindLost {
		b.kind, b.sum = kindLost, e.sum()
	}
	return false, r.store.log.put(b)
}
