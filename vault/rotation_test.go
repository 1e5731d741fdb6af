package vault

import (
	"bytes"
	"errors"
	"testing"
)

// TestAnEarlierCopyOpensNothingOnceTheKeystoreHasGoneOn: with every write the
// key of the outer layer before is destroyed. That the keystore's file can be
// copied as well is the limit of the stand-in, shown at the end.
func TestAnEarlierCopyOpensNothingOnceTheKeystoreHasGoneOn(t *testing.T) {
	d, r := newFolder(), seeded(80)
	f := file(d, r)
	f.Keystore = NewFileKeystore(d, "keys", r)
	build(t, f)
	oldVault, oldKeys := content(t, d), readFile(t, d, "keys")
	opensNothing(t, f, "wrong") // any attempt turns the key
	nowVault, nowKeys := content(t, d), readFile(t, d, "keys")

	put(t, d, oldVault)
	for _, words := range []string{"normal", "decoy", "duress", "wrong"} {
		ops := d.Ops()
		if _, err := f.Open(pass(t, words)); !errors.Is(err, ErrNotVault) {
			t.Errorf("%s on an earlier copy: %v, want ErrNotVault", words, err)
		}
		if d.Ops() != ops || !bytes.Equal(content(t, d), oldVault) {
			t.Error("an earlier copy was written to")
		}
	}
	put(t, d, nowVault)
	opens(t, f, "normal", Normal, "secret", "own")

	put(t, d, oldVault)
	must(t, d.Replace("keys", oldKeys))
	opens(t, f, "normal", Normal, "secret", "own") // both copied: the stand-in's limit

	put(t, d, nowVault)
	must(t, d.Replace("keys", nowKeys))
	opens(t, f, "duress", Decoy, "notebook", "flagged")
	put(t, d, nowVault)
	if _, err := f.Open(pass(t, "normal")); !errors.Is(err, ErrNotVault) {
		t.Errorf("a copy from before the duress passphrase: %v, want ErrNotVault", err)
	}
}

// TestAKeyLeftOverByACrashIsUsedUp: two keys and the file under either.
func TestAKeyLeftOverByACrashIsUsedUp(t *testing.T) {
	d, r := newFolder(), seeded(81)
	f := file(d, r)
	f.Keystore = NewFileKeystore(d, "keys", r)
	build(t, f)
	for _, words := range []string{"wrong", "decoy", "normal"} {
		left, err := f.Keystore.Next() // the power went before the file was replaced
		must(t, err)
		if _, err := f.Open(pass(t, words)); err != nil && !errors.Is(err, ErrNoMatch) {
			t.Fatalf("%s: %v", words, err)
		}
		all, err := f.Keystore.Keys()
		must(t, err)
		if len(all) != 1 || !all[0].Equal(&left) {
			t.Errorf("%s: %d keys are left, or the file is not under the one there was", words, len(all))
		}
		d.Lock("vault") // as a program that died would not: the lock goes with it
		d = d.Crash()
		f.Dir, f.Keystore = d, NewFileKeystore(d, "keys", r)
	}
	opens(t, f, "normal", Normal, "secret", "own")
}

func TestAKeystoreNeedsThreeCompartments(t *testing.T) {
	d, r := newFolder(), seeded(82)
	f := file(d, r)
	f.Options.Compartments = 2
	f.Keystore = NewFileKeystore(d, "keys", r)
	if _, err := f.Create(pass(t, "x"), Normal, Content{}); !errors.Is(err, ErrOptions) {
		t.Errorf("got %v, want ErrOptions", err)
	}
}
