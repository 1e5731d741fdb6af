package pebblestore

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"bulkhead/drop/dropserver"
)

// moveAtOnce is how many boxes moveRest has on their way to the disk.
const moveAtOnce = 128

// moveRest writes the boxes of segments that were left less than half full to
// the log again, so that many short runs do not fill the disk. (Appending to
// them would be wrong: behind what was synced there may be whole records of
// puts that failed.) On a full disk it leaves them where they are.
func (r *recovery) moveRest() error {
	for _, g := range r.small {
		switch err := r.move(g); {
		case errors.Is(err, dropserver.ErrFull):
			return nil
		case err != nil:
			return err
		}
		if err := r.store.retire(g); err != nil {
			return err
		}
	}
	return nil
}

// move writes the boxes of g that have not expired to the log again.
func (r *recovery) move(g *segment) error {
	var moving sync.WaitGroup
	var failed atomic.Pointer[error]
	slots := make(chan struct{}, moveAtOnce)
	for n := range uint32(g.n) {
		slots <- struct{}{}
		moving.Go(func() {
			if err := r.moveBox(g, n); err != nil {
				failed.Store(&err)
			}
			<-slots
		})
	}
	moving.Wait()
	if err := failed.Load(); err != nil {
		return fmt.Errorf("moving boxes at opening: %w", *err)
	}
	return nil
}

func (r *recovery) moveBox(g *segment, n uint32) error {
	var rec record
	if err := g.read(n, &rec); err != nil {
		return err
	}
	p, ok, err := r.store.index.find(rec.ref())
	if err != nil {
		return err
	}
	if !ok || p != (place{g.seq, n}) {
		return nil // expired, or moved before
	}
	if !rec.isWhole() {
		return ErrDamaged
	}
	return r.store.log.put(rec.ref(), rec.content())
}
