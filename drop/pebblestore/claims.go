package pebblestore

import (
	"sync"

	"bulkhead/box"
)

// claims lets one put at a time look for a box and write it: this is what
// makes a box written once.
type claims struct{ shards [64]claimShard }

type claimShard struct {
	mu   sync.Mutex
	held map[box.Ref]*claim
}

// claim is held by one put. freed is made by the first that waits for it.
type claim struct{ freed chan struct{} }

func newClaims() *claims {
	c := new(claims)
	for i := range c.shards {
		c.shards[i].held = make(map[box.Ref]*claim)
	}
	return c
}

// claim waits until nobody holds ref, holds it and returns what lets it go.
func (c *claims) claim(ref box.Ref) (free func()) {
	s := &c.shards[int(ref.ID[0])%len(c.shards)]
	mine := new(claim)
	s.mu.Lock()
	for {
		other, held := s.held[ref]
		if !held {
			break
		}
		if other.freed == nil {
			other.freed = make(chan struct{})
		}
		freed := other.freed
		s.mu.Unlock()
		<-freed
		s.mu.Lock()
	}
	s.held[ref] = mine
	s.mu.Unlock()
	return func() {
		s.mu.Lock()
		delete(s.held, ref)
		s.mu.Unlock()
		if mine.freed != nil { // nobody can find the claim any more
			close(mine.freed)
		}
	}
}
