package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"bulkhead/term"
	"bulkhead/vault"
)

// passphraseRoom is how long a typed passphrase may be, in bytes.
const passphraseRoom = 1024

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
		return nil, usage(fmt.Errorf("asking for the passphrase: %w", err), "scripts give it with --passphrase-fd N")
	}
	return t.Hidden("Passphrase: ", passphraseRoom)
}

// lineOf reads one line, of a passphrase, from a descriptor.
func (a *app) lineOf(fd int, flag string) ([]byte, error) {
	f, err := a.fdFile(fd, flag)
	if err != nil {
		return nil, err
	}
	line, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return term.ReadLine(f, passphraseRoom) })
	if err == io.EOF {
		return nil, vault.ErrNoPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("reading the passphrase: %w", err)
	}
	return line, nil
}

// What a passphrase is of, on screens.
const (
	ofDevice = "this device"
	ofPages  = "your locked pages"
)

// newPassphrase returns the passphrase of what is to be made: the one on
// --passphrase-fd, or a generated one that the person has shown to know. The
// caller erases it.
func (a *app) newPassphrase(what string) (*vault.Passphrase, error) {
	if a.PassphraseFD >= 0 {
		pass, err := a.passphrase()
		if err == nil && rate(pass.Bytes()).weak() {
			a.warn("this passphrase can be guessed. Five words drawn by dice or by this program cannot: leave --passphrase-fd out to get some")
		}
		return pass, err
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(fmt.Errorf("showing the new passphrase: %w", err), "scripts give one with --passphrase-fd N")
	}
	return generated(t, a.rand, what)
}

// teach shows a generated passphrase, and then wants it typed: whoever cannot
// would have lost the device already.
func teach(t *term.Asker, pass *vault.Passphrase, what string) error {
	for {
		fmt.Fprintf(t.Out, "The passphrase of %s, made just now. It is shown this once and kept nowhere;\nwithout it, nobody can open %[1]s, you neither. Learn it by heart:\n\n    ", what)
		t.Out.Write(pass.Bytes())
		if _, err := t.Line("\n\nPress Enter when you know it. The screen is then cleared."); err != nil {
			return fmt.Errorf("showing the new passphrase: %w", err)
		}
		t.Clear()
		typed, err := t.Hidden("Type it, to be sure: ", passphraseRoom)
		if err != nil {
			return err
		}
		equal, err := same(pass, typed)
		clear(typed)
		if equal || err != nil {
			return err
		}
		fmt.Fprint(t.Out, "That was not it. Once more.\n\n")
	}
}

// same reports whether what was typed is the passphrase; nothing typed is not.
func same(pass *vault.Passphrase, typed []byte) (bool, error) {
	p, err := vault.NewPassphrase(typed)
	if errors.Is(err, vault.ErrNoPassphrase) || errors.Is(err, vault.ErrPassphrase) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer p.Erase()
	return bytes.Equal(p.Bytes(), pass.Bytes()), nil
}
