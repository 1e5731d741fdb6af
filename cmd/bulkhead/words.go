package main

import (
	"fmt"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type wordsCmd struct {
	Alias string `arg:"" help:"words_alias"`
}

type wordsResult struct {
	Alias     string   `json:"alias"`
	Epoch     uint32   `json:"epoch"`
	Words     []string `json:"words"`
	Confirmed bool     `json:"confirmed"`
}

func (r wordsResult) lines(p *term.Page) {
	p.Line("%s", p.Say.PairWords(r.Alias, r.Epoch))
	p.Line("")
	p.Head("    %s", strings.Join(r.Words, "  "))
	p.Line("")
	if r.Confirmed {
		p.Line("%s", p.Say.PairCompared())
		return
	}
	p.Line("%s", p.Say.PairCompare(r.Alias))
}

// Run shows six words.
func (c *wordsCmd) Run(a *app) error {
	var res wordsResult
	err := a.open(visit{reads: true, wish: func(d *device.Device) error {
		t, err := find(d, c.Alias)
		if err != nil {
			return err
		}
		res, err = wordsOf(d, t)
		return err
	}})
	if err != nil {
		return err
	}
	return a.show(res)
}

func wordsOf(d *device.Device, t cell.Tie) (wordsResult, error) {
	epoch, words, err := d.Words(t.ID)
	if err != nil {
		return wordsResult{}, fmt.Errorf("showing the six words: %w", err)
	}
	return wordsResult{t.Alias, epoch, words, t.Phase == cell.Confirmed}, nil
}

// find returns the live link of an alias.
func find(d *device.Device, alias string) (cell.Tie, error) {
	t, err := d.Find(alias)
	if err != nil {
		return t, &notFound{alias, err}
	}
	return t, nil
}

// notFound is the error of an alias that no link has.
type notFound struct {
	alias string
	error
}

func (n *notFound) Unwrap() error { return n.error }
