package linktest

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// Parcels is how often the two send each other parcels, and what befalls the places where
// their chunks lie.
type Parcels struct {
	Send   float64 // one is written, per unlocking
	Most   int     // bytes of the longest
	Life   [2]int  // of one, in rounds, from and to
	Room   int     // chunks that a device takes in at a time
	Tight  float64 // it takes none now, per unlocking
	Fail   float64 // a turn of the shelf fails: what waits goes on waiting
	Drop   float64 // a chunk finds no place in a turn
	Loss   float64 // a chunk is damaged where it lies, per chunk and opening
	Behind float64 // a whole parcel waits for room in the vault, per unlocking
	Cancel float64 // one is taken back, per unlocking
	Cut    float64 // all are dropped and none is sent any more, per unlocking
}

// newParcels draws it from a seed. Half of all histories have no parcels.
func newParcels(p *Plan) Parcels {
	c := newChance(p.Seed, 10)
	if c.hit(.5) {
		return Parcels{}
	}
	some := func(share, most float64) float64 {
		if !c.hit(share) {
			return 0
		}
		return c.Float64() * c.Float64() * most
	}
	return Parcels{
		Send: .01 + c.Float64()*c.Float64()*.3, Most: []int{4000, 20_000, 20_000, 65536, 300_000}[c.IntN(5)],
		Life: [2]int{8, []int{60, 2000, 2000}[c.IntN(3)]}, Room: []int{60, 300, link.MaxParcelsChunks}[c.IntN(3)],
		Tight: some(.4, .8), Fail: some(.4, .8), Drop: some(.4, .8), Loss: some(.3, .2), Behind: some(.3, .8),
		Cancel: some(.4, .2), Cut: some(.1, .02),
	}
}

// parcelKey names a parcel among all that were ever written: the sum of its bytes.
type parcelKey [sha256.Size]byte

// lying is a parcel whose chunks are on their way to a device's shelf, as its vault knows it.
type lying struct {
	key    parcelKey
	first  uint32
	chunks int
	open   bool
	held   int // chunks that its link knows of, as of the save
}

// sentParcel is a parcel that a device sends, as its vault knows it.
type sentParcel struct {
	id    link.MessageID
	first uint32
	m     *message
}

// shelf is where the chunks of the other's parcels lie. It survives a crash; a vault is
// saved after it, and names the parcels that live.
type shelf map[parcelKey]map[int]bool

func (s shelf) clone() shelf {
	n := shelf{}
	for key, chunks := range s {
		n[key] = map[int]bool{}
		for k := range chunks {
			n[key][k] = true
		}
	}
	return n
}

// put notes that a chunk lies there.
func (s shelf) put(key parcelKey, chunk int) {
	if s[key] == nil {
		s[key] = map[int]bool{}
	}
	s[key][chunk] = true
}

// chunksOf is how many chunks so many bytes have.
func chunksOf(n int) int { return (n + cellPayload - 1) / cellPayload }

// composeParcel draws the next parcel of a member.
func (w *World) composeParcel(d *device) *message {
	p, c := &w.plan.Parcels, w.boxes
	m := &message{serial: w.written, from: int(d.role), parcel: true, bytes: make([]byte, c.between(marked, p.Most))}
	if c.hit(.2) {
		m.bytes = m.bytes[:max(marked, len(m.bytes)/cellPayload*cellPayload)]
	}
	w.written++
	c.Read(m.bytes)
	binary.BigEndian.PutUint64(m.bytes, uint64(m.serial))
	m.expires = d.now() + box.Round(c.between(p.Life[0], p.Life[1]))
	m.key = sha256.Sum256(m.bytes)
	w.parcels[m.key] = m
	return m
}

// writeParcels sends what the member has to say at length, and takes some of it back.
func (d *device) writeParcels() error {
	w, p, s, c := d.w, &d.w.plan.Parcels, d.session, d.w.boxes
	if p.Send == 0 || w.quiet || s.cut {
		return nil
	}
	if c.hit(p.Cut) {
		return d.cutParcels()
	}
	if c.hit(p.Cancel) && len(s.parcels) > 0 {
		if err := d.takeBack(s.parcels[c.IntN(len(s.parcels))]); err != nil {
			return err
		}
	}
	if !c.hit(p.Send) {
		return nil
	}
	m := w.composeParcel(d)
	id, first, err := s.link.SendParcel(link.Parcel{Length: len(m.bytes), Packet: 1, Sum: m.key}, m.expires)
	switch {
	case err == link.ErrOutboxFull:
		w.tally.Full++
		return nil
	case err == link.ErrFrozen && w.plan.Theft != honest:
		return nil
	case err != nil:
		return w.broken("a parcel is accepted or refused with a reason", err.Error())
	}
	if err := d.accepted(id, m); err != nil {
		return err
	}
	if first < s.numbered {
		return w.broken("no chunk's number is ever given twice", "one was")
	}
	s.numbered = first + uint32(chunksOf(len(m.bytes)))
	s.parcels = append(s.parcels, sentParcel{id, first, m})
	w.tally.Parcels++
	return nil
}

// takeBack cancels a parcel. A withdrawal takes a message's place among the ids, once it is
// sent: it waits while the outbox is full, and others that waited may be sent with it.
func (d *device) takeBack(p sentParcel) error {
	s := d.session
	before := s.link.Status().Outstanding
	if !s.link.Cancel(p.id) {
		return d.w.broken("what has no last word can be taken back", "a parcel could not")
	}
	d.w.tally.TakenBack++
	s.ended = append(s.ended, ending{p.id, false})
	d.forgetSent(p.id)
	sent := s.link.Status().Outstanding - before
	if sent < 0 {
		return nil // its manifest had not left
	}
	s.untold++
	if sent == 0 {
		d.w.tally.Untold++
	}
	for range sent {
		if err := d.told(); err != nil {
			return err
		}
	}
	return nil
}

// told notes that a withdrawal was sent.
func (d *device) told() error {
	s := d.session
	if s.untold == 0 {
		return d.w.broken("a parcel is withdrawn once", "another message was sent than was written")
	}
	s.untold--
	s.sent = append(s.sent, &message{from: int(d.role), parcel: true})
	s.ended = append(s.ended, ending{link.MessageID(len(s.sent)), false})
	return nil
}

// accepted notes a message under its id. Withdrawals that had waited may have been sent before
// it, and nothing else.
func (d *device) accepted(id link.MessageID, m *message) error {
	s := d.session
	for s.untold > 0 && int(id) > len(s.sent)+1 {
		if err := d.told(); err != nil {
			return err
		}
	}
	if s.sent = append(s.sent, m); int(id) != len(s.sent) {
		return d.w.broken("message ids count from 1", "an id out of turn")
	}
	return nil
}

// cutParcels is a link that is severed: it forgets its parcels, and goes on as cover.
func (d *device) cutParcels() error {
	s := d.session
	s.link.DropParcels()
	for _, p := range s.parcels {
		s.ended = append(s.ended, ending{p.id, false})
	}
	s.parcels, s.cut = nil, true
	d.w.tally.Cuts++
	return nil
}

func (d *device) forgetSent(id link.MessageID) {
	d.session.parcels = slices.DeleteFunc(slices.Clone(d.session.parcels), func(p sentParcel) bool { return p.id == id })
}

// chunk hands out the chunks of what the device sends.
func (d *device) chunk(first uint32, index int, b []byte) int {
	for _, p := range d.session.parcels {
		if p.first == first && index < chunksOf(len(p.m.bytes)) {
			return copy(b[:cellPayload], p.m.bytes[index*cellPayload:])
		}
	}
	d.w.lateErr = d.w.broken("only chunks of what is on its way are sent", "another was asked for")
	return 0
}

// openShelf is the beginning of a session: what the vault does not name goes, some of the
// rest may be damaged, and the link is told what is there. A link goes on from what it had.
func (d *device) openShelf() error {
	w, s, c := d.w, d.session, d.w.boxes
	for _, a := range s.link.Arriving() {
		p := s.arriving.of(a.First)
		if p == nil || p.key != parcelKey(a.Sum) || p.open != a.Open || p.held != a.Held {
			return w.broken("a parcel goes on from what is held", "another count, or another parcel")
		}
	}
	for key := range d.shelf {
		if !slices.ContainsFunc(s.arriving, func(l lying) bool { return l.key == key }) {
			delete(d.shelf, key)
		}
	}
	if !w.quiet && w.plan.Parcels.Loss > 0 {
		for _, l := range s.arriving { // not the map, whose order is chance's
			for k := range l.chunks {
				if d.shelf[l.key][k] && c.hit(w.plan.Parcels.Loss) {
					delete(d.shelf[l.key], k)
					w.tally.ChunksLost++
				}
			}
		}
	}
	d.tellHeld(d.shelf)
	return nil
}

// arriving is what a device's vault knows of the other's parcels.
type arriving []lying

func (a arriving) of(first uint32) *lying {
	for i := range a {
		if a[i].first == first {
			return &a[i]
		}
	}
	return nil
}

// giveRoom says what the link may take in of parcels.
func (d *device) giveRoom() {
	s, p, c := d.session, &d.w.plan.Parcels, d.w.boxes
	s.given = p.Room
	if d.w.quiet {
		s.given = link.MaxParcelsChunks
	}
	for _, l := range s.arriving {
		if l.open {
			s.given -= l.chunks
		}
	}
	if s.given = max(0, s.given); !d.w.quiet && c.hit(p.Tight) {
		s.given = 0
	}
	s.link.SetParcelRoom(link.ParcelRoom{Chunks: s.given})
}

// announced is the promise that a parcel is announced once, as it was sent, and opens only in
// the room that there is.
func (d *device) announced(e link.Announced) error {
	w, s := d.w, d.session
	m := w.parcels[parcelKey(e.Sum)]
	switch {
	case m == nil || m.from == int(d.role) || len(m.bytes) != e.Length:
		return w.broken("only what the peer wrote is announced", "nobody wrote it")
	case e.First < s.known:
		return w.broken("a parcel is announced once", "numbers came again")
	}
	s.known = e.First + uint32(chunksOf(e.Length))
	s.arriving = append(slices.Clip(s.arriving), lying{key: m.key, first: e.First, chunks: chunksOf(e.Length), open: e.Open})
	w.tally.Announced++
	if !e.Open {
		w.tally.NoRoom++
		return nil
	}
	if s.given -= chunksOf(e.Length); s.given < 0 {
		return w.broken("no parcel opens beyond the room there is", "one did")
	}
	return nil
}

// cameChunk is the promise that only chunks come that are waited for, as they were sent.
func (d *device) cameChunk(e link.Chunk) error {
	w, s := d.w, d.session
	p := s.arriving.of(e.First)
	if p == nil || !p.open || e.Index >= p.chunks || d.shelf[p.key][e.Index] {
		return w.broken("only chunks that are waited for come", "another did")
	}
	m := w.parcels[p.key]
	if end := min(len(m.bytes), (e.Index+1)*cellPayload); string(e.Data) != string(m.bytes[e.Index*cellPayload:end]) {
		return w.broken("a chunk is what was sent", "other bytes")
	}
	w.tally.Chunks++
	s.waiting.put(p.key, e.Index)
	return nil
}

// endedParcel forgets one that the other withdrew, or whose time is over.
func (d *device) endedParcel(first uint32) error {
	if d.session.arriving.of(first) == nil {
		return d.w.broken("what ends was announced", "an unknown parcel")
	}
	d.forgetArriving(first)
	return nil
}

func (d *device) forgetArriving(first uint32) {
	d.session.arriving = slices.DeleteFunc(slices.Clone(d.session.arriving), func(l lying) bool { return l.first == first })
}

// turnShelf puts what waits on the shelf, tells the link, and settles what is whole: before
// the vault is saved.
func (d *device) turnShelf() error {
	w, s, p, c := d.w, d.session, &d.w.plan.Parcels, d.w.boxes
	if w.quiet || !c.hit(p.Fail) {
		for _, l := range s.arriving {
			for k := range l.chunks {
				if s.waiting[l.key][k] && (w.quiet || !c.hit(p.Drop)) {
					d.shelf.put(l.key, k)
					w.onShelf[1-d.role].put(l.key, k)
					delete(s.waiting[l.key], k)
				}
			}
		}
	} else {
		w.tally.TurnsFailed++
	}
	d.tellHeld(d.shelf)
	for _, a := range s.link.Arriving() {
		if !a.Open {
			d.admit(a)
			continue
		}
		if a.Held < a.Chunks() || !w.quiet && c.hit(p.Behind) {
			continue
		}
		if err := d.whole(a); err != nil {
			return err
		}
	}
	return nil
}

// tellHeld tells the link which chunks lie there.
func (d *device) tellHeld(there shelf) {
	for _, l := range d.session.arriving {
		d.session.link.Holds(l.first, func(k int) bool { return there[l.key][k] })
	}
}

// admit opens a parcel that waited for room, if there is some.
func (d *device) admit(a link.Arriving) {
	s := d.session
	if a.Chunks() > s.given || !s.link.Admit(a.First) {
		return
	}
	s.given -= a.Chunks()
	s.arriving = slices.Clone(s.arriving)
	s.arriving.of(a.First).open = true
	d.w.tally.Admitted++
}

// whole is the promise that a parcel is taken in once, and whole.
func (d *device) whole(a link.Arriving) error {
	w, s := d.w, d.session
	m := w.parcels[parcelKey(a.Sum)]
	for k := range a.Chunks() {
		if !d.shelf[m.key][k] {
			return w.broken("what a link holds of a parcel is there", "a chunk is not")
		}
	}
	if slices.Contains(s.whole, m) {
		return w.broken("a parcel is taken in once", "it came before")
	}
	if !s.link.Settle(a.First, true) {
		return w.broken("a whole parcel can be settled", "it could not")
	}
	s.whole = append(slices.Clip(s.whole), m)
	d.forgetArriving(a.First)
	w.tally.Whole++
	return nil
}

// checkThere is the promise that no receipt precedes its save: what a sender counts as there
// lay on the other's shelf, durably, once at least.
func (d *device) checkThere(out []link.Outgoing) error {
	for _, o := range out {
		if !o.Parcel {
			continue
		}
		m := d.session.sent[o.ID-1]
		if n := len(d.w.onShelf[d.role][m.key]); o.There*boxCells > n {
			return d.w.broken("a chunk is receipted once it is held", fmt.Sprintf("%d boxes are said to be there, %d chunks ever were", o.There, n))
		}
	}
	return nil
}

// boxCells is the specification's figure: cells in a box.
const boxCells = 3

// noteHeld notes, at a save, how far parcels have come, and lets go of chunks that the vault
// names no more.
func (d *device) noteHeld() {
	s := d.session
	s.arriving = slices.Clone(s.arriving)
	for _, a := range s.link.Arriving() {
		if p := s.arriving.of(a.First); p != nil {
			p.held, p.open = a.Held, a.Open
		}
	}
	for key := range d.shelf {
		if !slices.ContainsFunc(s.arriving, func(l lying) bool { return l.key == key }) {
			delete(d.shelf, key)
		}
	}
}

// parcelBacklog is how many chunks are still to arrive, of the member who has more of them.
func (w *World) parcelBacklog() (chunks, parcels int) {
	for _, d := range w.devices {
		n := 0
		for _, p := range d.vault.parcels {
			n += chunksOf(len(p.m.bytes))
		}
		if n > chunks || len(d.vault.parcels) > parcels {
			chunks, parcels = max(chunks, n), max(parcels, len(d.vault.parcels))
		}
	}
	return chunks, parcels
}

// calmParcels is the rest of the quiet end: whatever is still under way arrives, at three
// chunks a box less what receipts and steps take.
func (w *World) calmParcels() error {
	chunks, parcels := w.parcelBacklog()
	bound := chunks/2 + 8*parcels + 2*w.plan.PL
	for n := 0; ; n++ {
		left, all := w.parcelBacklog()
		if all == 0 {
			w.tally.ParcelRounds += n
			return nil
		}
		if n > bound {
			return w.broken("parcels arrive once nothing is lost", fmt.Sprintf("%d chunks of %d parcels after %d rounds", left, all, n))
		}
		if err := w.quietRound(); err != nil {
			return err
		}
	}
}

// refusedParcel is never to happen to a sender that keeps to what one may have on the way.
func (d *device) refusedParcel(id link.MessageID) error {
	if d.w.plan.Theft == honest {
		return d.w.broken("an honest parcel is never refused", "one was")
	}
	d.session.ended = append(d.session.ended, ending{id, false})
	d.forgetSent(id)
	d.w.tally.RefusedParcels++
	return nil
}
