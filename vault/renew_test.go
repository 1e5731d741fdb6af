package vault

import (
	"bytes"
	"fmt"
	"testing"
)

// calls is a Renew that keeps what it was called with and returns made.
type calls struct {
	got  []string
	lens [][2]int
	made string
}

func (c *calls) renew(decoy Content, forced *Content) []byte {
	s := string(decoy.Payload) + " " + string(decoy.Ready)
	if forced != nil {
		s += fmt.Sprintf(" forced %s %s", forced.Payload, forced.Ready)
	}
	c.got, c.lens = append(c.got, s), append(c.lens, [2]int{len(decoy.Payload), len(decoy.Ready)})
	return []byte(c.made)
}

// TestEveryAttemptRenewsOnce: a decoy and a duress passphrase with what there
// is, any other with random bytes of the usual length; what is returned for the
// latter is dropped.
func TestEveryAttemptRenewsOnce(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		c := &calls{made: "again"}
		f.Renew, f.ReadyLen = c.renew, 100
		attempt := func(words, want string) {
			t.Helper()
			c.got, c.lens = nil, nil
			f.probe = new(probe)
			v, err := f.Open(pass(t, words))
			if err == nil {
				v.Close()
			}
			if len(c.got) != 1 || f.probe.renewals != 1 {
				t.Fatalf("%s: called %d times", words, len(c.got))
			}
			if want != "" && c.got[0] != want {
				t.Errorf("%s: called with %q, want %q", words, c.got[0], want)
			}
			if want == "" && c.lens[0] != [2]int{f.Options.Capacity() - 100, 100} {
				t.Errorf("%s: called with %d bytes", words, c.lens[0])
			}
		}
		attempt("wrong", "")
		attempt("normal", "")
		attempt("decoy", "notebook plain")
		attempt("decoy", "notebook again")
		attempt("wrong", "")
		f.Renew = nil
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		if o, ok := v.Other(Decoy); !ok || !is(o, "notebook", "again") {
			t.Errorf("the decoy keeps %q", o.Ready)
		}
		v.Close()
		f.Renew, c.made = c.renew, "alarm"
		attempt("duress", "notebook again forced  flagged")
		f.Renew = nil
		opens(t, f, "duress", Decoy, "notebook", "alarm")
		opens(t, f, "decoy", Decoy, "notebook", "alarm")
		opensNothing(t, f, "normal")
	})
}

// TestWhatIsRenewedStaysAsLong: too much is cut, too little filled up.
func TestWhatIsRenewedStaysAsLong(t *testing.T) {
	for _, words := range []string{"decoy", "duress"} {
		for _, made := range []string{"", "ab", "abcde", "abcdefghi"} {
			f := file(newFolder(), seeded(94))
			build(t, f)
			f.Renew = (&calls{made: made}).renew
			v, err := f.Open(pass(t, words))
			must(t, err)
			n := min(len(made), len("plain"))
			if got := v.Ready(); len(got) != len("plain") || string(got[:n]) != made[:n] || bytes.HasSuffix(got, []byte{0, 0, 0}) {
				t.Errorf("%s: of %q is kept %q", words, made, got)
			}
			v.Close()
		}
	}
}

// TestCoercedRenews: from a normal compartment with and without duress, and
// from a decoy.
func TestCoercedRenews(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		for _, way := range []struct {
			open, without string
			want          string
		}{
			{"normal", "", "notebook plain forced  flagged"},
			{"normal", "duress", "notebook plain"},
			{"decoy", "", "notebook plain"},
		} {
			f, c := onCopy(t, base), &calls{made: "again"}
			v, err := f.Open(pass(t, way.open))
			must(t, err)
			if way.without != "" {
				must(t, v.Remove(Duress))
			}
			left, err := v.Coerced(c.renew)
			must(t, err)
			if len(c.got) != 1 || c.got[0] != way.want || !is(left, "notebook", "again") {
				t.Errorf("%+v: called with %q, the decoy keeps %q", way, c.got, left.Ready)
			}
			opens(t, f, "decoy", Decoy, "notebook", "again")
			opensNothing(t, f, "normal")
		}
	})
}

// TestADamagedDecoyIsRenewedByDuress, as long as the duress compartment's.
func TestADamagedDecoyIsRenewedByDuress(t *testing.T) {
	f := file(newFolder(), seeded(95))
	build(t, f)
	damage(t, f, Decoy)
	c := &calls{made: "ab"}
	f.Renew = c.renew
	v, err := f.Open(pass(t, "duress"))
	must(t, err)
	defer v.Close()
	if len(v.Ready()) != len("flagged") || c.got[0] != "  forced  flagged" {
		t.Errorf("called with %q, keeps %d bytes", c.got, len(v.Ready()))
	}
}

// damage flips a bit in a compartment's body.
func damage(t *testing.T, f File, r Role) {
	t.Helper()
	v, err := f.Open(pass(t, "normal"))
	must(t, err)
	n := v.known[r].number
	v.Close()
	b := content(t, f.Dir)
	f.Options.in(b, n)[bodyAt+3] ^= 1
	put(t, f.Dir, b)
}
