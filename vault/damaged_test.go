package vault

import (
	"bytes"
	"errors"
	"slices"
	"testing"
)

// TestADamagedDecoyOrDuressKeepsNobodyOut: the normal passphrase opens and tells;
// what is damaged stays as it is under the outer layer until it is replaced.
func TestADamagedDecoyOrDuressKeepsNobodyOut(t *testing.T) {
	for _, r := range []Role{Decoy, Duress} {
		both(t, func(t *testing.T, f File) {
			build(t, f)
			damage(t, f, r)
			v, err := f.Open(pass(t, "normal"))
			must(t, err)
			if got := v.Damaged(); !slices.Equal(got, []Role{r}) {
				t.Errorf("damaged are %v, want %v", got, r)
			}
			if _, ok := v.Other(r); ok {
				t.Errorf("it leads to a damaged %v", r)
			}
			whole := Decoy + Duress - r
			if _, ok := v.Other(whole); !ok {
				t.Errorf("it does not lead to the %v", whole)
			}
			region := func() []byte {
				return f.Options.in(inner(t, f, content(t, f.Dir)), v.known[r].number)[prefixLen:]
			}
			before := bytes.Clone(region())
			must(t, v.Save([]byte("more")))
			must(t, v.SaveAll(holds("most", "own"), map[Role]Content{whole: {Payload: []byte("x")}}))
			if !bytes.Equal(before, region()) {
				t.Error("a save changed the damaged region")
			}
			wantErr(t, "saving what is damaged", v.SaveAll(holds("", ""), map[Role]Content{r: {}}), ErrRole)
			wantErr(t, "its passphrase", v.Change(r, pass(t, "x")), ErrRole)
			wantErr(t, "a second one", v.Add(r, pass(t, "x"), Content{}), ErrRole)
			v.Close()

			v, err = f.Open(pass(t, "normal"))
			must(t, err)
			if got := v.Damaged(); string(v.Payload()) != "most" || !slices.Equal(got, []Role{r}) {
				t.Errorf("after saves it holds %q, damaged are %v", v.Payload(), got)
			}
			if r == Decoy {
				wantErr(t, "a decoy that duress needs", v.Remove(Decoy), ErrRole)
				must(t, v.Remove(Duress))
				wantErr(t, "duress beside a damaged decoy", v.Add(Duress, pass(t, "x"), Content{}), ErrRole)
			}
			must(t, v.Remove(r))
			if got := v.Damaged(); len(got) > 0 {
				t.Errorf("removed, %v are damaged", got)
			}
			if r == Decoy {
				must(t, v.Add(Decoy, pass(t, "decoy"), holds("anew", "plain")))
			}
			must(t, v.Add(Duress, pass(t, "duress"), holds("", "alarm")))
			want := string(v.known[Decoy].content.Payload)
			v.Close()
			opens(t, f, "duress", Decoy, want, "alarm")
			opens(t, f, "decoy", Decoy, want, "alarm")
			opensNothing(t, f, "normal")
		})
	}
}

// TestCoercedWithADamagedCompartment destroys all the same.
func TestCoercedWithADamagedCompartment(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		for r, want := range map[Role]string{Decoy: "  forced  flagged", Duress: "notebook plain forced  "} {
			f := onCopy(t, base)
			damage(t, f, r)
			v, err := f.Open(pass(t, "normal"))
			must(t, err)
			c := &calls{made: "again"}
			left, err := v.Coerced(c.renew)
			must(t, err)
			if c.got[0] != want {
				t.Errorf("%v damaged: called with %q, want %q", r, c.got, want)
			}
			opensNothing(t, f, "normal")
			for _, words := range []string{"decoy", "duress"} {
				opens(t, f, words, Decoy, string(left.Payload), string(left.Ready))
			}
		}
	})
}

// TestADecoysChangeTellsNothing: whatever passphrase it takes, it is not
// refused, after as much work; also the own one.
func TestADecoysChangeTellsNothing(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		var work probe
		for i, words := range []string{"new", "normal", "duress", "decoy"} {
			f := onCopy(t, base)
			f.probe = new(probe)
			v, err := f.Open(pass(t, "decoy"))
			must(t, err)
			must(t, v.Change(Decoy, pass(t, words)))
			v.Close()
			if i == 0 {
				work = *f.probe
			} else if *f.probe != work {
				t.Errorf("%s: did %+v, want %+v", words, *f.probe, work)
			}
		}
	})
}

// TestAPassphraseOfTwoCompartments: duress goes before normal, and normal before
// a decoy, in whatever regions they are.
func TestAPassphraseOfTwoCompartments(t *testing.T) {
	for seed := range byte(12) {
		f := file(newFolder(), seeded(150+seed))
		build(t, f)
		take := func(f File, open, words string) {
			t.Helper()
			v, err := f.Open(pass(t, open))
			must(t, err)
			must(t, v.Change(Decoy, pass(t, words)))
			v.Close()
		}
		g := onCopy(t, f)
		take(g, "decoy", "normal")
		opens(t, g, "normal", Normal, "secret", "own")
		opensNothing(t, g, "decoy")
		opens(t, g, "duress", Decoy, "notebook", "flagged")
		opens(t, g, "normal", Decoy, "notebook", "flagged") // the decoy's, and nothing else any more

		g = onCopy(t, f)
		take(g, "decoy", "duress")
		opens(t, g, "normal", Normal, "secret", "own")
		v, err := g.Open(pass(t, "duress"))
		must(t, err)
		must(t, v.Save([]byte("page")))
		v.Close()
		opensNothing(t, g, "normal")
		opens(t, g, "duress", Decoy, "page", "flagged") // what was written is there
		opens(t, g, "duress", Decoy, "page", "flagged")

		g = onCopy(t, f) // two decoys, after duress
		opens(t, g, "duress", Decoy, "notebook", "flagged")
		v, err = g.Open(pass(t, "decoy"))
		must(t, err)
		low := v.own().number
		must(t, v.Save([]byte("the decoy's")))
		must(t, v.Change(Decoy, pass(t, "duress")))
		v.Close()
		v, err = g.Open(pass(t, "duress"))
		must(t, err)
		if want := "the decoy's"; (v.own().number == low) != (string(v.Payload()) == want) || v.own().number > low {
			t.Errorf("of two decoys in regions %d and another, region %d opens", low, v.own().number)
		}
		v.Close()
	}
}

// TestADamagedHeadDoesNotWin: a passphrase of two compartments opens the one that
// can be read.
func TestADamagedHeadDoesNotWin(t *testing.T) {
	for seed := range byte(6) {
		f := file(newFolder(), seeded(170+seed))
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		n := v.known[Normal].number
		v.Close()
		v, err = f.Open(pass(t, "decoy"))
		must(t, err)
		must(t, v.Change(Decoy, pass(t, "normal")))
		v.Close()
		b := content(t, f.Dir)
		f.Options.in(b, n)[headAt] ^= 1
		put(t, f.Dir, b)
		opens(t, f, "normal", Decoy, "notebook", "plain")
		if _, err := f.Open(pass(t, "decoy")); !errors.Is(err, ErrNoMatch) {
			t.Error(err)
		}
	}
}
