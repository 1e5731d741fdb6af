package cell

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzInvitation(f *testing.F) {
	for _, v := range vectors(f) {
		if v["what"] == "invitation" && v["expect"] == "ok" {
			f.Add(v.input(f))
		}
	}
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, data []byte) {
		var i Invitation
		if i.UnmarshalBinary(data) != nil {
			return
		}
		b, err := i.MarshalBinary()
		if err != nil || !bytes.Equal(b, data) {
			t.Errorf("an invitation that parses marshals to other bytes (%v)", err)
		}
	})
}

func FuzzInvitationText(f *testing.F) {
	for _, v := range vectors(f) {
		if v["what"] == "invitation" {
			f.Add(v["text"])
			f.Add(strings.Join(Rows(v["text"]), "\n"))
		}
	}
	f.Add("\n8-1 0–")
	f.Fuzz(func(t *testing.T, typed string) {
		i, err := ParseInvitation(typed)
		if err != nil {
			return
		}
		text, err := i.Text()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseInvitation(strings.Join(Rows(text), "\n"))
		if err != nil || !again.Secret.Equal(&i.Secret) {
			t.Errorf("a text that parses writes another (%v)", err)
		}
	})
}

func FuzzPacket(f *testing.F) {
	for _, v := range vectors(f) {
		if v["what"] == "packet" {
			f.Add(v.input(f))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parsePacket(data)
		if err != nil {
			return
		}
		if !bytes.Equal(marshal(p), data) {
			t.Errorf("a %T that parses marshals to other bytes", p)
		}
	})
}

func FuzzState(f *testing.F) {
	w, people := seven(f, 61)
	for _, p := range people {
		_, _, err := p.s.SendNote("x", w.now, w.rand)
		w.must(err)
		f.Add(w.bytes(p.s))
		doubted(w, p.s)
		f.Add(w.bytes(p.s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Unmarshal(data)
		if err != nil {
			return
		}
		b, err := s.Marshal()
		if err != nil || !bytes.Equal(b, data) {
			t.Errorf("a state that parses marshals to other bytes (%v)", err)
		}
	})
}

// TestEveryFlippedBitOfAStateStillObeysTheRules: it is refused, or it is another
// state within the rules that marshals to those bytes.
func TestEveryFlippedBitOfAStateStillObeysTheRules(t *testing.T) {
	w, people := seven(t, 62)
	doubted(w, people["c"].s)
	for _, name := range []string{"A", "c"} {
		good := w.bytes(people[name].s)
		for at := range good {
			bad := bytes.Clone(good)
			bad[at] ^= 1 << (at % 8)
			s, err := Unmarshal(bad)
			if err != nil {
				continue
			}
			if b := w.bytes(s); !bytes.Equal(b, bad) {
				t.Fatalf("byte %d flipped: it marshals to other bytes", at)
			}
		}
		for n := range good {
			if _, err := Unmarshal(good[:n]); err == nil {
				t.Fatalf("cut to %d of %d bytes it is read", n, len(good))
			}
		}
		if _, err := Unmarshal(append(bytes.Clone(good), 0)); err == nil {
			t.Error("with a byte more it is read")
		}
	}
}

// doubted gives a state every trace of somebody taken that it can have.
func doubted(w *world, s *State) {
	for _, t := range s.Ties() {
		if x := s.teller(s.tie(t.ID)); x != nil {
			s.tie(t.ID).Told, s.tie(t.ID).counted = w.now, w.now
		}
		if t.Relation == Led {
			second(s.ConfirmTaken(t.ID, w.now, w.rand))
		}
		if t.Relation == Partner {
			second(s.Suspect(t.ID, w.now))
			second(s.Alarmed(t.ID, true, false))
		}
	}
}
