package cell

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func group() Group {
	return Group{Period: 900_000, Slots: 6, PouchRounds: 192, Origin: 0, Drop: []byte("a drop's address")}
}

func seeded(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func TestAnInvitationSurvivesItsText(t *testing.T) {
	s, err := Found(group(), DefaultCheckIn(900_000), seeded(1))
	if err != nil {
		t.Fatal(err)
	}
	inv, effects, err := s.Invite(Led, "", 7, seeded(2))
	if err != nil {
		t.Fatal(err)
	}
	if len(effects) != 2 {
		t.Fatalf("%d effects, want 2", len(effects))
	}
	text, err := inv.Text()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ParseInvitation(GroupText(text))
	if err != nil {
		t.Fatal(err)
	}
	if !got.Secret.Equal(&inv.Secret) || got.Base != 7 || !got.Group.equal(&inv.Group) {
		t.Error("the invitation came back as another")
	}
	b, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	b2, err := again.Marshal()
	if err != nil || !bytes.Equal(b, b2) {
		t.Errorf("the state came back as another (%v)", err)
	}
}
