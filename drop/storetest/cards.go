package storetest

import (
	"sync"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// Cards keeps sealed cards in memory, as many as come.
type Cards struct {
	mu  sync.Mutex
	all map[box.ID]box.Content
}

// Put implements [dropserver.CardStore].
func (c *Cards) Put(path box.ID, sealed *box.Content) (dropserver.PutOutcome, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if there, found := c.all[path]; found && there == *sealed {
		return dropserver.Same, nil
	} else if found {
		return dropserver.Conflict, nil
	}
	if c.all == nil {
		c.all = map[box.ID]box.Content{}
	}
	c.all[path] = *sealed
	return dropserver.Created, nil
}

// Get implements [dropserver.CardStore].
func (c *Cards) Get(path box.ID, sealed *box.Content) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	there, found := c.all[path]
	if found {
		*sealed = there
	}
	return found, nil
}
