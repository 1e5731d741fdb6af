package term

import (
	"bytes"
	"errors"
	"fmt"

	"bulkhead/tell"
	"bulkhead/vault"
)

// PassphraseRoom is how long a typed passphrase may be, in bytes.
const PassphraseRoom = 1024

// ErrNotTaken is the end of choosing a passphrase without one.
var ErrNotTaken = errors.New("no passphrase was taken")

// TeachPassphrase shows a generated passphrase, and then wants it typed: whoever
// cannot would have lost the device already. The screen is cleared on every way out.
func (t *Asker) TeachPassphrase(pass *vault.Passphrase, what string) error {
	for {
		if err := t.showWords(pass, what); err != nil {
			return err
		}
		typed, err := t.Hidden(t.Say.PassphraseAskLearnt(), PassphraseRoom)
		if err != nil {
			return err
		}
		equal, err := same(pass, typed)
		clear(typed)
		if equal || err != nil {
			return err
		}
		fmt.Fprintf(t.Out, "%s\n\n", t.Say.PassphraseTeachWrong())
	}
}

// showWords shows a passphrase until Enter is pressed, or until the question is
// ended in another way, and clears the screen.
func (t *Asker) showWords(pass *vault.Passphrase, what string) error {
	defer t.Clear()
	fmt.Fprintf(t.Out, "%s\n\n    ", t.Say.PassphraseTeach(what))
	t.Out.Write(pass.Bytes())
	_, err := t.Line("\n\n" + t.Say.PassphraseTeachEnter())
	return err
}

// ChoosePassphrase lets a person type a passphrase twice, and says what it is worth
// at this cost of an attempt before it is taken. The caller erases it. ErrNotTaken.
func (t *Asker) ChoosePassphrase(what string, cost vault.Params) (*vault.Passphrase, error) {
	fmt.Fprintln(t.Out, t.Say.PassphraseChoose(what))
	for {
		pass, err := t.typedTwice()
		if err != nil {
			return nil, err
		}
		if pass == nil {
			continue
		}
		for _, s := range Rating(t.Say, tell.Rate(pass.Bytes()), tell.Attempt(cost)) {
			fmt.Fprintln(t.Out, "  "+s)
		}
		answer, err := t.Line(t.Say.PassphraseTakeIt())
		if err == nil && answer == "yes" {
			return pass, nil
		}
		pass.Erase()
		if err == nil {
			err = ErrNotTaken
		}
		return nil, err
	}
}

// typedTwice returns nil if what was typed is no passphrase, or not the same
// twice, after saying so.
func (t *Asker) typedTwice() (*vault.Passphrase, error) {
	first, err := t.Hidden(t.Say.PassphraseAskNew(), PassphraseRoom)
	if err != nil {
		return nil, err
	}
	defer clear(first)
	pass, err := vault.NewPassphrase(first)
	if isNone(err) {
		reason, _ := t.Say.Error(err)
		fmt.Fprintln(t.Out, t.Say.PassphraseRefused(reason))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	again, err := t.Hidden(t.Say.PassphraseAskAgain(), PassphraseRoom)
	if err != nil {
		pass.Erase()
		return nil, err
	}
	defer clear(again)
	equal, err := same(pass, again)
	if err != nil || !equal {
		pass.Erase()
		if err == nil {
			fmt.Fprintln(t.Out, t.Say.PassphraseAnother())
		}
		return nil, err
	}
	return pass, nil
}

// isNone reports whether what was typed is no passphrase.
func isNone(err error) bool {
	return errors.Is(err, vault.ErrNoPassphrase) || errors.Is(err, vault.ErrPassphrase)
}

// same reports whether what was typed is the passphrase; nothing typed is not.
func same(pass *vault.Passphrase, typed []byte) (bool, error) {
	p, err := vault.NewPassphrase(typed)
	if isNone(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer p.Erase()
	return bytes.Equal(p.Bytes(), pass.Bytes()), nil
}
