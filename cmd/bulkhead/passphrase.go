package main

import (
	"errors"

	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

// newPassFlags are the flags of every verb that sets a passphrase.
type newPassFlags struct {
	Choose          bool `help:"new_passphrase_choose"`
	NewPassphraseFD int  `name:"new-passphrase-fd" default:"-1" placeholder:"N" help:"new_passphrase_fd"`
}

// passphrase asks for the device's passphrase. The caller erases it.
func (a *app) passphrase() (*vault.Passphrase, error) {
	typed, err := a.typedPassphrase()
	if err != nil {
		return nil, err
	}
	defer clear(typed)
	return vault.NewPassphrase(typed)
}

// typedPassphrase reads one line: from --passphrase-fd, or without echo.
func (a *app) typedPassphrase() ([]byte, error) {
	if a.PassphraseFD >= 0 {
		return a.lineOf(a.PassphraseFD, "--passphrase-fd")
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(err, a.saying().PassphraseNoTerminalHint())
	}
	return t.Hidden(a.saying().PassphraseAsk(), term.PassphraseRoom)
}

// passOver takes in, and forgets, a passphrase that was given to a session that
// needs none: what stands behind it may be a text, or a new passphrase.
func (a *app) passOver() error {
	if a.PassphraseFD < 0 {
		return nil
	}
	line, err := a.lineOf(a.PassphraseFD, "--passphrase-fd")
	clear(line)
	if errors.Is(err, vault.ErrNoPassphrase) {
		return nil
	}
	return err
}

// lineOf reads one line, of a passphrase, from a descriptor.
func (a *app) lineOf(fd int, flag string) ([]byte, error) {
	f, err := a.fdFile(fd, flag)
	if err != nil {
		return nil, err
	}
	return term.ReadPassphrase(a.ctx, a.panic, f)
}

// newPassphrase returns the passphrase of what is to be made: the one on
// --passphrase-fd, or a generated one that the person has shown to know. The
// caller erases it.
func (a *app) newPassphrase(what string) (*vault.Passphrase, error) {
	if a.PassphraseFD >= 0 {
		pass, err := a.passphrase()
		if err == nil && tell.Rate(pass.Bytes()).Weak() {
			a.warn("%s", a.saying().PassphraseWeak())
		}
		return pass, err
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(err, a.saying().PassphraseNoTerminalHint())
	}
	return a.generated(t, what)
}

// anotherPassphrase returns a passphrase for what: the one on the descriptor, a
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
		return t.ChoosePassphrase(what, cost)
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
	if err := t.TeachPassphrase(pass, what); err != nil {
		pass.Erase()
		return nil, err
	}
	return pass, nil
}
