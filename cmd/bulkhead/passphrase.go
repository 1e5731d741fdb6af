package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"bulkhead/tell"
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
		return nil, usage(err, a.saying().PassphraseNoTerminalHint())
	}
	return t.Hidden(a.saying().PassphraseAsk(), passphraseRoom)
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
	line, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return term.ReadLine(f, passphraseRoom) })
	if err == io.EOF {
		return nil, vault.ErrNoPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("reading the passphrase: %w", err)
	}
	if err := a.notUTF16(line); err != nil {
		clear(line)
		return nil, err
	}
	return bytes.TrimSuffix(bytes.TrimPrefix(line, byteOrderMark), []byte("\r")), nil // no copy of it
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

// teach shows a generated passphrase, and then wants it typed: whoever cannot
// would have lost the device already. The screen is cleared on every way out.
func (a *app) teach(t *term.Asker, pass *vault.Passphrase, what string) error {
	say := a.saying()
	for {
		if err := a.showWords(t, pass, what); err != nil {
			return err
		}
		typed, err := t.Hidden(say.PassphraseAskLearnt(), passphraseRoom)
		if err != nil {
			return err
		}
		equal, err := same(pass, typed)
		clear(typed)
		if equal || err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "%s\n\n", say.PassphraseTeachWrong())
	}
}

// showWords shows a passphrase until Enter is pressed, or until the question is
// ended in another way, and clears the screen.
func (a *app) showWords(t *term.Asker, pass *vault.Passphrase, what string) error {
	say := a.saying()
	defer t.Clear()
	fmt.Fprintf(t.Out, "%s\n\n    ", say.PassphraseTeach(what))
	t.Out.Write(pass.Bytes())
	_, err := t.Line("\n\n" + say.PassphraseTeachEnter())
	return err
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
