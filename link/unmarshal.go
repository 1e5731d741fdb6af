package link

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"
)

// Unmarshal reads what Marshal wrote and nothing else: whatever it accepts
// marshals to the same bytes. It copies; b stays the caller's. Errors: ErrState, ErrNewer.
func Unmarshal(b []byte) (*Link, error) {
	r := reader{s: b}
	l := &Link{highest: Version}
	v := r.u8()
	if v > savedVersion {
		return nil, ErrNewer
	}
	r.need(v >= firstSaved)
	l.role = Role(r.u8())
	l.pouch = int64(r.u16())
	r.need(l.role <= Scanner && l.pouch >= MinPouch && l.pouch <= MaxPouch)
	l.now, l.floor = int64(r.u32()), int64(r.u32())
	l.bad, l.badAt = r.u8(), r.u32()
	l.reason = Reason(r.u8())
	r.need(l.bad <= warnAfter && l.reason < reasons)
	l.ladder.load(&r)
	l.out.load(&r, uint8(l.role), false, l.pouch)
	l.in.load(&r, 1-uint8(l.role), true, l.pouch)
	l.loadSealings(&r)
	l.outbox.load(&r)
	l.outbox.loadParcels(&r)
	l.inbox.load(&r)
	l.hand.load(&r)
	l.inbox.loadParcels(&r)
	r.need(len(r.s) == 0)
	if r.bad || !l.plausible() {
		l.Erase()
		return nil, ErrState
	}
	return l, nil
}

// plausible holds the parts against each other.
func (l *Link) plausible() bool {
	end, known := int64(lastRound)+1, max(l.now, l.floor)
	return l.now <= end && l.floor <= end && l.gen <= lastGen+1 &&
		l.in.at >= l.now && l.in.at <= known+MaxWalk && l.out.at >= known && l.out.at <= known+1 &&
		l.plausibleHand() &&
		l.out.newest().e == l.ladder.epoch && l.in.newest().e == l.ladder.epoch &&
		l.out.newest().base == l.ladder.base && l.in.newest().base == l.ladder.base &&
		!(l.ladder.making && l.ladder.ct != nil) && (l.reason == NotFrozen || !l.ladder.making && l.ladder.ct == nil && len(l.inbox.held) == 0 && len(l.inbox.parcels) == 0)
}

// reader takes a saved state apart. After the first thing that is wrong, it
// yields zeros.
type reader struct {
	s   cryptobyte.String
	bad bool
}

func (r *reader) need(ok bool) {
	if !ok {
		r.bad, r.s = true, nil
	}
}

func (r *reader) u8() (v uint8)   { r.need(r.s.ReadUint8(&v)); return v }
func (r *reader) u16() (v uint16) { r.need(r.s.ReadUint16(&v)); return v }
func (r *reader) u32() (v uint32) { r.need(r.s.ReadUint32(&v)); return v }
func (r *reader) u64() (v uint64) { r.need(r.s.ReadUint64(&v)); return v }
func (r *reader) into(b []byte)   { r.need(r.s.CopyBytes(b)) }

func (r *reader) flag() bool {
	v := r.u8()
	r.need(v <= 1)
	return v == 1
}

// take returns a copy of the next n bytes.
func (r *reader) take(n int) []byte {
	var b []byte
	if r.need(r.s.ReadBytes(&b, n)); r.bad {
		return nil
	}
	return bytes.Clone(b)
}

func (r *reader) sealed() (s sealed) {
	s.gen = r.u32()
	r.into(s.tag[:])
	s.lo, s.hi = r.u32(), r.u32()
	r.need(s.lo <= s.hi)
	return s
}

func (l *Link) loadSealings(r *reader) {
	l.gen, l.lost = r.u32(), r.flag()
	for g := min(l.gen, ownTags); g > 0 && !r.bad; g-- {
		r.into(l.tags[(l.gen-g+1)%ownTags][:])
	}
	l.echo = r.sealed()
	n := int(r.u8())
	r.need(n <= peerSealings && (l.gen > 0 || !l.lost))
	for i := 0; i < n && !r.bad; i++ {
		l.peers = append(l.peers, r.sealed())
		r.need(i == 0 || l.peers[i-1].gen < l.peers[i].gen && l.peers[i-1].hi < l.peers[i].lo)
	}
	l.last = r.u32()
	l.peerReads = r.u8()
	r.need(l.peerReads == 0 || l.peerReads >= FirstVersion)
}

func (k *ladder) load(r *reader) {
	k.epoch, k.base = r.u32(), int64(r.u32())
	r.into(k.transcript[:])
	r.into(k.step.Bytes())
	r.into(k.pkHash[:])
	r.into(k.ctHash[:])
	for i := range k.words {
		for j := range k.words[i] {
			k.words[i][j] = r.u16()
			r.need(k.words[i][j] < wordList)
		}
	}
	if k.making = r.flag(); k.making {
		r.into(k.seed.Bytes())
		k.pk = r.take(pkPayload)
	}
	if r.flag() {
		k.ct = r.take(ctPayload)
	}
}

func (d *direction) load(r *reader, number uint8, reads bool, pouch int64) {
	*d = direction{number: number, reads: reads, pouch: pouch, at: int64(r.u32()), heard: int64(r.u32()), trial: r.flag()}
	n := int(r.u8())
	r.need(n >= 1 && n <= maxEpochs && d.at <= int64(lastRound)+MaxPouch)
	for i := 0; i < n && !r.bad; i++ {
		d.epochs = append(d.epochs, epochKeys{})
		d.epochs[i].load(r)
		r.need(i == 0 || d.epochs[i].e == d.epochs[i-1].e+1)
		r.need(d.epochs[i].turned || i > 0 && i == n-1)
		r.need(i == 0 || !d.epochs[i].turned || d.epochs[i].turn > d.epochs[i-1].turn)
		r.need(!d.epochs[i].turned || d.epochs[i].turn <= d.at)
	}
	r.need(!r.bad && d.epochs[0].turn+pouch <= d.at) // whose ids serve now
	r.need(!d.trial || !reads && n > 1 && d.epochs[n-1].turned)
	r.need(reads || d.heard == 0) // only a reader hears
	if r.bad {
		return
	}
	for i := range d.epochs {
		r.need(d.lives(i))
	}
	n = int(r.u16())
	r.need(n <= int(pouch))
	for i := 0; i < n && !r.bad; i++ {
		d.kept = append(d.kept, kept{})
		k := &d.kept[i]
		k.load(r)
		r.need(k.round >= d.at-pouch && k.round < d.at && (i == 0 || d.kept[i-1].round < k.round))
		_, uncertain := d.uncertain()
		r.need(k.second == nil || uncertain)
	}
}

// lives reports whether the i-th epoch's chains are erased exactly where settle
// erases them, and stand where it leaves them.
func (d *direction) lives(i int) bool {
	e := &d.epochs[i]
	content, id := true, true
	if i+1 < len(d.epochs) && d.epochs[i+1].turned {
		next := d.epochs[i+1].turn
		content = next > d.at || d.trial && i+2 == len(d.epochs)
		id = next+d.pouch > d.at
	}
	start := max(d.at, d.start(e))
	near := func(at, from int64) bool { return at >= from && at <= from+MaxWalk }
	return e.content.live == content && e.id.live == id &&
		(!content || near(e.content.at, d.at) && e.content.at <= start+d.pouch) && (!id || near(e.id.at, d.at))
}

func (e *epochKeys) load(r *reader) {
	marks := r.u8()
	r.need(marks <= savedTurned|savedContent|savedID)
	e.e, e.base = r.u32(), int64(r.u32())
	if e.turned = marks&savedTurned != 0; e.turned {
		e.turn = int64(r.u64())
		r.need(e.turn >= -MaxPouch && e.turn <= int64(lastRound)+MaxPouch)
	}
	if marks&savedContent != 0 {
		e.content.live, e.content.at = true, int64(r.u32())
		r.into(e.content.tip.Bytes())
	}
	if marks&savedID != 0 {
		e.id.live, e.id.at = true, int64(r.u32())
		r.into(e.id.tip.Bytes())
	}
}

func (k *kept) load(r *reader) {
	k.round = int64(r.u32())
	r.into(k.first.content.Bytes())
	r.into(k.first.id.Bytes())
	if !r.flag() {
		return
	}
	k.second = &second{}
	r.into(k.second.content.Bytes())
	if k.second.hasID = r.flag(); k.second.hasID {
		r.into(k.second.id.Bytes())
	}
}

func (o *outbox) load(r *reader) {
	o.next = MessageID(r.u64())
	o.end = r.u32()
	r.into(o.tip[:])
	o.peer = r.u32()
	r.into(o.peerTip[:])
	n := int(r.u16())
	r.need(n <= MaxOutboxMessages+window)
	end, tip, open := o.peer, chainValue{}, false
	for i := 0; i < n && !r.bad; i++ {
		o.list = append(o.list, outgoing{})
		m := &o.list[i]
		m.load(r)
		r.need(m.id < o.next && (i == 0 || o.list[i-1].id < m.id))
		if m.numbered() {
			r.need(!open && m.first == end && (i == 0 || m.before == tip) && m.end() > end)
			end, tip = m.end(), m.chain
		} else {
			open = true
			r.need(!m.gone)
		}
		if !m.gone {
			o.count++
			o.bytes += len(m.data)
		}
	}
	r.need(end == o.end && o.end <= lastCell+window+maxCells && o.end-o.peer < window+maxCells && (end == o.peer || tip == o.tip))
	r.need(o.count <= MaxOutboxMessages && o.bytes <= MaxOutbox)
	o.chunkEnd = r.u32()
	o.loadPlaced(r)
}

func (o *outbox) loadPlaced(r *reader) {
	n := int(r.u16())
	r.need(n <= maxPlaced)
	for i := 0; i < n && !r.bad; i++ {
		p := placement{round: r.u32(), n: r.u8()}
		p.n, p.chunk = p.n&15, p.n>>4
		r.need(p.n >= 1 && p.n <= boxCells && p.chunk < 1<<p.n)
		for k := 0; k < int(p.n) && !r.bad; k++ {
			base := o.peer
			if p.chunk>>k&1 == 1 {
				base = o.chunkEnd
			}
			p.cells[k] = near(base, r.u16())
		}
		r.need(i == 0 || o.placed[i-1].round < p.round)
		o.placed = append(o.placed, p)
	}
}

func (m *outgoing) load(r *reader) {
	m.id, m.expires = MessageID(r.u64()), r.u32()
	kind := r.u8()
	r.need(kind <= savedGone|savedManifest)
	m.gone, m.manifest = kind&savedGone != 0, kind&savedManifest != 0
	var data cryptobyte.String
	r.need(r.s.ReadUint24LengthPrefixed(&data) && len(data) <= MaxMessage && (!m.gone || len(data) == 0) && (!m.manifest || m.gone || len(data) == manifestSize))
	if !m.gone {
		m.data = bytes.Clone(data)
	}
	n := int(r.u8())
	r.need(n <= maxCells && (n == 0 || m.gone || n == cellsOf(len(m.data))))
	if n == 0 || r.bad {
		return
	}
	m.first = r.u32()
	r.into(m.before[:])
	r.into(m.chain[:])
	m.cells = make([]mark, n)
	for i := range m.cells {
		marks := r.u8()
		r.need(marks <= savedHeld|savedSealed|savedStored|savedCarried)
		m.cells[i] = mark{marks&savedHeld != 0, marks&savedSealed != 0, marks&savedStored != 0, marks&savedCarried != 0, r.u32()}
	}
}

func (n *inbox) load(r *reader) {
	n.next = r.u32()
	r.into(n.tip[:])
	n.jumped = r.flag()
	count := int(r.u8())
	r.need(count <= window)
	for i := 0; i < count && !r.bad; i++ {
		c := heldCell{number: r.u32(), marks: r.u8()}
		r.into(c.chain[:])
		var payload cryptobyte.String
		r.need(r.s.ReadUint16LengthPrefixed(&payload) && len(payload) <= cellPayload)
		c.payload = bytes.Clone(payload)
		r.need(c.number-n.next < window && c.number >= n.next && (i == 0 || n.held[i-1].number < c.number))
		n.held = append(n.held, c)
	}
}

// loadParcel reads what a manifest says.
func (p *Parcel) load(r *reader) {
	p.First, p.Length, p.Packet = r.u32(), int(r.u32()), int(r.u32())
	r.into(p.Sum[:])
	r.need(p.valid() && p.First < lastCell)
	if r.bad {
		p.Length = 0
	}
}

// bits reads a set of n chunks.
func (r *reader) chunks(n int) chunkSet {
	b := chunkSet(r.take((n + 7) / 8))
	if r.need(n%8 == 0 || len(b) > 0 && b[n/8]>>(n%8) == 0); r.bad {
		return newChunks(n)
	}
	return b
}

func (o *outbox) loadParcels(r *reader) {
	o.parcelGen = r.u32()
	n, end := int(r.u8()), uint32(0)
	r.need(n <= MaxParcels && o.chunkEnd < lastCell+MaxParcelChunks)
	for i := 0; i < n && !r.bad; i++ {
		o.parcels = append(o.parcels, outParcel{id: MessageID(r.u64()), expires: r.u32()})
		p := &o.parcels[i]
		p.Parcel.load(r)
		p.noRoom, p.gone, p.sealed, p.next = r.flag(), r.flag(), r.flag(), int(r.u16())
		r.need(p.First >= end && p.end() <= o.chunkEnd && p.id < o.next && (i == 0 || o.parcels[i-1].id < p.id) && p.next <= p.Chunks())
		end = p.end()
		p.held = r.chunks(p.Chunks())
		p.stored = r.chunks(p.Chunks())
	}
	r.need(o.chunks() <= MaxParcelsChunks)
}

func (n *inbox) loadParcels(r *reader) {
	n.chunkEnd = r.u32()
	count, settled, chunks, end := int(r.u8()), 0, 0, uint32(0) // end: of those not settled
	r.need(count <= MaxParcels+maxSettled && n.chunkEnd < lastCell+MaxParcelChunks)
	for i := 0; i < count && !r.bad; i++ {
		n.parcels = append(n.parcels, inParcel{})
		p := &n.parcels[i]
		p.Parcel.load(r)
		p.state, p.until = parcelState(r.u8()), r.u32()
		r.need(p.state >= parcelOpen && p.state < parcelStates && p.end() <= n.chunkEnd)
		for k := range i {
			q := &n.parcels[k]
			r.need(p.First >= q.end() || p.end() <= q.First)
		}
		if p.state.settled() {
			r.need(settled == i)
			settled++
		} else {
			r.need(p.First >= end)
			end = p.end()
			chunks += p.Chunks()
		}
		if p.state == parcelOpen {
			p.held = r.chunks(p.Chunks())
		}
	}
	r.need(settled <= maxSettled && count-settled <= MaxParcels && chunks <= MaxParcelsChunks)
}
