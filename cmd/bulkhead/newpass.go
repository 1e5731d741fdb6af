package main

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/term"
	"bulkhead/vault"
)

// newPassFlags are the flags of every verb that sets a passphrase.
type newPassFlags struct {
	Choose          bool `help:"Type a passphrase of your own. It is rated, and you are advised against it."`
	NewPassphraseFD int  `name:"new-passphrase-fd" default:"-1" placeholder:"N" help:"Read the new passphrase, one line, from file descriptor N (may be that of --passphrase-fd: the next line then). For scripts."`
}

// newPassphrase returns a passphrase for what: the one on the descriptor, a
// chosen one, or a generated one that the person has shown to know. cost is
// that of an attempt. The caller erases it.
func (a *app) anotherPassphrase(f newPassFlags, what string, cost vault.Params) (*vault.Passphrase, error) {
	if f.NewPassphraseFD >= 0 {
		return a.passphraseFrom(f.NewPassphraseFD)
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(fmt.Errorf("asking for a new passphrase: %w", err), "scripts give it with --new-passphrase-fd N")
	}
	if f.Choose {
		return a.chosen(t, what, cost)
	}
	return generated(t, a.rand, what)
}

// passphraseFrom reads a new passphrase from a descriptor.
func (a *app) passphraseFrom(fd int) (*vault.Passphrase, error) {
	line, err := a.lineOf(fd, "--new-passphrase-fd")
	if err != nil {
		return nil, err
	}
	defer clear(line)
	pass, err := vault.NewPassphrase(line)
	if err == nil && rate(pass.Bytes()).weak() {
		a.warn("this passphrase can be guessed. Five words drawn by this program cannot")
	}
	return pass, err
}

func generated(t *term.Asker, rand io.Reader, what string) (*vault.Passphrase, error) {
	pass, err := vault.Generate(rand)
	if err != nil {
		return nil, err
	}
	if err := teach(t, pass, what); err != nil {
		pass.Erase()
		return nil, err
	}
	return pass, nil
}

// errNotTaken is the end of choosing a passphrase without one.
var errNotTaken = refuse(errors.New("no passphrase was taken; nothing was changed"), "without --choose, five words are drawn for you")

// chosen lets a person type a passphrase twice, and says what it is worth
// before it is taken.
func (a *app) chosen(t *term.Asker, what string, cost vault.Params) (*vault.Passphrase, error) {
	fmt.Fprintf(t.Out, "A passphrase of your own for %s. Five words drawn by this program are better than anything\nthat anybody thinks up: leave out --choose for them.\n", what)
	for {
		pass, err := typedTwice(t)
		if err != nil {
			return nil, err
		}
		if pass == nil {
			continue
		}
		for _, s := range rate(pass.Bytes()).sentences(cost) {
			fmt.Fprintln(t.Out, "  "+s)
		}
		answer, err := t.Line("Take it all the same? Type yes: ")
		if err == nil && answer == "yes" {
			return pass, nil
		}
		pass.Erase()
		if err == nil {
			err = errNotTaken
		}
		return nil, err
	}
}

// typedTwice returns nil if what was typed is no passphrase, or not the same
// twice, after saying so.
func typedTwice(t *term.Asker) (*vault.Passphrase, error) {
	first, err := t.Hidden("New passphrase: ", passphraseRoom)
	if err != nil {
		return nil, err
	}
	defer clear(first)
	pass, err := vault.NewPassphrase(first)
	if errors.Is(err, vault.ErrNoPassphrase) || errors.Is(err, vault.ErrPassphrase) {
		fmt.Fprintf(t.Out, "Not taken: %v.\n", err)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	again, err := t.Hidden("Once more: ", passphraseRoom)
	if err != nil {
		pass.Erase()
		return nil, err
	}
	defer clear(again)
	equal, err := same(pass, again)
	if err != nil || !equal {
		pass.Erase()
		if err == nil {
			fmt.Fprintln(t.Out, "That was another one.")
		}
		return nil, err
	}
	return pass, nil
}
