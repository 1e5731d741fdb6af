package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/vault"
)

// pages are what stands in the notebook of somebody with nothing to hide.
var pages = [...]string{"Meter reading 4411.", "Bread, oil, batteries, candles.", "Aunt's birthday is on the 9th."}

// prepare gives a member a notebook behind a passphrase of its own, and one for
// duress. It returns the canary in the notebook.
func (w *world) prepare(n int) (canary string, err error) {
	p := w.people[n]
	if canary, err = newCanary(rand.Reader, w.canaries); err != nil {
		return "", err
	}
	if p.decoy, err = vault.Generate(rand.Reader); err != nil {
		return "", err
	}
	if p.duress, err = vault.Generate(rand.Reader); err != nil {
		return "", err
	}
	own, err := lived(p.env, p.decoy, canary, w.clock.Now())
	if err != nil {
		return "", err
	}
	defer own.Abandon()
	book := own.Book()
	err = p.do(func(d *device.Device) error { return errors.Join(d.AddDecoy(p.decoy, book), d.AddDuress(p.duress)) })
	if err != nil {
		return "", fmt.Errorf("adding two passphrases: %w", err)
	}
	return canary, nil
}

// lived makes a notebook in memory that looks lived in.
func lived(env device.Env, pass *vault.Passphrase, canary string, now time.Time) (*device.Notebook, error) {
	env.Dir = durable.NewMem(env.Rand)
	n, err := device.FoundNotebook(env, pass)
	if err != nil {
		return nil, fmt.Errorf("making a notebook: %w", err)
	}
	for i, text := range pages {
		if _, err := n.Book().Write(marked(text, mark(canary, i)), now); err != nil {
			n.Abandon()
			return nil, fmt.Errorf("writing in the notebook: %w", err)
		}
	}
	return n, nil
}
