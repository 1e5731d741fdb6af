package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

// The verbs of one link.

type renameCmd struct {
	Alias string `arg:"" help:"rename_alias"`
	New   string `arg:"" help:"rename_new"`
}

// Run renames a link.
func (c *renameCmd) Run(a *app) error {
	var r tell.Renamed
	return onLink(a, c.Alias, &r, term.Renamed, func(d *device.Device, t cell.Tie) error {
		r = tell.Renamed{Was: t.Alias, Alias: c.New}
		if err := d.Rename(t.ID, c.New); err != nil {
			return fmt.Errorf("calling %q %q: %w", t.Alias, c.New, err)
		}
		return nil
	})
}

type severCmd struct {
	Alias     string `arg:"" help:"sever_alias"`
	KeepAlias bool   `help:"sever_keep_alias"`
	Yes       bool   `help:"sever_yes"`
}

// Run severs a link.
func (c *severCmd) Run(a *app) error {
	var r tell.Severed
	return onLink(a, c.Alias, &r, term.Severed, func(d *device.Device, t cell.Tie) error {
		if err := a.agreed(a.saying().SeverAgree(t.Alias), c.Yes); err != nil {
			return err
		}
		r = tell.Severed{Severed: true, Alias: t.Alias}
		return d.Sever(t.ID, c.KeepAlias)
	})
}

type introduceCmd struct {
	First  string `arg:"" help:"introduce_first"`
	Second string `arg:"" help:"introduce_second"`
}

// Run introduces two.
func (c *introduceCmd) Run(a *app) error {
	var r tell.Introduced
	return openAndShow(a, &r, term.Introduced, visit{wish: func(d *device.Device) error {
		first, err := find(d, c.First)
		if err != nil {
			return err
		}
		second, err := find(d, c.Second)
		if err != nil {
			return err
		}
		r = tell.Introduced{First: first.Alias, Second: second.Alias}
		return d.Introduce(first.ID, second.ID)
	}})
}

type wordsCmd struct {
	Alias string `arg:"" help:"words_alias"`
}

// Run shows six words.
func (c *wordsCmd) Run(a *app) error {
	var r tell.Words
	return openAndShow(a, &r, term.Words, visit{reads: true, wish: func(d *device.Device) error {
		t, err := find(d, c.Alias)
		if err != nil {
			return err
		}
		r, err = tell.WordsOf(d, t)
		return err
	}})
}

type confirmCmd struct {
	Alias string `arg:"" help:"confirm_alias"`
	Yes   bool   `help:"confirm_yes"`
}

// Run confirms a link.
func (c *confirmCmd) Run(a *app) error {
	var r tell.Confirmed
	return onLink(a, c.Alias, &r, term.Confirmed, func(d *device.Device, t cell.Tie) error {
		words, err := tell.WordsOf(d, t)
		if err != nil {
			return err
		}
		shown := func(p *term.Sheet) { term.WordsToConfirm(p, &words) }
		if err := a.agreedTo(shown, a.say.PairConfirmQuestion(), c.Yes); err != nil {
			return err
		}
		r = tell.Confirmed{Alias: t.Alias, Confirmed: true}
		return d.Confirm(t.ID)
	})
}

// onLink is a verb that does one thing with the link of an alias, and shows what came
// of it.
func onLink[T any](a *app, alias string, r *T, screen func(*term.Sheet, *T), do func(*device.Device, cell.Tie) error) error {
	return openAndShow(a, r, screen, visit{wish: func(d *device.Device) error {
		t, err := find(d, alias)
		if err != nil {
			return err
		}
		return do(d, t)
	}})
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
