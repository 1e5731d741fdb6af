package carriertest

import (
	"context"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
)

// Mem is a carrier and its drop in memory. It stores what it is given, in any
// round but those it is told to refuse. All methods may be called
// concurrently.
type Mem struct {
	mu     sync.Mutex
	boxes  map[box.Ref]box.Content
	refuse func(box.Ref) bool
	fault  func() (lose, loseAnswer bool)
	date   func() time.Time
}

// NewMem returns an empty drop.
func NewMem() *Mem { return &Mem{boxes: map[box.Ref]box.Content{}} }

// Refuse makes the drop refuse the refs for which refuse is true.
func (m *Mem) Refuse(refuse func(box.Ref) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = refuse
}

// Fault makes fault decide, for every request, whether it is lost on the way
// there, or its answer on the way back.
func (m *Mem) Fault(fault func() (lose, loseAnswer bool)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault = fault
}

// Date makes the drop's answers carry the time that date returns.
func (m *Mem) Date(date func() time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.date = date
}

// Len returns how many boxes the drop keeps.
func (m *Mem) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.boxes)
}

// wireBytes is what a request and its answer count for; the real ones differ.
const wireBytes = box.Size + box.KeySize

// Put implements [carrier.Carrier].
func (m *Mem) Put(ctx context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	return m.request(ctx, func() carrier.Outcome {
		if m.refuse != nil && m.refuse(ref) {
			return carrier.Refused
		}
		old, ok := m.boxes[ref]
		switch {
		case !ok:
			m.boxes[ref] = *content
			return carrier.Stored
		case old == *content:
			return carrier.Same
		}
		return carrier.Conflict
	})
}

// Get implements [carrier.Carrier].
func (m *Mem) Get(ctx context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	var found box.Content
	a := m.request(ctx, func() carrier.Outcome {
		if m.refuse != nil && m.refuse(ref) {
			return carrier.Refused
		}
		found = m.boxes[ref]
		if found.IsAbsent() {
			return carrier.Absent
		}
		return carrier.Found
	})
	if a.Outcome == carrier.Found {
		*content = found
	}
	return a
}

// request does what every request does.
func (m *Mem) request(ctx context.Context, do func() carrier.Outcome) carrier.Answer {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ctx.Err() != nil {
		return carrier.Answer{Cause: cause.Of(ctx.Err())}
	}
	var lose, loseAnswer bool
	if m.fault != nil {
		lose, loseAnswer = m.fault()
	}
	if lose {
		return carrier.Answer{Cause: cause.Timeout}
	}
	a := carrier.Answer{Outcome: do(), Bytes: wireBytes}
	if a.Outcome == carrier.Refused {
		a.Cause = cause.NotDrop
	}
	if m.date != nil {
		a.Date = m.date().Truncate(time.Second)
	}
	if loseAnswer {
		return carrier.Answer{Cause: cause.Cut}
	}
	return a
}
