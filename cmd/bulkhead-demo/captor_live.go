package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
	"bulkhead/vault"
)

// seize copies a device's files while it is in use and takes the original
// away. What its worker had read before taken was surely taken in.
func (w *world) seize(p *person, taken time.Time) (*captor, error) {
	c, err := w.newCaptor(p, "captor")
	if err != nil {
		return nil, err
	}
	c.takenIn = func(r box.Ref) bool { return p.hadRead(r, taken) }
	err = p.do(func(d *device.Device) error {
		p.look(d)
		return c.copyFrom(p.env.Dir)
	})
	if err != nil {
		return nil, fmt.Errorf("copying the device: %w", err)
	}
	p.off()
	w.gone[p.number] = true
	return c, nil
}

func (w *world) newCaptor(p *person, folder string) (*captor, error) {
	h, err := newHome(w.path, folder, w.clock)
	if err != nil {
		return nil, err
	}
	env := p.env
	if env.Dir, err = h.New(); err != nil {
		return nil, err
	}
	return &captor{number: p.number, passes: p.passes(), env: env, home: h, takenIn: func(box.Ref) bool { return false }}, nil
}

// control counts the members whom the same search finds in the same files with
// the owner's passphrase: one that found nobody would prove nothing.
func (w *world) control(c *captor, q quarry) (int, error) {
	referee, err := w.newCaptor(w.people[c.number], "referee")
	if err != nil {
		return 0, err
	}
	if err := referee.copyFrom(c.env.Dir); err != nil {
		return 0, err
	}
	if err := referee.force(asOpen); err != nil {
		return 0, err
	}
	var s Seizure
	referee.search(q, &s)
	return s.TiedCanaries, nil
}

// runOn switches the copied device on, as the captor would who wants to listen:
// locked, its pouch runs by itself.
func (w *world) runOn(ctx context.Context, c *captor) error {
	of := w.people[c.number]
	c.clone = &person{
		number: w.Members, name: "the copy", home: c.home, ties: of.ties, clock: of.clock, place: of.place,
		use: new(usage), trouble: func(error) {}, shown: func(r mail.Received) { c.heard(r) },
		found: map[box.Ref]time.Time{}, tracing: w.truth.of(w.Members),
	}
	c.clone.use.rounds = map[devRound]bool{}
	role, told := map[state]vault.Role{asOpen: vault.Normal, asDecoy: vault.Decoy, asDuress: vault.Duress}[w.State]
	if !told {
		return c.clone.idle(ctx)
	}
	u, err := c.clone.open(c.passes[role])
	if err != nil {
		return fmt.Errorf("opening the seized device again: %w", err)
	}
	if (u.Device != nil) != (w.State == asOpen) {
		return errors.New("a passphrase opened what it was not made for")
	}
	if u.Device != nil {
		c.clone.last = lastNumber(u.Device)
	}
	return c.clone.on(ctx, u)
}

func lastNumber(d *device.Device) (last uint32) {
	for _, r := range d.Inbox() {
		last = max(last, r.Number)
	}
	return last
}

// heard counts what the copy is shown.
func (c *captor) heard(r mail.Received) {
	if written(r.What) {
		c.shownTo.Add(1)
	}
}

// written reports whether it is something that a person wrote.
func written(what cell.What) bool {
	switch what {
	case cell.TextArrived, cell.NoteArrived, cell.ReplyArrived, cell.NoticeArrived, cell.NoticeRevoked:
		return true
	}
	return false
}
