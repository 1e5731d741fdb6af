package vault

import (
	"errors"
	"testing"

	"bulkhead/internal/durable"
)

// file describes the vault of most tests.
func file(d durable.Dir, r *source) File {
	return File{Dir: d, Name: "vault", Options: small(), Params: cheap(), Rand: r}
}

// both runs a test without and with a keystore.
func both(t *testing.T, test func(t *testing.T, f File)) {
	for _, name := range []string{"no keystore", "keystore"} {
		t.Run(name, func(t *testing.T) {
			d := newFolder()
			f := file(d, seeded(70))
			if name == "keystore" {
				f.Keystore = NewFileKeystore(d, "keys", seeded(71))
			}
			test(t, f)
		})
	}
}

// content of most tests.
func holds(payload, ready string) Content { return Content{[]byte(payload), []byte(ready)} }

func is(c Content, payload, ready string) bool {
	return string(c.Payload) == payload && string(c.Ready) == ready
}

// build makes a vault with all three roles; it is closed.
func build(t testing.TB, f File) {
	t.Helper()
	v, err := f.Create(pass(t, "normal"), Normal, holds("secret", "own"))
	must(t, err)
	must(t, v.Add(Decoy, pass(t, "decoy"), holds("notebook", "plain")))
	must(t, v.Add(Duress, pass(t, "duress"), holds("", "flagged")))
	v.Close()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// opens checks what a passphrase opens.
func opens(t testing.TB, f File, words string, role Role, payload, ready string) {
	t.Helper()
	v, err := f.Open(pass(t, words))
	if err != nil {
		t.Fatalf("%s: %v", words, err)
	}
	defer v.Close()
	if v.Role() != role || !is(Content{v.Payload(), v.Ready()}, payload, ready) {
		t.Fatalf("%s opens role %v with %q and %q, want %v, %q, %q", words, v.Role(), v.Payload(), v.Ready(), role, payload, ready)
	}
}

// opensNothing checks that a passphrase is told no more than that.
func opensNothing(t testing.TB, f File, words string) {
	t.Helper()
	if v, err := f.Open(pass(t, words)); !errors.Is(err, ErrNoMatch) {
		t.Errorf("%s: %v, want ErrNoMatch", words, err)
		if v != nil {
			v.Close()
		}
	}
}

func TestTheNormalPassphraseLeadsToTheOthersAndNoneLeadsToIt(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		if c, ok := v.Other(Decoy); !ok || !is(c, "notebook", "plain") {
			t.Error("the normal passphrase does not lead to the decoy")
		}
		if c, ok := v.Other(Duress); !ok || !is(c, "", "flagged") {
			t.Error("the normal passphrase does not lead to the duress compartment")
		}
		must(t, v.SaveAll(holds("more", "own2"), map[Role]Content{Decoy: holds("notebook 2", "plain2"), Duress: holds("", "flagged2")}))
		must(t, v.Save([]byte("most")))
		v.Close()
		opens(t, f, "normal", Normal, "most", "own2")
		opens(t, f, "decoy", Decoy, "notebook 2", "plain2")
		v, err = f.Open(pass(t, "decoy"))
		must(t, err)
		for _, r := range []Role{Normal, Decoy, Duress, roles} {
			if _, ok := v.Other(r); ok {
				t.Errorf("the decoy leads to %v", r)
			}
		}
		must(t, v.SaveAll(holds("written in the decoy", "p"), nil))
		if err := v.SaveAll(holds("", ""), map[Role]Content{Duress: {}}); !errors.Is(err, ErrRole) {
			t.Errorf("the decoy saves another: %v", err)
		}
		v.Close()
		v, err = f.Open(pass(t, "normal"))
		must(t, err)
		if c, _ := v.Other(Decoy); !is(c, "written in the decoy", "p") {
			t.Error("the normal passphrase does not see what the decoy saved")
		}
		v.Close()
		opensNothing(t, f, "wrong")
	})
}

func TestTheDuressPassphraseLeavesTwoDecoysAndNothingElse(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		opens(t, f, "decoy", Decoy, "notebook", "plain")
		opens(t, f, "duress", Decoy, "notebook", "flagged")
		opensNothing(t, f, "normal")
		for range 2 {
			opens(t, f, "duress", Decoy, "notebook", "flagged")
			opens(t, f, "decoy", Decoy, "notebook", "flagged")
			opensNothing(t, f, "normal")
			opensNothing(t, f, "wrong")
		}
		v, err := f.Open(pass(t, "duress"))
		must(t, err)
		must(t, v.Save([]byte("page")))
		must(t, v.Change(Decoy, pass(t, "another")))
		v.Close()
		opens(t, f, "another", Decoy, "page", "flagged")
		opensNothing(t, f, "duress")
	})
}

func TestCoercedDoesWhatTheDuressPassphraseDoes(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		c, err := v.Coerced(nil)
		must(t, err)
		if !is(c, "notebook", "flagged") {
			t.Errorf("the decoy holds %q and %q", c.Payload, c.Ready)
		}
		if _, err := v.Coerced(nil); !errors.Is(err, ErrClosed) {
			t.Errorf("a second time: %v, want ErrClosed", err)
		}
		opens(t, f, "duress", Decoy, "notebook", "flagged")
		opens(t, f, "decoy", Decoy, "notebook", "flagged")
		opensNothing(t, f, "normal")
	})
}

func TestWipedNothingOpensEvenIfAnotherProgramHasItOpen(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		before := content(t, f.Dir)
		must(t, f.Wipe())
		if n := equalBytes(before, content(t, f.Dir)); n > len(before)/200 {
			t.Errorf("%d of %d bytes are as before", n, len(before))
		}
		if err := v.Save(nil); !errors.Is(err, ErrNotVault) {
			t.Errorf("saving after the wipe: %v, want ErrNotVault", err)
		}
		v.Close()
		for _, words := range []string{"normal", "decoy", "duress", "wrong"} {
			opensNothing(t, f, words)
		}
	})
}

func equalBytes(a, b []byte) (n int) {
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return n
}
