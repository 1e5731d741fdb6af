package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"

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
		f, err := a.fdFile(a.PassphraseFD, "--passphrase-fd")
		if err != nil {
			return nil, err
		}
		line, err := unless(a.ctx, func() ([]byte, error) { return readLine(f, passphraseRoom) })
		if err == io.EOF {
			return nil, vault.ErrNoPassphrase
		}
		if err != nil {
			return nil, fmt.Errorf("reading the passphrase: %w", err)
		}
		return line, nil
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(fmt.Errorf("asking for the passphrase: %w", err), "scripts give it with --passphrase-fd N")
	}
	return t.hidden("Passphrase: ")
}

// newPassphrase returns the passphrase of a device to be made: the one on
// --passphrase-fd, or a generated one that the person has shown to know. The
// caller erases it.
func (a *app) newPassphrase() (*vault.Passphrase, error) {
	if a.PassphraseFD >= 0 {
		pass, err := a.passphrase()
		if err == nil && weak(pass.Bytes()) {
			a.warn("this passphrase can be guessed. Five words drawn by dice or by this program cannot: leave --passphrase-fd out to get some")
		}
		return pass, err
	}
	t, err := a.terminal()
	if err != nil {
		return nil, usage(fmt.Errorf("showing the new passphrase: %w", err), "scripts give one with --passphrase-fd N")
	}
	pass, err := vault.Generate(a.rand)
	if err != nil {
		return nil, err
	}
	if err := t.teach(pass); err != nil {
		pass.Erase()
		return nil, err
	}
	return pass, nil
}

// weak is a coarse judgement: fewer than five words and fewer than twenty
// characters. It cannot see how a passphrase was chosen.
func weak(pass []byte) bool { return len(bytes.Fields(pass)) < vault.Words && len(pass) < 20 }

// teach shows a generated passphrase, and then wants it typed: whoever cannot
// would have lost the device already.
func (t *asker) teach(pass *vault.Passphrase) error {
	for {
		fmt.Fprint(t.out, "The passphrase of this device, made just now. It is shown this once and kept nowhere;\nwithout it, nobody can open the device, you neither. Learn it by heart:\n\n    ")
		t.out.Write(pass.Bytes())
		fmt.Fprint(t.out, "\n\nPress Enter when you know it. The screen is then cleared.")
		if _, err := t.line(""); err != nil {
			return fmt.Errorf("showing the new passphrase: %w", err)
		}
		t.wipe()
		typed, err := t.hidden("Type it, to be sure: ")
		if err != nil {
			return err
		}
		equal, err := same(pass, typed)
		clear(typed)
		if equal || err != nil {
			return err
		}
		fmt.Fprint(t.out, "That was not it. Once more.\n\n")
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
