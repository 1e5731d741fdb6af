package main

import (
	"bytes"
	"errors"
	"fmt"
	"sync/atomic"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// state is in which state a device is in the captor's hands.
type state string

const (
	asLocked state = "locked" // the files, and no passphrase
	asOpen   state = "open"   // with the owner's own passphrase
	asDecoy  state = "decoy"  // with the decoy's; the files are as they were
	asDuress state = "duress" // the duress passphrase was given to it, then every one there is
)

var allStates = []state{asLocked, asOpen, asDecoy, asDuress}

// captor is somebody who holds a copy of a device's files and, but for a locked
// one, a passphrase.
type captor struct {
	number  int // whose it was
	passes  map[vault.Role]*vault.Passphrase
	env     device.Env         // over the copy
	home    *home.Home         // the folder of the copy
	files   map[string][]byte  // as they lie there
	takenIn func(box.Ref) bool // the device had surely read that box, and saved what it said

	opened []vault.Role // what passphrases opened
	plain  [][]byte     // everything that can be read
	links  [][]byte     // states of links anywhere in it
	status device.Status
	inbox  []mail.Received
	lines  []device.LifelineStatus
	pages  []string // of the notebook

	clone   *person      // the copied device, run on
	shownTo atomic.Int64 // things it was shown since
}

// copyFrom copies a device's files.
func (c *captor) copyFrom(dir durable.Dir) error {
	c.files = map[string][]byte{}
	for _, name := range []string{device.VaultFile, device.PouchFile, device.ShelfFile} {
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

// force gets everything out of the copy that a state allows.
func (c *captor) force(s state) (err error) {
	switch s {
	case asOpen:
		err = errors.Join(c.read(vault.Normal), c.use())
	case asDecoy:
		err = errors.Join(c.read(vault.Decoy), c.leaf(vault.Decoy))
	case asDuress:
		if err = c.leaf(vault.Duress); err == nil {
			err = c.copyFrom(c.env.Dir) // what it left
		}
		for _, r := range []vault.Role{vault.Normal, vault.Decoy, vault.Duress} {
			err = errors.Join(err, c.read(r))
		}
	}
	for _, plain := range c.readable() {
		c.links = append(c.links, linksIn(plain)...)
	}
	return err
}

// read opens the copied vault by one of its passphrases and takes all that
// comes to light. That it opens nothing is no error.
func (c *captor) read(r vault.Role) error {
	v, err := vault.Open(c.env.Dir, device.VaultFile, c.passes[r], c.env.Vault, c.env.Params, c.env.Rand)
	if errors.Is(err, vault.ErrNoMatch) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("opening the seized vault: %w", err)
	}
	defer v.Close()
	c.opened = append(c.opened, v.Role())
	contents := []vault.Content{{Payload: v.Payload(), Ready: v.Ready()}}
	for _, other := range []vault.Role{vault.Decoy, vault.Duress} {
		if content, ok := v.Other(other); ok {
			contents = append(contents, content)
		}
	}
	p, err := c.pouch()
	if err != nil {
		return err
	}
	for _, content := range contents {
		c.plain = append(c.plain, bytes.Clone(content.Payload), bytes.Clone(content.Ready))
		c.plain = append(c.plain, setsIn(content.Ready, p)...)
	}
	return nil
}

// use opens the device as its owner would.
func (c *captor) use() error {
	d, err := device.Open(c.env, c.passes[vault.Normal])
	if err != nil {
		return fmt.Errorf("opening the seized device: %w", err)
	}
	defer d.Abandon()
	c.status, c.inbox, c.lines = d.Status(), d.Inbox(), d.Lifelines()
	return nil
}

// leaf opens the notebook, and leafs through it.
func (c *captor) leaf(r vault.Role) error {
	u, err := device.Unlock(c.env, c.passes[r])
	if err != nil {
		return fmt.Errorf("opening the seized notebook: %w", err)
	}
	if u.Notebook == nil {
		u.Device.Abandon()
		return errors.New("a passphrase made for a notebook opened the device")
	}
	defer u.Notebook.Abandon()
	for _, page := range u.Notebook.Book().Pages() {
		c.pages = append(c.pages, page.Text)
	}
	return nil
}

// pouch reads the copied pouch.
func (c *captor) pouch() (*pouch.Pouch, error) {
	return pouch.Parse(bytes.Clone(c.files[device.PouchFile]))
}

// locked is what a captor learns without a passphrase.
type locked struct {
	group  pouch.Plan
	links  int
	use    pouch.Use
	sealed int // rounds for which boxes lie ready
}

// lookAtLocked reads what the files show by themselves.
func (c *captor) lookAtLocked() (locked, error) {
	p, err := c.pouch()
	if err != nil {
		return locked{}, err
	}
	l := locked{group: p.Plan(), use: p.Use(), sealed: p.Plan().Rounds()}
	l.links, err = linksShown(c.files[device.PouchFile], p)
	return l, err
}
