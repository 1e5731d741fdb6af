package vault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"

	"bulkhead/internal/durable"
)

// found is what a passphrase opens; the zero found is nothing.
type found struct {
	role           Role
	payload, ready string
	others         string // what it leads to
}

var nothing = found{}

// outcomes is what each passphrase finds.
type outcomes map[string]found

// begun is the state that every step below starts from.
var begun = outcomes{
	"normal": {Normal, "secret", "own", "decoy notebook plain duress  flagged "},
	"decoy":  {Decoy, "notebook", "plain", ""},
	"duress": {Decoy, "notebook", "flagged", ""},
	"wrong":  nothing,
}

// with returns a copy in which some passphrases find something else.
func (o outcomes) with(other outcomes) outcomes {
	o = maps.Clone(o)
	maps.Copy(o, other)
	return o
}

// step is one thing that writes, and what may be found after it.
type step struct {
	name string
	open string // the passphrase of the vault that do gets; "": none
	do   func(t *testing.T, f File, v *Vault) error
	then outcomes
}

// insists reports whether a step goes on, in place, when the disk takes no
// second file.
func (s step) insists() bool {
	return slices.Contains([]string{"open decoy", "open duress", "coerced", "save a decoy", "change a decoy"}, s.name)
}

var coerced = begun.with(outcomes{"normal": nothing, "decoy": {Decoy, "notebook", "flagged", ""}})

// steps are all that ever write.
func steps() []step {
	attempt := func(words string) func(*testing.T, File, *Vault) error {
		return func(t *testing.T, f File, _ *Vault) error {
			v, err := f.Open(pass(t, words))
			if errors.Is(err, ErrNoMatch) {
				return nil
			}
			if err == nil {
				err = v.Refused()
				v.Close()
			}
			return err
		}
	}
	return []step{
		{"open normal", "", attempt("normal"), begun},
		{"open decoy", "", attempt("decoy"), begun},
		{"open wrong", "", attempt("wrong"), begun},
		{"open duress", "", attempt("duress"), coerced},
		{"coerced", "normal", func(_ *testing.T, _ File, v *Vault) error { _, err := v.Coerced(nil); return err }, coerced},
		{"wipe", "", func(_ *testing.T, f File, _ *Vault) error { return f.Wipe() },
			outcomes{"normal": nothing, "decoy": nothing, "duress": nothing, "wrong": nothing}},
		{"save", "normal", func(_ *testing.T, _ File, v *Vault) error { return v.Save([]byte("more")) },
			begun.with(outcomes{"normal": {Normal, "more", "own", begun["normal"].others}})},
		{"save a decoy", "decoy", func(_ *testing.T, _ File, v *Vault) error { return v.Save([]byte("page")) },
			begun.with(outcomes{"normal": {Normal, "secret", "own", "decoy page plain duress  flagged "},
				"decoy": {Decoy, "page", "plain", ""}, "duress": {Decoy, "page", "flagged", ""}})},
		{"save all", "normal", func(_ *testing.T, _ File, v *Vault) error {
			return v.SaveAll(holds("a", "b"), map[Role]Content{Decoy: holds("c", "d"), Duress: holds("", "e")})
		}, outcomes{"normal": {Normal, "a", "b", "decoy c d duress  e "}, "decoy": {Decoy, "c", "d", ""}, "duress": {Decoy, "c", "e", ""}, "wrong": nothing}},
		{"remove", "normal", func(_ *testing.T, _ File, v *Vault) error { return v.Remove(Duress) },
			begun.with(outcomes{"duress": nothing, "normal": {Normal, "secret", "own", "decoy notebook plain "}})},
		{"change own", "normal", func(t *testing.T, _ File, v *Vault) error { return v.Change(Normal, pass(t, "wrong")) },
			begun.with(outcomes{"normal": nothing, "wrong": begun["normal"]})},
		{"change another", "normal", func(t *testing.T, _ File, v *Vault) error { return v.Change(Decoy, pass(t, "wrong")) },
			begun.with(outcomes{"decoy": nothing, "wrong": begun["decoy"]})},
		{"change a decoy", "decoy", func(t *testing.T, _ File, v *Vault) error { return v.Change(Decoy, pass(t, "wrong")) },
			begun.with(outcomes{"decoy": nothing, "wrong": begun["decoy"]})},
		{"add", "normal", func(t *testing.T, _ File, v *Vault) error {
			if err := v.Remove(Duress); err != nil {
				return err
			}
			return v.Add(Duress, pass(t, "wrong"), holds("", "alarm"))
		}, begun.with(outcomes{"duress": nothing, "wrong": {Decoy, "notebook", "alarm", ""},
			"normal": {Normal, "secret", "own", "decoy notebook plain duress  alarm "}})},
	}
}

// between is what "add", which writes twice, may leave besides.
var between = begun.with(outcomes{"duress": nothing, "normal": {Normal, "secret", "own", "decoy notebook plain "}})

// look opens copies of the folder by every passphrase.
func look(t *testing.T, f File, words []string) outcomes {
	t.Helper()
	got := outcomes{}
	for _, w := range words {
		f := onCopy(t, f)
		v, err := f.Open(pass(t, w))
		if errors.Is(err, ErrNoMatch) || errors.Is(err, ErrNotVault) {
			got[w] = nothing
			continue
		}
		must(t, err)
		s := found{v.Role(), string(v.Payload()), string(v.Ready()), ""}
		for _, r := range []Role{Decoy, Duress} {
			if c, ok := v.Other(r); ok {
				s.others += fmt.Sprintf("%v %s %s ", r, c.Payload, c.Ready)
			}
		}
		got[w] = s
		v.Close()
	}
	return got
}

// onCopy returns the same file in a copy of the folder.
func onCopy(t testing.TB, f File) File {
	t.Helper()
	return onCopyIn(t, f, newFolder())
}

func onCopyIn(t testing.TB, f File, d *durable.Mem) File {
	t.Helper()
	for _, name := range []string{"vault", "keys"} {
		if b, err := f.Dir.ReadFile(name); err == nil {
			must(t, d.Replace(name, b))
		}
	}
	return on(f, d)
}

// on returns the same file in another folder.
func on(f File, d *durable.Mem) File {
	f.Dir = d
	if f.Keystore != nil {
		f.Keystore = NewFileKeystore(d, "keys", f.Rand)
	}
	return f
}

// TestACrashLeavesTheOldOrTheNew makes every operation of everything that
// writes fail before and after it lands and cuts the power during and after it.
// Whatever happened, what the passphrases find is all old or all new; after a
// duress passphrase that means that the normal one still opens or that the
// decoy is complete.
func TestACrashLeavesTheOldOrTheNew(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		f.Options = Options{Size: 4 * minRegion, Compartments: 4}
		build(t, f)
		for _, s := range steps() {
			t.Run(s.name, func(t *testing.T) { crashStep(t, f, s) })
		}
	})
}

func crashStep(t *testing.T, base File, s step) {
	late := crashOnce(t, base, s, durable.NoFault, 0, 0)
	for at := 1; at <= len(late); at++ {
		if at > 1 && late[at-2] && late[at-1] {
			continue // of what overwrites an old copy the first will do
		}
		crashOnce(t, base, s, durable.FailBefore, at, 0)
		crashOnce(t, base, s, durable.FailAfter, at, 0)
		for fate := byte(0); fate < 2; fate++ { // of what was cut
			crashOnce(t, base, s, durable.CutDuring, at, fate)
			crashOnce(t, base, s, durable.CutAfter, at, fate)
		}
	}
}

// crashOnce runs a step with a fault at its operation at, and returns how many
// operations there were, and of each whether it overwrote an old copy.
func crashOnce(t *testing.T, base File, s step, fault durable.Fault, at int, fate byte) (late []bool) {
	t.Helper()
	d := durable.NewMem(fates(fate))
	f := onCopyIn(t, base, d)
	f.probe = new(probe)
	var v *Vault
	if s.open != "" {
		var err error
		v, err = f.Open(pass(t, s.open))
		must(t, err)
	}
	d.SetHook(func(int, durable.Op) durable.Fault {
		if late = append(late, f.probe.shredding); len(late) == at {
			return fault
		}
		return durable.NoFault
	})
	err := s.do(t, f, v)
	if v != nil {
		v.Close()
	}
	got := look(t, on(f, d.Crash()), slices.Collect(maps.Keys(s.then)))
	isNew, isOld := maps.Equal(got, s.then), maps.Equal(got, begun)
	switch {
	case err == nil && !isNew:
		t.Errorf("fault %d at %d, fate %d: reported done, found %v", fault, at, fate, got)
	case !isNew && !isOld && !(s.name == "add" && maps.Equal(got, between)):
		t.Errorf("fault %d at %d, fate %d: neither old nor new: %v", fault, at, fate, got)
	case at > 0 && err == nil && !late[at-1] && s.name != "open wrong" && (fault == durable.CutDuring || fault == durable.CutAfter || !s.insists()):
		t.Errorf("fault %d at %d, fate %d: the fault was not reported", fault, at, fate)
	}
	return late
}

// TestADiskWithoutRoomStopsNoDuress: no second file can be written. Every
// passphrase opens what it opens, the disk does the same for all, and duress
// destroys. What a decoy saves is kept; one's own is told that it is not.
func TestADiskWithoutRoomStopsNoDuress(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		traces := map[string][]durable.Call{}
		for _, word := range []string{"normal", "decoy", "duress", "wrong"} {
			f := onCopy(t, base)
			d := f.Dir.(*durable.Mem)
			d.SetRoom(0)
			d.SetRefusal(func(c durable.Call) error {
				if c.Name == "vault" {
					traces[word] = append(traces[word], c)
				}
				return nil
			})
			v, err := f.Open(pass(t, word))
			if word == "wrong" && !errors.Is(err, ErrNoMatch) || word != "wrong" && err != nil {
				t.Errorf("%s: %v", word, err)
			}
			d.SetRefusal(nil)
			want, kept := begun.with(nil), v != nil && v.Role() == Decoy
			if word == "duress" {
				want = coerced.with(nil)
			}
			if v != nil {
				if (v.Refused() == nil) != kept {
					t.Errorf("%s: what opening wrote is kept: %v", word, v.Refused())
				}
				err := v.Save([]byte("more"))
				if errors.Is(err, ErrRefused) == kept || (err == nil) != kept {
					t.Errorf("%s: saving: %v", word, err)
				}
				if kept {
					o := want[word]
					o.payload = "more"
					want[word] = o
				}
				if word == "decoy" {
					o := want["normal"]
					o.others = strings.Replace(o.others, "notebook", "more", 1)
					want["normal"] = o
					want["duress"] = found{Decoy, "more", "flagged", ""} // it opens what the decoy holds
				}
				v.Close()
			}
			d.SetRoom(-1)
			if got := look(t, f, slices.Collect(maps.Keys(want))); !maps.Equal(got, want) {
				t.Errorf("%s: found %v, want %v", word, got, want)
			}
		}
		for word, trace := range traces {
			if !slices.Equal(trace, traces["duress"]) {
				t.Errorf("the disk does for %s\n%v, for duress\n%v", word, trace, traces["duress"])
			}
		}
	})
}

// TestWhatADuressOpeningCouldNotDestroyTheNextWriteDoes: the disk takes nothing
// while the passphrase opens, and later it does.
func TestWhatADuressOpeningCouldNotDestroyTheNextWriteDoes(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		traces := map[string][]durable.Call{}
		for _, word := range []string{"decoy", "duress"} {
			f := onCopy(t, base)
			d := f.Dir.(*durable.Mem)
			d.SetRefusal(func(c durable.Call) error {
				traces[word] = append(traces[word], c)
				if c.Name == "vault" || c.Name == "vault.new" {
					return syscall.EROFS
				}
				return nil
			})
			v, err := f.Open(pass(t, word))
			must(t, err)
			if !errors.Is(v.Refused(), ErrRefused) {
				t.Errorf("%s: the disk took nothing, and that is not told: %v", word, v.Refused())
			}
			if err := v.Save([]byte("no")); !errors.Is(err, ErrRefused) {
				t.Errorf("%s: saving: %v", word, err)
			}
			d.SetRefusal(func(c durable.Call) error { traces[word] = append(traces[word], c); return nil })
			must(t, v.Save([]byte("more")))
			v.Close()
			d.SetRefusal(nil)
			opens(t, f, word, Decoy, "more", map[string]string{"decoy": "plain", "duress": "flagged"}[word])
			if v, err := f.Open(pass(t, "normal")); errors.Is(err, ErrNoMatch) != (word == "duress") {
				t.Errorf("%s: afterwards the normal passphrase: %v", word, err)
			} else if err == nil {
				v.Close()
			}
			opens(t, f, "decoy", Decoy, map[string]string{"decoy": "more", "duress": "notebook"}[word], map[string]string{"decoy": "plain", "duress": "flagged"}[word])
		}
		if !slices.Equal(traces["decoy"], traces["duress"]) {
			t.Errorf("the disk does for the decoy\n%v, for duress\n%v", traces["decoy"], traces["duress"])
		}
	})
}

// TestACrashWhileADecoyIsWrittenInPlaceSpoilsNothingElse: without a keystore a
// decoy's writes in place change its own region alone.
func TestACrashWhileADecoyIsWrittenInPlaceSpoilsNothingElse(t *testing.T) {
	base := file(newFolder(), seeded(98))
	build(t, base)
	for at := 1; ; at++ {
		for fate := range byte(2) {
			d := durable.NewMem(fates(fate))
			f := onCopyIn(t, base, d)
			d.SetRoom(0)
			n, cut := 0, false
			d.SetHook(func(_ int, op durable.Op) durable.Fault {
				if n++; n == at {
					cut = true
					return durable.CutDuring
				}
				return durable.NoFault
			})
			if v, err := f.Open(pass(t, "decoy")); err == nil {
				v.Close()
			}
			after := on(f, d.Crash())
			opens(t, after, "normal", Normal, "secret", "own")
			if !cut {
				if at < 5 {
					t.Errorf("only %d operations", at)
				}
				return
			}
		}
	}
}

// TestACrashWhileOthersWriteInPlaceSpoilsNothing: a normal and a wrong
// passphrase write what is there, with a keystore too.
func TestACrashWhileOthersWriteInPlaceSpoilsNothing(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		for _, word := range []string{"normal", "wrong"} {
			for at := 1; at <= 20; at += 3 {
				d := durable.NewMem(fates(1))
				f := onCopyIn(t, base, d)
				d.SetRoom(0)
				n := 0
				d.SetHook(func(int, durable.Op) durable.Fault {
					if n++; n == at {
						return durable.CutDuring
					}
					return durable.NoFault
				})
				if v, err := f.Open(pass(t, word)); err == nil {
					v.Close()
				}
				if got := look(t, on(f, d.Crash()), slices.Collect(maps.Keys(begun))); !maps.Equal(got, begun) {
					t.Errorf("%s, cut at %d: found %v", word, at, got)
				}
			}
		}
	})
}

// fates decides what of the unsynced a crash leaves: nothing or everything.
type fates byte

func (f fates) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(f)
	}
	return len(b), nil
}

// TestAfterAFailedWriteTheNextOneGoesOn: the disk fails once, at any operation,
// the program lives on.
func TestAfterAFailedWriteTheNextOneGoesOn(t *testing.T) {
	both(t, func(t *testing.T, base File) {
		build(t, base)
		for _, fault := range []durable.Fault{durable.FailBefore, durable.FailAfter} {
			for at := 1; at <= 5; at++ {
				f := onCopy(t, base)
				d := f.Dir.(*durable.Mem)
				v, err := f.Open(pass(t, "normal"))
				must(t, err)
				before := d.Ops()
				d.SetHook(func(n int, _ durable.Op) durable.Fault {
					if n-before == at {
						return fault
					}
					return durable.NoFault
				})
				if err := v.Save([]byte("lost?")); err != nil && string(v.Payload()) != "secret" {
					t.Errorf("after a failed save the payload is %q", v.Payload())
				}
				for v.Save([]byte("kept")) != nil { // the fault may be this one's
				}
				d.SetHook(nil)
				v.Close()
				opens(t, f, "normal", Normal, "kept", "own")
				opens(t, f, "duress", Decoy, "notebook", "flagged")
			}
		}
	})
}
