package ready

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// kept returns what a compartment keeps for a pouch: n sets, of which so many are
// used, whose heads all begin with whose. There is always noise behind them.
func kept(t *testing.T, m Mark, whose byte, n, used int, rng *rand.ChaCha8) []byte {
	t.Helper()
	all, err := Noise(Len(vault.Options{}.Capacity()), rng)
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf(m.plan, len(all))
	if s.places != maxPlaces {
		t.Fatalf("%d places, want %d", s.places, maxPlaces)
	}
	for i := range n {
		seed, err := link.ReadSeed(rng)
		if err != nil {
			t.Fatal(err)
		}
		set := &Set{used: i < used, first: 100, seed: seed, heads: bytes.Repeat([]byte{whose}, s.heads())}
		if err := s.seal(s.place(all, i), i, m.tag, set, rng); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

var ours = Mark{pouch.Plan{Cards: card.Pair{InForce: card.Card{Slots: 6, PouchRounds: 16}}}, [pouch.TagSize]byte{7}, true}

// look says what somebody sees in each place who can open them.
func look(m Mark, kept []byte) (used string, whose string) {
	for _, set := range m.Open(kept) {
		if set == nil {
			used, whose = used+"-", whose+"-"
			continue
		}
		used, whose = used+fmt.Sprintf("%d", map[bool]int{true: 1}[set.Used()]), whose+string(set.heads[:1])
	}
	return used, whose
}

// Promise: which sets are marked as used does not depend on whether an opening was
// under duress; which lids the opening uses does.
func TestAnOpeningUnderDuressMarksWhatAnyOtherMarks(t *testing.T) {
	rng := rand.NewChaCha8([32]byte{1})
	for sets := range maxPlaces + 1 {
		for before := range sets + 1 {
			decoy := vault.Content{Ready: kept(t, ours, 'd', sets, before, rng)}
			forced := &vault.Content{Ready: kept(t, ours, 'f', sets, 0, rng)}
			own, coerced := ours.Renew(decoy, nil, rng), ours.Renew(decoy, forced, rng)
			usedOwn, whoseOwn := look(ours, own)
			usedForced, whoseForced := look(ours, coerced)
			t.Logf("%d of %d used before: %s, lids %s and %s", before, sets, usedOwn, whoseOwn, whoseForced)
			if usedOwn != usedForced || len(own) != len(coerced) || len(own) != len(decoy.Ready) {
				t.Errorf("%d of %d used before: then used are %s, under duress %s", before, sets, usedOwn, usedForced)
			}
			if want := max(0, sets-before-1); ours.Left(own) != want || ours.Left(coerced) != want {
				t.Errorf("%d of %d used before: left are %d, under duress %d, want %d", before, sets, ours.Left(own), ours.Left(coerced), want)
			}
			if sets == 0 {
				continue
			}
			if ours.Current(own).heads[0] != 'd' || ours.Current(coerced).heads[0] != 'f' {
				t.Errorf("%d of %d used before: an opening does not use its own lids", before, sets)
			}
		}
	}
}

// Promise: without a duress compartment, the panic key leaves what it would leave
// with one, with lids that open nowhere.
func TestWhatIsSpoiltLooksLikeADuressCompartment(t *testing.T) {
	rng := rand.NewChaCha8([32]byte{2})
	decoy := vault.Content{Ready: kept(t, ours, 'd', 3, 1, rng)}
	spoilt, err := ours.Spoilt(decoy, rng)
	if err != nil {
		t.Fatal(err)
	}
	used, whose := look(ours, ours.Renew(decoy, spoilt, rng))
	if wantUsed, _ := look(ours, ours.Renew(decoy, nil, rng)); used != wantUsed {
		t.Errorf("used are %s, want %s", used, wantUsed)
	}
	if whose[0] != 'd' || whose[1] == 'd' || whose[2] == 'd' {
		t.Errorf("the lids are %q", whose)
	}
}

// Promise: what is kept for another pouch, or for none, opens nothing, and is left
// as it is.
func TestAnotherPouchFindsNothing(t *testing.T) {
	rng := rand.NewChaCha8([32]byte{3})
	decoy := vault.Content{Ready: kept(t, ours, 'd', 3, 0, rng)}
	other := ours
	other.tag[0]++
	for _, m := range []Mark{other, {}} {
		if got := m.Renew(decoy, nil, rng); !bytes.Equal(got, decoy.Ready) {
			t.Error("what is kept was changed")
		}
		if m.Current(decoy.Ready) != nil || m.Left(decoy.Ready) != 0 {
			t.Error("a set is found")
		}
	}
}

// Promise: a set has lids for the rounds it was made for, and no others.
func TestASetHasLidsForItsRoundsAlone(t *testing.T) {
	rng := rand.NewChaCha8([32]byte{4})
	set := ours.Open(kept(t, ours, 'd', 1, 0, rng))[0]
	for r, want := range map[box.Round]bool{99: false, 100: true, 115: true, 116: false} {
		for slot, there := range map[int]bool{0: want, 5: want, 6: false} {
			if _, ok := set.Lid(ours.plan, pouch.Entry{Round: r, Slot: slot}); ok != there {
				t.Errorf("round %d, slot %d: a lid %v, want %v", r, slot, ok, there)
			}
		}
	}
}
