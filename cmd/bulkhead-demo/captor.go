package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// captor is somebody who holds a copy of a device's files and, later, its
// passphrase.
type captor struct {
	number  int // whose it was
	pass    *vault.Passphrase
	env     device.Env         // over the copy
	files   map[string][]byte  // as they lay there
	takenIn func(box.Ref) bool // the device had surely read that box, and saved what it said
	links   [][]byte           // the copy's links, as the vault kept them
	plain   []byte             // everything in the vault, in the clear
	status  device.Status
	inbox   []device.Received
	clone   *person // the copied device, run on
	shownTo int     // what it was shown since
}

// seize copies a device's files while it is in use and takes the original
// away. What its worker had read before taken was surely taken in.
func (w *world) seize(p *person, taken time.Time) (*captor, error) {
	path := filepath.Join(w.path, "captor")
	env, err := newEnv(path, w.Round)
	if err != nil {
		return nil, err
	}
	c := &captor{number: p.number, pass: p.pass, env: env, takenIn: func(r box.Ref) bool { return p.hadRead(r, taken) }}
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

func (c *captor) copyFrom(dir durable.Dir) error {
	c.files = map[string][]byte{}
	for _, name := range []string{device.VaultFile, device.PouchFile} {
		data, err := dir.ReadFile(name)
		if err != nil {
			return err
		}
		c.files[name] = data
		if err := c.env.Dir.Replace(name, data); err != nil {
			return err
		}
	}
	return nil
}

// locked is what a captor learns without the passphrase.
type locked struct {
	group  pouch.Plan
	links  int
	use    pouch.Use
	sealed int // rounds for which boxes lie ready
}

// lookAtLocked reads what the files show by themselves.
func (c *captor) lookAtLocked() (locked, error) {
	p, err := pouch.Parse(bytes.Clone(c.files[device.PouchFile]))
	if err != nil {
		return locked{}, err
	}
	l := locked{group: p.Plan(), use: p.Use(), sealed: p.Plan().Rounds}
	l.links, err = linksShown(c.files[device.PouchFile], p)
	return l, err
}

// open forces the passphrase and takes everything in the vault.
func (c *captor) open() error {
	v, err := vault.Open(c.env.Dir, device.VaultFile, c.pass, c.env.Vault, c.env.Params, c.env.Rand)
	if err != nil {
		return fmt.Errorf("opening the seized vault: %w", err)
	}
	c.plain = bytes.Clone(v.Payload())
	v.Close()
	if c.links, err = linksOf(c.plain); err != nil {
		return err
	}
	d, err := device.Open(c.env, c.pass)
	if err != nil {
		return fmt.Errorf("opening the seized device: %w", err)
	}
	defer d.Abandon()
	c.status, c.inbox = d.Status(), d.Inbox()
	return nil
}

// runOn switches the copied device on, as the captor would who wants to listen.
func (w *world) runOn(ctx context.Context, c *captor) error {
	of := w.people[c.number]
	d, err := device.Open(c.env, c.pass)
	if err != nil {
		return fmt.Errorf("opening the seized device again: %w", err)
	}
	c.clone = &person{
		number: w.Members, name: "the copy", env: c.env, pass: c.pass, ties: of.ties, clock: of.clock,
		use: new(usage), trouble: func(error) {}, shown: func(r device.Received) { c.heard(r) }, last: lastNumber(d),
		found: map[box.Ref]time.Time{}, tracing: w.truth.of(w.Members),
	}
	c.clone.use.rounds = map[devRound]bool{}
	return c.clone.on(ctx, d)
}

func lastNumber(d *device.Device) (last uint32) {
	for _, r := range d.Inbox() {
		last = max(last, r.Number)
	}
	return last
}

// heard counts what the copy is shown.
func (c *captor) heard(r device.Received) {
	switch r.What {
	case cell.TextArrived, cell.NoteArrived, cell.ReplyArrived, cell.NoticeArrived, cell.NoticeRevoked:
		c.shownTo++
	}
}
