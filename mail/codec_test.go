package mail

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"bulkhead/cell"
)

// full is a Mail with something of everything.
func full() Mail {
	var m Mail
	p := newFakePost(2, 1, 2)
	m.Show(cell.Show{What: cell.TextArrived, Tie: 1, Text: "first", Sure: true, Doubt: true}, 100, 99, lifetime)
	m.Show(cell.Show{What: cell.NoticeArrived, Tie: 1, Text: "second", ID: cell.ID{7}, Founder: cell.SecondFounder, Expires: 110}, 100, 99, lifetime)
	m.Show(cell.Show{What: cell.Refused, Tie: 2, Why: cell.Malformed, Kind: 9}, 101, 101, lifetime)
	m.Alarm(2, AlarmFrozen, 3, 102, 101)
	for n := range 4 {
		number := m.Accept(Sent{What: Notice, Text: strings.Repeat("x", 300*n), ID: cell.ID{byte(n)}, At: 100, Expires: 160})
		for _, tie := range []cell.TieID{1, 2, 3} {
			m.Send(p, 0, number, cell.Send{Tie: tie, Message: unknown(n, 10)}, 100, lifetime)
		}
	}
	m.Send(p, 1, 0, cell.Send{Tie: 2, Message: unknown(5, 10)}, 100, lifetime)
	m.Confirmed(1, 1)
	m.MarkRead(3)
	m.Saved()
	return m
}

// Promise: what is kept comes back, and nothing else is read.
func TestWhatIsKeptComesBack(t *testing.T) {
	was := full()
	kept := was.Marshal()
	m, err := Unmarshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	if again := m.Marshal(); !bytes.Equal(kept, again) {
		t.Error("the mail does not give itself back")
	}
	if len(m.received) != 2 || len(m.told) != 2 || len(m.sent) != 4 || len(m.carried) == 0 || m.last != was.last {
		t.Errorf("%d received, %d told, %d sent, %d on their way came back", len(m.received), len(m.told), len(m.sent), len(m.carried))
	}
	for n := range kept {
		if _, err := Unmarshal(kept[:n]); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := Unmarshal(append(kept, 0)); !errors.Is(err, ErrFormat) {
		t.Errorf("one byte too long: %v", err)
	}
}

// FuzzMail: whatever is read gives back the same bytes.
func FuzzMail(f *testing.F) {
	m := full()
	f.Add(m.Marshal())
	f.Add(new(Mail).Marshal())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Unmarshal(data)
		if err != nil {
			return
		}
		if again := m.Marshal(); !bytes.Equal(data, again) {
			t.Errorf("%d bytes do not give themselves back", len(data))
		}
	})
}
