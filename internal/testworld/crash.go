package testworld

import "bulkhead/internal/durable"

// Mem returns the member's disk.
func (m *Member) Mem() *durable.Mem { return m.Env.Dir.(*durable.Mem) }

// Crash takes the phone's power in the midst of whatever it does: the worker
// and an open device end, and the disk is as a power cut leaves it. The phone
// is off afterwards.
func (m *Member) Crash() {
	if m.worker != nil {
		m.SwitchOff()
	}
	m.Env.Dir = m.Mem().Crash()
	if m.Device != nil {
		m.Device.Abandon()
		m.Device = nil
	}
}

// Copy returns a second phone of the same owner with an empty disk: for those
// who restore a backup, or steal a device's files.
func (m *Member) Copy() *Member {
	c := newMember(m.w, len(m.w.Members)+m.Number)
	c.pass = m.pass
	for n, tie := range m.Ties {
		c.Ties[n] = tie
	}
	return c
}
