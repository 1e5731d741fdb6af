package main

import (
	"errors"
	"fmt"

	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

// newPassFlags are the flags of every verb that sets a passphrase.
type newPassFlags struct {
	Choose          bool `help:"new_passphrase_choose"`
	NewPassphraseFD int  `name:"new-passphrase-fd" default:"-1" placeholder:"N" help:"new_passphrase_fd"`
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
		return nil, usage(err, a.saying().PassphraseNoTerminalNewHint())
	}
	if f.Choose {
		return a.chosen(t, what, cost)
	}
	return a.generated(t, what)
}

// passphraseFrom reads a new passphrase from a descriptor.
func (a *app) passphraseFrom(fd int) (*vault.Passphrase, error) {
	line, err := a.lineOf(fd, "--new-passphrase-fd")
	if err != nil {
		return nil, err
	}
	defer clear(line)
	pass, err := vault.NewPassphrase(line)
	if err == nil && tell.Rate(pass.Bytes()).Weak() {
		a.warn("%s", a.saying().PassphraseWeakNew())
	}
	return pass, err
}

func (a *app) generated(t *term.Asker, what string) (*vault.Passphrase, error) {
	pass, err := vault.Generate(a.rand)
	if err != nil {
		return nil, err
	}
	if err := a.teach(t, pass, what); err != nil {
		pass.Erase()
		return nil, err
	}
	return pass, nil
}

// chosen lets a person type a passphrase twice, and says what it is worth
// before it is taken.
func (a *app) chosen(t *term.Asker, what string, cost vault.Params) (*vault.Passphrase, error) {
	say := a.saying()
	fmt.Fprintln(t.Out, say.PassphraseChoose(what))
	for {
		pass, err := typedTwice(t, say)
		if err != nil {
			return nil, err
		}
		if pass == nil {
			continue
		}
		for _, s := range term.Rating(say, tell.Rate(pass.Bytes()), tell.Attempt(cost)) {
			fmt.Fprintln(t.Out, "  "+s)
		}
		answer, err := t.Line(say.PassphraseTakeIt())
		if err == nil && answer == "yes" {
			return pass, nil
		}
		pass.Erase()
		if err == nil {
			// The end of choosing a passphrase without one.
			err = refuse(said(say.PassphraseNotTaken()), say.PassphraseNotTakenHint())
		}
		return nil, err
	}
}

// typedTwice returns nil if what was typed is no passphrase, or not the same
// twice, after saying so.
func typedTwice(t *term.Asker, say phrase.Say) (*vault.Passphrase, error) {
	first, err := t.Hidden(say.PassphraseAskNew(), passphraseRoom)
	if err != nil {
		return nil, err
	}
	defer clear(first)
	pass, err := vault.NewPassphrase(first)
	if errors.Is(err, vault.ErrNoPassphrase) || errors.Is(err, vault.ErrPassphrase) {
		reason, _ := told(err, say)
		fmt.Fprintln(t.Out, say.PassphraseRefused(reason))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	again, err := t.Hidden(say.PassphraseAskAgain(), passphraseRoom)
	if err != nil {
		pass.Erase()
		return nil, err
	}
	defer clear(again)
	equal, err := same(pass, again)
	if err != nil || !equal {
		pass.Erase()
		if err == nil {
			fmt.Fprintln(t.Out, say.PassphraseAnother())
		}
		return nil, err
	}
	return pass, nil
}
