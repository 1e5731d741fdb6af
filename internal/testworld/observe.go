package testworld

import (
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
)

// Attempt is one write that left a device, whether it was taken, refused or
// lost.
type Attempt struct {
	Member  int
	Ref     box.Ref
	Content *box.Content    // not to be kept
	Outcome carrier.Outcome // at the drop; carrier.Failed if it never got there
}

// Now is what the phone's clock shows.
func (m *Member) Now() time.Time { return m.w.now.Add(m.skew) }

// SetClock sets the phone's clock ahead of the world's, or behind.
func (m *Member) SetClock(ahead time.Duration) {
	m.skew = ahead
	if m.worker != nil {
		m.power++
		m.wake(m.power)
	}
}

// IsOn reports whether the phone is on.
func (m *Member) IsOn() bool { return m.worker != nil }
