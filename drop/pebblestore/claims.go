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

// claim waits until nobody holds ref, and holds it until free.
func (c *claims) claim(ref box.Ref) *claim {
	s := c.shard(ref)
	mine := new(claim)
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		other, held := s.held[ref]
		if !held {
			s.held[ref] = mine
			return mine
		}
		if other.freed == nil {
			other.freed = make(chan struct{})
		}
		freed := other.freed
		s.mu.Unlock()
		<-freed
		s.mu.Lock()
	}
}

// free lets ref go, which mine held.
func (c *claims) free(ref box.Ref, mine *claim) {
	s := c.shard(ref)
	s.mu.Lock()
	delete(s.held, ref)
	s.mu.Unlock()
	if mine.freed != nil { // nobody can find the claim any more
		close(mine.freed)
	}
}

func (c *claims) shard(ref box.Ref) *claimShard { return &c.shards[int(ref.ID[0])%len(c.shards)] }
