package main

import (
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/pouch"
)

// watchPart is how often a person looks at the device: 8 times a round. A
// message's time is therefore known to an eighth of a round.
const watchPart = 8

// watch shows what arrives until the device is off.
func (p *person) watch(r *running) {
	length := p.place.calendar.Length
	eye := p.clock.Actor(length / refillPart)
	defer eye.Leave()
	for {
		if eye.Sleep(r.ctx, length/watchPart) != nil {
			return
		}
		if err := r.session.OnDevice(func(d *device.Device) error { p.look(d); return nil }); err != nil {
			return
		}
	}
}

// look shows what has come since the last look.
func (p *person) look(d *device.Device) {
	for _, m := range d.Inbox() {
		if m.Number > p.last {
			p.last = m.Number
			p.shown(m)
		}
	}
}

// answered takes in a worker's report.
func (p *person) answered(r pouch.Report) {
	p.use.add(p, r)
	if r.Request.Kind == pouch.Read && r.Answer.Outcome == carrier.Found {
		p.mu.Lock()
		p.found[r.Request.Ref()] = r.At
		p.mu.Unlock()
	}
}

// hadRead reports whether the person's worker had read that box at a time, and
// within its round: an answer that comes when the round is over, as it does on
// a busy machine, counts as none and is not taken in.
func (p *person) hadRead(ref box.Ref, at time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	when, read := p.found[ref]
	c := p.place.calendar
	return read && when.Before(at) && when.Before(c.End(ref.Round).Add(-c.Length/16))
}

// usage adds up what all devices' requests cost. It may be used concurrently.
type usage struct {
	mu       sync.Mutex
	requests int
	failed   int // no answer; repeated once at most
	refused  int
	late     int // answered after the round that they were for
	bytes    int64
	dry      int               // times a worker fell silent
	rounds   map[devRound]bool // rounds run, by device
}

type devRound struct {
	p *person
	r box.Round
}

func (u *usage) add(p *person, r pouch.Report) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if r.Request.Kind == 0 {
		if r.Err != nil {
			u.dry++
		}
		return
	}
	u.requests++
	u.rounds[devRound{p, r.Request.Round}] = true
	u.bytes += int64(r.Answer.Bytes)
	if c := p.place.calendar; !r.At.Before(c.End(r.Request.Round)) {
		u.late++
	}
	switch r.Answer.Outcome {
	case carrier.Failed:
		u.failed++
	case carrier.Refused:
		u.refused++
	}
}
