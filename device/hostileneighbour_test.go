package device

import (
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/internal/seeds"
)

// garbage is a packet of any kind, with fields that may be right: what a hostile
// member's program could send.
func (h *hop) garbage(replay [][]byte) []byte {
	fill := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(h.rng.Uint32())
		}
		return b
	}
	kind := byte(h.rng.IntN(22))
	switch h.rng.IntN(10) {
	case 0:
		if len(replay) > 0 {
			return replay[h.rng.IntN(len(replay))]
		}
	case 1:
		return append([]byte{kind}, fill(h.rng.IntN(200))...)
	case 2:
		return append([]byte{4}, make([]byte, h.rng.IntN(6000))...)
	}
	ask := func(rank, step byte) []byte {
		return append(append([]byte{13}, fill(16)...), append([]byte{rank, step}, fill(1216)...)...)
	}
	switch kind {
	case 7, 8, 9:
		note, _ := h.noteOf(h.rng.IntN(2) * h.rng.IntN(cell.MaxBody))
		return note
	case 10:
		return append([]byte{8, byte(h.rng.IntN(3))}, fill(16*(1+h.rng.IntN(64)))...)
	case 11:
		return append([]byte{15}, append(fill(16), byte(h.rng.IntN(5)))...)
	case 12:
		return []byte{12, byte(1 + h.rng.IntN(3)), byte(h.rng.IntN(2))}
	case 13:
		return ask(byte(h.rng.IntN(3)), byte(1+h.rng.IntN(3)))
	case 14:
		return append([]byte{14}, fill(16+1172)...)
	case 16:
		return append([]byte{16}, fill(8)...)
	case 18:
		return []byte{18}
	case 20:
		return append([]byte{20}, append(fill(16), 0, byte(1+h.rng.IntN(3)), byte(h.rng.IntN(3)))...)
	}
	return append([]byte{kind}, fill(h.rng.IntN(120))...)
}

// TestAHostileNeighbourStopsNobody: one neighbour in turn sends anything that its
// link carries, as fast as it takes it; others are there or away, as drawn. Every
// refill succeeds. What the honest ones send is taken in, and every note of theirs
// goes up or is answered; the owner can always write; no list is beyond its bound.
func TestAHostileNeighbourStopsNobody(t *testing.T) {
	t.Parallel()
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		h := newHop(t, seed, 15*time.Minute, 192)
		honest := map[cell.TieID][]noteSent{}
		for _, hostile := range []cell.TieID{h.a, h.partner, h.lead} {
			h.besets(hostile, honest)
		}
	})
}

type noteSent struct {
	id      []byte
	arrived bool
}

func (h *hop) besets(hostile cell.TieID, honest map[cell.TieID][]noteSent) {
	h.t.Helper()
	var replay [][]byte
	for range 20 { // who was hostile before reads what it was told
		for tie := range h.d.links {
			h.up(honest, func() { h.confirms(tie, 1000) })
		}
		h.d.mail.SendWaiting(post{h.d}, h.d.known)
	}
	for range 12 {
		for range 60 {
			m := h.garbage(replay)
			if h.rng.IntN(8) == 0 {
				replay = append(replay, m)
			}
			h.brings(hostile, m)
		}
		for _, tie := range []cell.TieID{h.a, h.b, h.partner, h.lead} {
			if tie == hostile || h.d.links[tie] == nil {
				continue
			}
			if text := append([]byte{4}, make([]byte, 100)...); !h.brings(tie, text) {
				h.t.Errorf("while tie %d floods, a text over tie %d is not taken in", hostile, tie)
			}
			if note, id := h.noteOf(200); tie == h.a || tie == h.b {
				if !h.brings(tie, note) {
					h.t.Errorf("while tie %d floods, a note over tie %d is not taken in", hostile, tie)
				}
				honest[tie] = append(honest[tie], noteSent{id: id})
			}
		}
		if _, err := h.d.SendAnyway(h.partner, "the owner's own"); err != nil && h.d.links[h.partner] != nil {
			h.t.Errorf("while tie %d floods, the owner cannot write: %v", hostile, err)
		}
		h.goesOn()
		for tie := range h.d.links {
			if n := h.rng.IntN(12); tie != hostile && h.rng.IntN(2) == 0 {
				h.up(honest, func() { h.confirms(tie, n) })
			}
		}
		h.bounded()
		h.readsAll()
	}
	for tie, notes := range honest {
		for _, n := range notes {
			if h.d.links[h.lead] == nil || n.arrived || h.under(h.lead, n.id) || h.under(tie, n.id) {
				continue
			}
			h.t.Fatalf("while tie %d floods, a note over tie %d is nowhere", hostile, tie)
		}
	}
}

// up notes which notes the lead, or whoever is told, has after do: they were under
// way before and are not any more.
func (h *hop) up(honest map[cell.TieID][]noteSent, do func()) {
	under := func(tie cell.TieID, n *noteSent) bool {
		return h.d.links[h.lead] != nil && h.under(h.lead, n.id) || h.d.links[tie] != nil && h.under(tie, n.id)
	}
	was := map[*noteSent]bool{}
	for tie, notes := range honest {
		for i := range notes {
			was[&notes[i]] = under(tie, &notes[i])
		}
	}
	do()
	for tie, notes := range honest {
		for i := range notes {
			n := &notes[i]
			n.arrived = n.arrived || was[n] && !under(tie, n)
		}
	}
}

// bounded checks every account.
func (h *hop) bounded() {
	h.t.Helper()
	type account struct {
		from, to cell.TieID
		class    cell.Class
	}
	n, size, given := map[account]int{}, map[account]int{}, map[account]int{}
	for _, c := range h.d.mail.Carried() {
		if c.From == 0 {
			continue
		}
		a := account{c.From, c.Send.Tie, c.Class}
		n[a]++
		size[a] += c.Size
		if !c.Waits() && c.Class != cell.Stops {
			given[account{from: c.From, to: c.Send.Tie}] += c.Cells()
		}
	}
	for a, count := range n {
		if a.class == cell.Stops && count > 8 || a.class != cell.Stops && (count > 64 || size[a] > 16<<10) {
			h.t.Errorf("account %+v has %d messages, %d bytes", a, count, size[a])
		}
	}
	for a, cells := range given {
		if cells > 32+4 {
			h.t.Errorf("a link has %d cells of account %+v", cells, a)
		}
	}
	payload, err := h.d.marshal()
	if err != nil || len(payload) > h.d.vault.Capacity() {
		h.t.Errorf("a state of %d bytes, %v", len(payload), err)
	}
	if st, err := h.d.cell.Marshal(); err != nil || len(st) > h.d.group.MaxState() {
		h.t.Errorf("a cell's state of %d bytes, %v; want at most %d", len(st), err, h.d.group.MaxState())
	}
}
