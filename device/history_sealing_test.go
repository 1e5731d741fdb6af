package device_test

import (
	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/link"
)

// turned notes what the device has sealed, as far as that reached its pouch.
func (o *observer) turned(p *person, d *device.Device, l *glimpse) {
	s := &sealing{
		who: p.who, gen: map[int]uint32{}, frozen: map[int]bool{}, copied: map[int]bool{}, echo: map[int]*sealing{},
	}
	for n, tie := range p.m.Ties {
		if st, ok := d.LinkStatus(tie); ok {
			s.gen[n], s.frozen[n] = st.Gen, st.Frozen != 0
			s.copied[n] = st.Frozen != link.NotFrozen && st.Frozen != link.ReasonTold
			s.echo[n] = o.heard[heardKey{p.who, n, st.HeardRound}]
		}
	}
	p.sealed, p.found = s, l.tag
	o.settle(p)
}

// settle takes a sealing in, once its pouch is in place; after a power cut that
// shows when the power is back.
func (o *observer) settle(p *person) {
	s, t := p.sealed, o.tagOf(p)
	if s == nil || t == p.found || t == (tag{}) {
		return
	}
	p.sealed, s.tag = nil, t
	p.mine.all[t], p.mine.last = true, t
	o.eachBox(p, func(id box.ID, c []byte) {
		o.keys(id, c)
		if key := [32]byte(c[148:180]); o.bodies[key] == nil {
			o.bodies[key] = s
		}
	})
}

func (o *observer) tagOf(p *person) tag { return o.eachBox(p, func(box.ID, []byte) {}) }
