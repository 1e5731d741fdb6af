package device

import (
	"bytes"
	"crypto/hpke"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
)

// A hostile member sends whatever its link takes, as fast as it takes it. Nothing
// of anybody else's is lost for it, or stands still, and no refill fails.

// TestAFloodOfNotesLosesNobodysNote: a floods while the lead is away. Whatever b's
// link brought is on its way up, or b is told that it is not.
func TestAFloodOfNotesLosesNobodysNote(t *testing.T) {
	for _, size := range []int{1, cell.MaxBody} {
		t.Run(fmt.Sprintf("of %d bytes", size), func(t *testing.T) {
			h := newHop(t, 81, 3*time.Hour, 16)
			var ids [][]byte
			for range 12 {
				for range 100 {
					note, _ := h.noteOf(size)
					h.brings(h.a, note)
				}
				note, id := h.noteOf(300)
				if h.brings(h.b, note) {
					ids = append(ids, id)
				}
				h.goesOn()
			}
			if len(ids) < 12 {
				t.Errorf("%d of 12 honest notes were taken in", len(ids))
			}
			on := 0
			for _, id := range ids {
				up, told := h.under(h.lead, id), h.under(h.b, id)
				if up == told {
					t.Errorf("a note that b's device counts as received: on its way up %v, b told that it is not %v", up, told)
				}
				if up {
					on++
				}
			}
			if on < 12 {
				t.Errorf("%d of 12 honest notes are on their way", on)
			}
			if !slices.ContainsFunc(h.d.mail.Carried(), func(c mail.Carried) bool { return c.Send.Tie == h.a && c.Class == cell.Stops }) {
				t.Error("who floods is told nothing")
			}
			if len(ids) == 0 {
				return
			}
			ahead := 0 // of b's last note, in messages, once the lead is back
			for h.under(h.lead, ids[len(ids)-1]) && ahead < 1000 {
				h.confirms(h.lead, 1)
				h.d.mail.SendWaiting(post{h.d}, h.d.known)
				ahead++
			}
			if ahead > 60 {
				t.Errorf("%d messages went before the last of b's 12 notes", ahead)
			}
		})
	}
}

// TestAFloodLeavesTheOwnersRoom: whatever a has sent, the owner can write, and the
// partner's and the lead's texts come in.
func TestAFloodLeavesTheOwnersRoom(t *testing.T) {
	for name, message := range map[string]func(h *hop) []byte{
		"notes of 4 KiB": func(h *hop) []byte { m, _ := h.noteOf(cell.MaxBody); return m },
		"texts":          func(h *hop) []byte { return append([]byte{4}, make([]byte, 4096)...) },
		"short texts":    func(h *hop) []byte { return []byte{4, 'x'} },
		"nothing known":  func(h *hop) []byte { return []byte{99, byte(h.rng.Uint32())} },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHop(t, 82, 15*time.Minute, 192)
			for range 3 {
				for range 400 {
					h.brings(h.a, message(h))
				}
				h.goesOn()
			}
			for n := range 3 {
				if _, err := h.d.Send(h.partner, string(make([]byte, 3000))); err != nil {
					t.Errorf("the owner's message %d: %v", n, err)
				}
			}
			for _, tie := range []cell.TieID{h.partner, h.lead, h.b} {
				if !h.brings(tie, append([]byte{4}, make([]byte, 4096)...)) {
					t.Errorf("a text over tie %d is not taken in", tie)
				}
			}
			h.goesOn()
		})
	}
}

// TestAFloodForgetsNobodysWay: a founder's reply to b's note finds its way after a
// has sent as many notes as it likes.
func TestAFloodForgetsNobodysWay(t *testing.T) {
	h := newHop(t, 83, 3*time.Hour, 16)
	note, id := h.noteOf(10)
	h.brings(h.b, note)
	now := h.d.known
	_, err := h.founder.Receive(h.toHop, note, now, h.d.env.Rand)
	h.must(err)
	for range 240 {
		n, _ := h.noteOf(1)
		h.brings(h.a, n)
	}
	reply, err := h.founder.ReplyTo(cell.ID(id), "an answer")
	h.must(err)
	h.brings(h.lead, reply[0].(cell.Send).Message)
	if !h.under(h.b, []byte("an answer")) {
		t.Error("the reply found no way to b")
	}
}

// TestAlternatingWordsCostTheAccusedNothing: the partner says that the lead was
// taken, and takes it back, again and again.
func TestAlternatingWordsCostTheAccusedNothing(t *testing.T) {
	h := newHop(t, 84, 3*time.Hour, 16)
	text := append([]byte{4}, make([]byte, 2000)...)
	before := h.d.free()
	for n := range 6000 {
		h.brings(h.partner, []byte{12, 2, byte(n % 2)})
	}
	h.goesOn()
	if !h.takes(h.lead, text) {
		t.Error("the lead's texts are not taken in any more")
	}
	if after := h.d.free(); before-after > 1024 {
		t.Errorf("room for %d bytes, before it was for %d", after, before)
	}
	if n := len(h.d.Inbox()); n > 20 {
		t.Errorf("the inbox has %d things", n)
	}
}

// fills has ties bring texts until nothing more of theirs is taken in.
func (h *hop) fills(ties ...cell.TieID) {
	for _, tie := range ties {
		for h.brings(tie, append([]byte{4}, make([]byte, 4096)...)) {
		}
		for h.brings(tie, []byte{4}) {
		}
	}
}

// TestSeveralFloodsLeaveAQuietTieItsShare: all ties but one flood at once, until
// nothing is left of what is lent. The quiet one's longest note's length of text, and
// the owner's own, still find their room, and the state fits into the vault.
func TestSeveralFloodsLeaveAQuietTieItsShare(t *testing.T) {
	for quiet := range 4 {
		h := newHop(t, 93, 15*time.Minute, 192)
		ties := []cell.TieID{h.a, h.b, h.lead, h.partner}
		quietTie := ties[quiet]
		floods := append(append([]cell.TieID{}, ties[:quiet]...), ties[quiet+1:]...)
		for range 3 {
			h.fills(floods...)
			h.goesOn()
		}
		if left := h.d.free(); left > 2*overhead {
			t.Errorf("%d bytes are left to be lent", left)
		}
		if !h.brings(quietTie, append([]byte{4}, make([]byte, 4096)...)) {
			t.Errorf("while three flood, a text over tie %d is not taken in", quietTie)
		}
		if _, err := h.d.SendAnyway(quietTie, string(make([]byte, 4096))); err != nil {
			t.Errorf("while three flood, the owner cannot write: %v", err)
		}
		h.goesOn()
		h.bounded()
	}
}

// TestWhileEveryTieFloodsALifelinesPacketComesIn: all ties fill the vault, until
// nothing is left to be lent. What an orphan says over a lifeline that is kept for it
// is taken in all the same.
func TestWhileEveryTieFloodsALifelinesPacketComesIn(t *testing.T) {
	h := newHop(t, 94, 15*time.Minute, 192)
	key, err := hpke.MLKEM768X25519().GenerateKey()
	h.must(err)
	ask := append(make([]byte, 17, 19), 1, 3) // rank 1, to the one who answers
	ask[0] = 13
	h.brings(h.partner, append(ask, key.PublicKey().Bytes()...))
	all := h.d.cell.Lifelines(h.d.known)
	if len(all) != 1 {
		t.Fatalf("%d lifelines, want the one that was asked for", len(all))
	}
	for range 3 {
		h.fills(h.a, h.b, h.lead, h.partner)
		h.goesOn()
	}
	if left := h.d.free(); left > 2*overhead {
		t.Errorf("%d bytes are left to be lent", left)
	}
	in := h.d.intake()
	if got := in.RoomFor(all[0].Tie); got < link.HeldCost {
		t.Errorf("a lifeline has room for %d bytes, a cell takes %d", got, link.HeldCost)
	}
	h.bounded()
}

// asked has the tie's note come in, go up, and reach the founder; it returns its id.
func (h *hop) asked(tie cell.TieID) []byte {
	h.t.Helper()
	note, id := h.noteOf(10)
	h.brings(tie, note)
	h.confirms(h.lead, 10)
	_, err := h.founder.Receive(h.toHop, note, h.d.known, h.d.env.Rand)
	h.must(err)
	return id
}

// replies has the founder answer a note, by way of the lead.
func (h *hop) replies(id []byte) {
	h.t.Helper()
	reply, err := h.founder.ReplyTo(cell.ID(id), "an answer")
	h.must(err)
	h.brings(h.lead, reply[0].(cell.Send).Message)
}

// saysStopped has a tie say that a reply went no further, if that is taken in.
func (h *hop) saysStopped(tie cell.TieID, id []byte, number int) bool {
	return h.brings(tie, append(append([]byte{20}, id...), 0, byte(number), 1))
}

// TestWhoSaysThatRepliesWereStoppedStopsNobodyElse: a hostile founder answers a's note
// over and over, and a says of every reply that it went no further, while the lead
// confirms little. The lead's own texts come in all the same; what b says of a reply
// goes up; what a says beyond that waits at a, and nothing of it is lost.
func TestWhoSaysThatRepliesWereStoppedStopsNobodyElse(t *testing.T) {
	h := newHop(t, 91, 3*time.Hour, 16)
	ofA, ofB := h.asked(h.a), h.asked(h.b)
	taken := 0
	for range 12 {
		for range 10 {
			h.replies(ofA)
		}
		h.goesOn()
		h.confirms(h.a, 1000)
		for n := taken; n < taken+10; n++ {
			if !h.saysStopped(h.a, ofA, n+1) {
				taken = n
				break
			}
		}
		h.goesOn()
		if !h.brings(h.lead, []byte{4, 'h', 'i'}) {
			t.Error("the lead's text is not taken in, for what a says")
		}
		h.confirms(h.lead, 1)
	}
	h.replies(ofB)
	h.goesOn()
	h.confirms(h.b, 1000)
	if !h.saysStopped(h.b, ofB, 1) || !h.under(h.lead, ofB) {
		t.Error("what b says of a reply goes nowhere")
	}
	waits := 0
	for _, c := range h.d.mail.Carried() {
		if c.From == h.a && c.Class == cell.Stops {
			waits++
		}
	}
	if waits == 0 || waits > 8 {
		t.Errorf("%d of a's words wait, want 1 to 8", waits)
	}
	h.bounded()
}

// TestANoteWhoseWayWasPushedOutIsStillAnswered: two behind one tie; the one floods, so
// that the way of the other's note is forgotten while it waits. When it goes no
// further, the tie is told.
func TestANoteWhoseWayWasPushedOutIsStillAnswered(t *testing.T) {
	h := newHop(t, 97, 3*time.Hour, 16)
	note, id := h.noteOf(20)
	h.brings(h.a, note)
	for range 62 {
		n, _ := h.noteOf(1)
		h.brings(h.a, n)
	}
	if !h.under(h.lead, id) {
		t.Fatal("the note is not on its way")
	}
	for range 7*8 + 2 { // the lead is away for a week
		h.goesOn()
	}
	if h.under(h.lead, id) || !h.under(h.a, id) {
		t.Errorf("the note is under way: %v; its sender is told: %v", h.under(h.lead, id), h.under(h.a, id))
	}
}

// TestAFoundersRevocationsPushOutNoWord: a hostile founder revokes notices that nobody
// has seen, without end; they come over the honest lead. What the lead said stays.
func TestAFoundersRevocationsPushOutNoWord(t *testing.T) {
	h := newHop(t, 92, 15*time.Minute, 192)
	h.brings(h.lead, []byte{12, 1, 0}) // the partner was taken
	for n := range 1280 {
		h.d.show(cell.Show{What: cell.NoticeRevoked, Tie: h.lead, ID: cell.ID{byte(n), byte(n >> 8)}})
	}
	for _, r := range h.d.Inbox() {
		if r.What == cell.SaidTaken && r.By == h.lead {
			return
		}
	}
	t.Error("what the lead said of the partner was pushed out by a founder's revocations")
}

// TestWhatComesAfterAHoleLeavesTheHoleItsRoom: a drop withholds the first box of an
// honest message for a while, and meanwhile others take all that is lent. The message
// becomes whole once its first box comes.
func TestWhatComesAfterAHoleLeavesTheHoleItsRoom(t *testing.T) {
	h := newHop(t, 95, 15*time.Minute, 192)
	chance := rand.NewChaCha8([32]byte{95})
	begin := func(role link.Role) *link.Link {
		secret, err := link.ShownOf(make([]byte, 32))
		h.must(err)
		l, err := link.Start(link.Params{Role: role, Context: []byte("a context"), Base: h.d.known, PouchRounds: 192}, &secret)
		h.must(err)
		return l
	}
	mine, theirs := begin(link.Shower), begin(link.Scanner)
	h.d.links[h.partner] = mine
	h.d.linksChanged()
	now, whole := h.d.known, 0
	rounds := func(n int, withheld bool) {
		for range n {
			now++
			out, err := theirs.SealRounds(link.Moment{Now: now - 1, Floor: now - 1}, 1, chance)
			h.must(err)
			back, err := mine.SealRounds(link.Moment{Now: now - 1, Floor: now - 1}, 1, chance)
			h.must(err)
			in := h.d.intake()
			if w := out.Writes[0]; !withheld {
				claimed := mine.Status().Claimed
				events, err := mine.Open(w.Round, w.ID, w.Content, in.RoomFor(h.partner))
				h.must(err)
				in.Charge(h.partner, events, (mine.Status().Claimed-claimed)*link.HeldCost)
				for _, e := range events {
					if m, is := e.(*link.Delivered); is {
						h.d.happened(h.partner, []link.Event{&link.Delivered{Message: bytes.Clone(m.Message)}})
						whole++
					}
				}
			}
			w := back.Writes[0]
			_, err = theirs.Open(w.Round, w.ID, w.Content, 1<<20)
			h.must(err)
		}
	}
	rounds(16, false) // the first key exchange
	if _, err := theirs.Send(append([]byte{4}, make([]byte, 13_000)...), now+box.Round(600)); err != nil {
		t.Fatal(err)
	}
	rounds(1, true)
	rounds(3, false)
	if held := mine.Status().Held; held == 0 || whole != 0 {
		t.Fatalf("%d cells are held, %d messages whole: there is no hole", held, whole)
	}
	h.fills(h.a, h.b, h.lead)
	rounds(40, false)
	if whole != 1 {
		t.Errorf("the message is not whole: %d of %d cells are here", mine.Status().Held, link.Cells(13_001))
	}
}
