package vault

import (
	"bytes"
	"errors"
	"testing"
)

func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// TestOnlyTheNormalPassphraseAddsAndRemoves, in an order in which a duress
// compartment always has a decoy.
func TestOnlyTheNormalPassphraseAddsAndRemoves(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		_, err := f.Create(pass(t, "normal"), Duress, Content{})
		wantErr(t, "making a vault of nothing but duress", err, ErrRole)
		_, err = f.Create(pass(t, "normal"), Normal, Content{Payload: make([]byte, f.Options.Capacity()), Ready: []byte{1}})
		wantErr(t, "one byte too many", err, ErrFull)
		v, err := f.Create(pass(t, "normal"), Normal, holds("secret", ""))
		must(t, err)
		wantErr(t, "duress before a decoy", v.Add(Duress, pass(t, "duress"), Content{}), ErrRole)
		wantErr(t, "a second normal", v.Add(Normal, pass(t, "duress"), Content{}), ErrRole)
		wantErr(t, "no such role", v.Add(roles, pass(t, "duress"), Content{}), ErrRole)
		wantErr(t, "the own passphrase", v.Add(Decoy, pass(t, "normal"), Content{}), ErrTaken)
		wantErr(t, "one byte too many", v.Add(Decoy, pass(t, "decoy"), Content{Ready: make([]byte, v.Capacity()+1)}), ErrFull)
		wantErr(t, "removing what is not there", v.Remove(Decoy), ErrRole)
		must(t, v.Add(Decoy, pass(t, "decoy"), holds("notebook", "plain")))
		wantErr(t, "a second decoy", v.Add(Decoy, pass(t, "other"), Content{}), ErrRole)
		wantErr(t, "the decoy's passphrase", v.Add(Duress, pass(t, "decoy"), Content{}), ErrTaken)
		must(t, v.Add(Duress, pass(t, "duress"), holds("", "flagged")))
		wantErr(t, "a decoy that duress needs", v.Remove(Decoy), ErrRole)
		wantErr(t, "removing oneself", v.Remove(Normal), ErrRole)
		wantErr(t, "another's passphrase", v.Change(Decoy, pass(t, "duress")), ErrTaken)
		must(t, v.Change(Duress, pass(t, "duress 2")))
		must(t, v.Remove(Duress))
		must(t, v.Remove(Decoy))
		must(t, v.Add(Decoy, pass(t, "decoy"), holds("anew", "")))
		v.Close()
		wantErr(t, "closed", v.Add(Duress, pass(t, "x"), Content{}), ErrClosed)

		v, err = f.Open(pass(t, "decoy"))
		must(t, err)
		wantErr(t, "a decoy adds", v.Add(Duress, pass(t, "x"), Content{}), ErrRole)
		wantErr(t, "a decoy removes", v.Remove(Normal), ErrRole)
		wantErr(t, "a decoy changes another", v.Change(Normal, pass(t, "x")), ErrRole)
		v.Close()
		opens(t, f, "normal", Normal, "secret", "")
		opens(t, f, "decoy", Decoy, "anew", "")
		opensNothing(t, f, "duress 2")
	})
}

func TestAVaultOfNothingButANotebook(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		v, err := f.Create(pass(t, "decoy"), Decoy, holds("notebook", "plain"))
		must(t, err)
		must(t, v.Save([]byte("page")))
		v.Close()
		opens(t, f, "decoy", Decoy, "page", "plain")
		v, err = f.Open(pass(t, "decoy"))
		must(t, err)
		c, err := v.Coerced(nil)
		must(t, err)
		if !is(c, "page", "plain") {
			t.Errorf("coerced, the decoy holds %q and %q", c.Payload, c.Ready)
		}
		opens(t, f, "decoy", Decoy, "page", "plain")
	})
}

func TestCoercedWithoutADecoyNothingIsLeft(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		v, err := f.Create(pass(t, "normal"), Normal, holds("secret", "own"))
		must(t, err)
		c, err := v.Coerced(nil)
		if must(t, err); c.len() != 0 {
			t.Errorf("%d bytes are left", c.len())
		}
		opensNothing(t, f, "normal")
	})
}

func TestCoercedWithoutADuressCompartmentTheDecoyKeepsNothingReady(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		must(t, v.Remove(Duress))
		c, err := v.Coerced(nil)
		if must(t, err); !is(c, "notebook", "") {
			t.Errorf("the decoy holds %q and %q", c.Payload, c.Ready)
		}
		opens(t, f, "decoy", Decoy, "notebook", "")
		opensNothing(t, f, "normal")
		opensNothing(t, f, "duress")
	})
}

// TestNoHeadCounts: whatever was saved and opened before, in whatever order, a
// head says role and lengths and nothing else. A decoy that counted would tell
// that it was saved beside a device whose owner writes pages from the normal
// compartment.
func TestNoHeadCounts(t *testing.T) {
	f := file(newFolder(), seeded(92))
	build(t, f)
	for range 5 {
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		must(t, v.SaveAll(holds("secret", "own"), map[Role]Content{Decoy: holds("page", "plain")}))
		v.Close()
		opens(t, f, "decoy", Decoy, "page", "plain")
	}
	file, err := f.read()
	must(t, err)
	a, err := f.try(file, pass(t, "decoy"))
	must(t, err)
	want := [headBodyKey]byte{headVersion: version, headRole: byte(Decoy), headPayload + 3: 4, headReady + 3: 5}
	if got := a.opened[a.own].head[:headBodyKey]; !bytes.Equal(got, want[:]) {
		t.Errorf("the head is %x, want %x", got, want)
	}
}

// TestAnOldPassphraseAndAnOldCopyDoNotLeadToLaterSaves, once a normal
// compartment has changed it: the region key is another.
func TestAnOldPassphraseAndAnOldCopyDoNotLeadToLaterSaves(t *testing.T) {
	f := file(newFolder(), seeded(93))
	build(t, f)
	v, err := f.Open(pass(t, "normal"))
	must(t, err)
	defer v.Close()
	for _, r := range []Role{Normal, Decoy, Duress} {
		before := bytes.Clone(v.known[r].region.Bytes())
		must(t, v.Change(r, pass(t, "another "+r.String())))
		if bytes.Equal(before, v.known[r].region.Bytes()) {
			t.Errorf("%v keeps its region key", r)
		}
	}
	v.Close()
	opens(t, f, "another decoy", Decoy, "notebook", "plain")
	opens(t, f, "another normal", Normal, "secret", "own")
	opens(t, f, "another duress", Decoy, "notebook", "flagged")
	opens(t, f, "another decoy", Decoy, "notebook", "flagged")
}

// TestWhatDuressPutsTogetherFits: a normal compartment cannot make it too long;
// a decoy can, which knows nothing of it, and then destroying goes first.
func TestWhatDuressPutsTogetherFits(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		long := bytes.Repeat([]byte("r"), v.Capacity()/2+1)
		wantErr(t, "too long together", v.SaveAll(holds("", ""), map[Role]Content{Decoy: {Payload: long}, Duress: {Ready: long}}), ErrFull)
		must(t, v.SaveAll(holds("", ""), map[Role]Content{Decoy: {}, Duress: {Ready: long}}))
		v.Close()
		v, err = f.Open(pass(t, "decoy"))
		must(t, err)
		must(t, v.Save(long))
		v.Close()
		v, err = f.Open(pass(t, "normal"))
		must(t, err)
		must(t, v.Save([]byte("goes on")))
		v.Close()
		opens(t, f, "duress", Decoy, string(long), "")
		opens(t, f, "decoy", Decoy, string(long), "")
		opensNothing(t, f, "normal")
	})
}
