package testworld

import (
	"container/heap"
	"time"
)

// clock is the world's event loop: what happens next happens at its time, and
// two things at one time happen in the order in which they were planned.
type clock struct {
	now     time.Time
	pending events
	planned uint64
}

// Now returns the simulated time; it is what every device is handed.
func (c *clock) Now() time.Time { return c.now }

// at plans do for time t, or for now if t has passed.
func (c *clock) at(t time.Time, do func()) {
	if t.Before(c.now) {
		t = c.now
	}
	c.planned++
	heap.Push(&c.pending, event{t, c.planned, do})
}

// runUntil lets everything planned up to and including t happen.
func (c *clock) runUntil(t time.Time) {
	for len(c.pending) > 0 && !c.pending[0].at.After(t) {
		e := heap.Pop(&c.pending).(event)
		c.now = e.at
		e.do()
	}
	c.now = t
}

type event struct {
	at    time.Time
	order uint64
	do    func()
}

// events is a heap by time, then by order of planning.
type events []event

func (q events) Len() int      { return len(q) }
func (q events) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *events) Push(x any)   { *q = append(*q, x.(event)) }
func (q events) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].order < q[j].order
}

func (q *events) Pop() any {
	last := (*q)[len(*q)-1]
	(*q)[len(*q)-1] = event{}
	*q = (*q)[:len(*q)-1]
	return last
}
