package testworld

import (
	"testing"
	"time"

	"bulkhead/cell"
)

// lifelinesOf returns at whom a member's own lifelines end in a group filled in
// level by level: at its lead's lead's partner and lead; those whom founders
// lead have one to the other founder, and those below them none to a lead that
// founders have not.
func lifelinesOf(n int) (ends []int) {
	lead := LeadOf(n)
	switch {
	case lead < 0:
		return nil
	case LeadOf(lead) < 0:
		return []int{partnerOf(lead)}
	}
	ends = []int{partnerOf(LeadOf(lead))}
	if above := LeadOf(LeadOf(lead)); above >= 0 {
		ends = append(ends, above)
	}
	return ends
}

// lifelines counts a member's own lifelines that are secured and lead to where
// they should, on both sides; wrong ones are those that lead elsewhere.
func (w *World) lifelines(m *Member) (right, wrong int) {
	for tie, t := range m.seen {
		if t.relation != cell.Lifeline || t.rank == 0 || !t.secured {
			continue
		}
		other, back, known := w.Other(m.Number, tie)
		want := lifelinesOf(m.Number)
		switch {
		case !known || !w.Members[other].seen[back].secured:
		case t.rank <= len(want) && want[t.rank-1] == other:
			right++
		default:
			wrong++
		}
	}
	return right, wrong
}

// ripen lets the world live for the week after which a lifeline's witnesses count
// (docs/protocol/cell.md), and a day: everybody unlocks twice a day.
func (w *World) ripen(t *testing.T) {
	t.Helper()
	every := int(12 * time.Hour / w.RoundLength) // rounds between two unlocks of a member
	for range 8 * 24 * time.Hour / w.RoundLength {
		w.NextRound()
		if err := w.visit(w.whoUnlocks(every)); err != nil {
			t.Fatal(err)
		}
	}
}

// whoUnlocks returns the members whose turn it is to unlock in this round.
func (w *World) whoUnlocks(every int) (all []*Member) {
	for _, m := range w.Members {
		if (int(w.calendar.At(w.now))+m.Number)%every == 0 {
			all = append(all, m)
		}
	}
	return all
}

// setUpLifelines lets the world live until everybody has its lifelines.
func (w *World) setUpLifelines(t *testing.T) {
	t.Helper()
	const every = 5 // rounds between two unlocks of a member
	begun, most, shares := w.calendar.At(w.now), 0, []int{50, 95}
	for range 2 * limitRounds {
		w.NextRound()
		now := w.calendar.At(w.now)
		if err := w.visit(w.whoUnlocks(every)); err != nil {
			t.Fatal(err)
		}
		all := 0
		for _, m := range w.Members {
			right, wrong := w.lifelines(m)
			if wrong > 0 {
				t.Fatalf("a lifeline of member %d ends at the wrong member", m.Number)
			}
			if right == len(lifelinesOf(m.Number)) {
				all++
			}
		}
		for len(shares) > 0 && 100*all >= shares[0]*len(w.Members) {
			t.Logf("%d of %d have all their lifelines after %d rounds", all, len(w.Members), now-begun)
			shares = shares[1:]
		}
		if most = max(most, all); all == len(w.Members) {
			t.Logf("all have all their lifelines after %d rounds", now-begun)
			return
		}
	}
	t.Fatalf("after %d rounds %d of %d have their lifelines", 2*limitRounds, most, len(w.Members))
}
