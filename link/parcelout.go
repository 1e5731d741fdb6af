package link

import (
	"encoding/binary"
	"errors"
	"slices"

	"bulkhead/box"
)

// outParcel is a parcel that this end sends. Its manifest is the message of the stream that
// has its id.
type outParcel struct {
	id      MessageID
	expires uint32
	Parcel
	noRoom bool // the other end says so
	gone   bool // it was given up, and its withdrawal waits for room in the outbox
	sealed bool // a chunk of it is in the last sealing
	next   int  // the chunk with which the next sealing begins
	held   chunkSet
	stored chunkSet // those of which the drop has stored a box
}

// SendParcel takes a parcel whose bytes the caller keeps, all of them, until it is confirmed,
// refused, expired or cancelled; [Moment.Chunk] hands them out. First is set here. It is
// carried in rounds up to expires. Errors: ErrTooLong for a parcel that cannot be,
// ErrOutboxFull, ErrFrozen, ErrEnded, ErrErased.
func (l *Link) SendParcel(p Parcel, expires box.Round) (MessageID, uint32, error) {
	o := &l.outbox
	if !p.valid() {
		return 0, 0, ErrTooLong
	}
	l.withdraw() // what was given up may be in this one's place
	if p.First = o.chunkEnd; o.chunkEnd >= lastCell {
		return 0, 0, ErrEnded
	}
	if len(o.parcels) >= MaxParcels || o.chunks()+p.Chunks() > MaxParcelsChunks {
		return 0, 0, ErrOutboxFull
	}
	id, err := l.send(p.manifest(expires), expires)
	if err != nil {
		return 0, 0, err
	}
	o.list[len(o.list)-1].manifest = true
	o.chunkEnd = p.end()
	o.parcels = append(o.parcels, outParcel{
		id: id, expires: uint32(expires), Parcel: p, held: newChunks(p.Chunks()), stored: newChunks(p.Chunks()),
	})
	return id, p.First, nil
}

// chunks is how many chunks are on the way.
func (o *outbox) chunks() (n int) {
	for i := range o.parcels {
		n += o.parcels[i].Chunks()
	}
	return n
}

// lacking counts the chunks that could be brought over from round first on.
func (o *outbox) lacking(first int64) (n int) {
	for i := range o.parcels {
		if p := &o.parcels[i]; !p.noRoom && !p.gone && int64(p.expires) >= first {
			n += p.Chunks() - p.held.count(p.Chunks())
		}
	}
	return n
}

// parcel returns the index of a parcel by its id, or −1.
func (o *outbox) parcel(id MessageID) int {
	return slices.IndexFunc(o.parcels, func(p outParcel) bool { return p.id == id })
}

// dropParcel forgets one.
func (o *outbox) dropParcel(i int) { o.parcels = cut(o.parcels, i, i+1) }

// cancelParcel gives one up; false if it was before. Once its manifest may have left, a
// withdrawal follows it, as soon as the outbox has room for it.
func (l *Link) cancelParcel(i int) bool {
	o := &l.outbox
	p := &o.parcels[i]
	if p.gone {
		return false
	}
	for k := range o.list {
		if m := &o.list[k]; m.id == p.id && !m.numbered() {
			o.dropParcel(i)
			o.forget(m)
			o.sweep()
			return true
		}
	}
	p.gone = true
	l.withdraw()
	return true
}

// withdraw sends the withdrawals that wait, as far as the outbox has room: before anything that
// is new. Until then their parcels keep their places among those on the way: so no more wait than
// these are.
func (l *Link) withdraw() {
	o := &l.outbox
	for i := 0; i < len(o.parcels); {
		p := o.parcels[i]
		if !p.gone {
			i++
			continue
		}
		switch _, err := l.send(withdrawal(p.First), box.Round(p.expires)); {
		case errors.Is(err, ErrOutboxFull):
			return
		case err == nil:
			o.list[len(o.list)-1].manifest = true
		} // else nothing is sent any more
		o.dropParcel(i)
	}
}

// expireParcels ends those whose last round is over.
func (o *outbox) expireParcels(now int64) (events []Event) {
	for i := 0; i < len(o.parcels); {
		if int64(o.parcels[i].expires) >= now {
			i++
			continue
		}
		if !o.parcels[i].gone {
			events = append(events, Expired{o.parcels[i].id})
		}
		o.dropParcel(i)
	}
	return events
}

// acceptParcels takes in what the other end says of parcels: what is, whatever it was before.
// Nothing that it says can be wrong enough to matter to another parcel.
func (o *outbox) acceptParcels(gen uint32, b []byte) (events []Event) {
	if gen < o.parcelGen {
		return nil
	}
	o.parcelGen = gen
	for range MaxParcels + maxSettled {
		if len(b) < receiptEntry {
			break
		}
		first, state, n := binary.BigEndian.Uint32(b), parcelState(b[4]), 0
		if b = b[receiptEntry:]; state == parcelOpen {
			if len(b) < 2 || len(b) < 2+int(binary.BigEndian.Uint16(b)+7)/8 {
				break
			}
			n = int(binary.BigEndian.Uint16(b))
			b = b[2:]
		}
		held := chunkSet(b[:(n+7)/8])
		b = b[len(held):]
		i := slices.IndexFunc(o.parcels, func(p outParcel) bool { return p.First == first })
		if i < 0 {
			continue
		}
		p := &o.parcels[i]
		switch {
		case p.gone && state.settled():
			o.dropParcel(i) // its end was told already, and nothing is left to be withdrawn
		case p.gone:
		case state == parcelWhole:
			events = append(events, Confirmed{p.id})
			o.dropParcel(i)
		case state == parcelRefused:
			events = append(events, Refused{p.id})
			o.dropParcel(i)
		case state == parcelNoRoom:
			p.noRoom = true
		case state == parcelOpen && n == p.Chunks():
			p.noRoom = false
			for k := range n {
				p.held.put(k, held.has(k))
			}
		}
	}
	return events
}

// chunkStored notes that the drop stored a box with a chunk.
func (o *outbox) chunkStored(number uint32) {
	for i := range o.parcels {
		if p := &o.parcels[i]; number >= p.First && number < p.end() {
			p.stored.put(int(number-p.First), true)
		}
	}
}

func (p *outParcel) stage(frozen bool) Stage {
	if frozen {
		return Stuck
	}
	for k := range p.Chunks() {
		if !p.stored.has(k) && !p.held.has(k) {
			if p.sealed {
				return Sealed
			}
			return Waiting
		}
	}
	return Written
}

// outgoing describes a parcel as a message.
func (p *outParcel) outgoing(frozen bool) Outgoing {
	n := p.Chunks()
	return Outgoing{
		ID: p.id, Size: p.Length, Expires: box.Round(p.expires), Stage: p.stage(frozen),
		Boxes: (n + boxCells - 1) / boxCells, There: min(p.held.count(n), n-1) / boxCells,
		Parcel: true, First: p.First, NoRoom: p.noRoom,
	}
}

// DropParcels forgets all parcels that this end sends, and tells the other end nothing.
func (l *Link) DropParcels() {
	o := &l.outbox
	for i := range o.list {
		if m := &o.list[i]; m.manifest && !m.gone {
			o.forget(m)
		}
	}
	o.sweep()
	clear(o.parcels)
	o.parcels = nil
}
