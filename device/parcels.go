package device

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/round"
	"bulkhead/shelf"

	"golang.org/x/crypto/cryptobyte"
)

// Parcels on a device (docs/protocol/parcel.md, docs/protocol/shelf.md). What takes more than
// one box waits on the shelf for its link, and what comes waits there until it is whole. The
// mail knows nothing of it: to it a parcel is a message that a link has.

const (
	// parcelLife is how long an attachment travels, and how long an unfinished parcel is kept
	// by whom it comes to. A long text has the lifetime of every text.
	parcelLife = 30 * 24 * time.Hour

	// MaxAttachment is the length of the longest attachment, in bytes.
	MaxAttachment = 2 << 20

	// tieParcels is how many parcels one account has on the shelf at most: as many as a link
	// has on the way, with the attachments that are kept.
	tieParcels = link.MaxParcels
)

// A chunk is a cell's payload, and the shelf has room for the longest parcel.
var (
	_ [0]struct{} = [link.ChunkSize - shelf.ChunkSize]struct{}{}
	_ [0]struct{} = [link.MaxParcelChunks - shelf.MaxChunks]struct{}{}
)

const _ = uint(link.MaxParcel - MaxAttachment - 32<<10)

// parcelKind is what a parcel on the shelf is. Its number is what the vault keeps.
type parcelKind uint8

const (
	parcelOut  parcelKind = iota + 1 // a link sends it
	parcelIn                         // it comes over a link
	parcelKept                       // its attachment belongs to a message that arrived
	parcelKinds
)

// parcel is one parcel on the shelf.
type parcel struct {
	kind   parcelKind
	tie    cell.TieID // whose link has it, or whose message it belongs to
	from   cell.TieID // that it is charged to; 0: the owner
	handle shelf.Handle
	first  uint32         // chunk number in the link
	id     link.MessageID // in the link, of one that is sent
	length int
	packet int
	number uint32 // of the message of which it is the attachment; 0: it is all packet
}

func (p *parcel) chunks() int { return shelf.Chunks(p.length) }

// parcelSize is what one takes in the vault, in bytes, with the shelf's own line.
const parcelSize = 1 + 2 + 2 + 4 + 4 + 8 + 4 + 4 + 4 + 40

// parcelRoom is what all take at most, of a device with so many slots.
func parcelRoom(slots int) int {
	return shelf.BookSize(0) + 4 + 2 + (accounts(slots)+1)*tieParcels*parcelSize
}

// accounts is how many ties have an account on the shelf, besides the owner.
func accounts(slots int) int { return max(1, slots-round.SpareSlots) }

// staged is a parcel of this device's whose chunks are on their way to the shelf: no link has
// it yet, and a crash loses it here. Its message waits in the mail, or its owner is told.
type staged struct {
	parcel
	sum   [sha256.Size]byte
	there bool   // all of it is on the shelf, durably
	own   uint32 // the owner's message of which it is the attachment; 0: the mail has its packet
	asked bool   // of the mail's: it asked for it since the last refill
	until box.Round
}

// addParcels writes what the vault keeps of parcels:
//
//	4+n  the shelf's book
//	2    number of parcels, then for each: 1 kind, 2 tie, 2 tie that is charged or 0,
//	     4 handle, 4 first, 8 id in the link, 4 length, 4 packet, 4 message
func (s *state) addParcels(b *cryptobyte.Builder) {
	book := s.book.Marshal()
	defer clear(book)
	addLong(b, book)
	b.AddUint16(uint16(len(s.parcels)))
	for _, p := range s.parcels {
		b.AddUint8(uint8(p.kind))
		b.AddUint16(uint16(p.tie))
		b.AddUint16(uint16(p.from))
		b.AddUint32(uint32(p.handle))
		b.AddUint32(p.first)
		b.AddUint64(uint64(p.id))
		b.AddUint32(uint32(p.length))
		b.AddUint32(uint32(p.packet))
		b.AddUint32(p.number)
	}
}

func (s *state) readParcels(in *cryptobyte.String) bool {
	var book []byte
	var n uint16
	if !readLong(in, &book) || !in.ReadUint16(&n) {
		return false
	}
	var err error
	if s.book, err = shelf.UnmarshalBook(book); err != nil {
		return false
	}
	for range n {
		var p parcel
		var length, packet uint32
		if !in.ReadUint8((*uint8)(&p.kind)) || p.kind == 0 || p.kind >= parcelKinds || !in.ReadUint16((*uint16)(&p.tie)) || !in.ReadUint16((*uint16)(&p.from)) ||
			!in.ReadUint32((*uint32)(&p.handle)) || !in.ReadUint32(&p.first) || !in.ReadUint64((*uint64)(&p.id)) ||
			!in.ReadUint32(&length) || !in.ReadUint32(&packet) || !in.ReadUint32(&p.number) ||
			length < 1 || length > link.MaxParcel || packet < 1 || packet > length {
			return false
		}
		p.length, p.packet = int(length), int(packet)
		s.parcels = append(s.parcels, p)
	}
	return true
}

// shelfFile is where the shelf lies: twice as long as the vault, if nothing else is said.
func (e *Env) shelfFile() shelf.File {
	pages := e.ShelfPages
	if pages == 0 {
		size := e.Vault.Size
		if size == 0 {
			size = 4 << 20
		}
		pages = max(32, min(size/2048/32*32, 1<<16))
	}
	return shelf.File{Dir: e.Dir, Name: ShelfFile, Pages: pages, Rand: e.Rand}
}

// openShelf opens the shelf, once in a session. What the links believe to have is held
// against what is there; and what is on the shelf and belongs to nothing goes.
func (d *Device) openShelf() bool {
	if d.shelf != nil {
		return true
	}
	s, err := shelf.Open(d.env.shelfFile(), d.book)
	if d.shelfFails = err != nil; err != nil {
		return false
	}
	d.shelf = s
	known := map[shelf.Handle]bool{}
	for _, p := range d.parcels {
		known[p.handle] = true
	}
	for _, h := range s.Handles() {
		if !known[h] {
			s.Drop(h)
		}
	}
	d.parcels = slices.DeleteFunc(d.parcels, func(p parcel) bool { return s.Lacks(p.handle) < 0 })
	d.tellHeld()
	for _, p := range slices.Clone(d.parcels) {
		if p.kind == parcelOut && s.Lacks(p.handle) > 0 {
			d.damaged(&p)
		}
	}
	return true
}

// damaged gives up a parcel of this device's of which the shelf lacks a chunk.
func (d *Device) damaged(p *parcel) {
	if l := d.links[p.tie]; l != nil {
		l.Cancel(p.id)
	}
	d.dropParcel(p.tie, parcelOut, func(q *parcel) bool { return q.id == p.id })
	d.mail.Lost(post{d}, p.tie, p.id, mail.ReasonDamaged)
}

// turnShelf lets the shelf turn, once for each save that the clock brings, and takes in what
// is whole. A shelf that fails moves no parcels, and stops nothing else.
func (d *Device) turnShelf() {
	if d.turned || !d.openShelf() {
		return
	}
	d.turned = true
	if d.shelf.Turn() != nil {
		d.shelfFails = true
		return
	}
	d.shelfFails = false
	for i := range d.staged {
		d.staged[i].there = d.shelf.Lacks(d.staged[i].handle) == 0
	}
	d.tellHeld()
	d.giveAttachments()
	d.settleParcels()
}

// tellHeld tells the links which chunks are on the shelf, durably.
func (d *Device) tellHeld() {
	for _, l := range d.lines() {
		for i := range d.parcels {
			if p := &d.parcels[i]; p.kind == parcelIn && p.tie == l.tie {
				l.link.Holds(p.first, func(k int) bool { return d.shelf.Has(p.handle, k) })
			}
		}
	}
}

// find returns a parcel, or nil.
func (d *Device) find(tie cell.TieID, kind parcelKind, first uint32) *parcel {
	for i := range d.parcels {
		if p := &d.parcels[i]; p.tie == tie && p.kind == kind && p.first == first {
			return p
		}
	}
	return nil
}

// dropParcel forgets the parcels of a tie for which is holds.
func (d *Device) dropParcel(tie cell.TieID, kind parcelKind, is func(*parcel) bool) {
	d.parcels = slices.DeleteFunc(d.parcels, func(p parcel) bool {
		gone := p.tie == tie && p.kind == kind && is(&p)
		if gone {
			d.forgetHandle(p.handle)
		}
		return gone
	})
}

func (d *Device) forgetHandle(h shelf.Handle) {
	if d.shelf != nil {
		d.shelf.Drop(h)
	} // else openShelf drops it, since nothing names it
}

func anyParcel(*parcel) bool { return true }

// cutParcels forgets what a tie that was cut was to be sent. What comes goes on under the
// link's cover.
func (d *Device) cutParcels(tie cell.TieID) {
	d.dropParcel(tie, parcelOut, anyParcel)
	d.staged = slices.DeleteFunc(d.staged, func(s staged) bool {
		if s.tie == tie {
			d.forgetHandle(s.handle)
		}
		return s.tie == tie
	})
}

// sentParcel forgets one that is over.
func (d *Device) sentParcel(tie cell.TieID, id link.MessageID) {
	d.dropParcel(tie, parcelOut, func(p *parcel) bool { return p.id == id })
}

// parcelEvents takes in what a link says of parcels that come over it.
func (d *Device) parcelEvents(tie cell.TieID, events []link.Event) {
	for _, e := range events {
		switch e := e.(type) {
		case link.Announced:
			if e.Open {
				d.accept(tie, &e.Parcel)
			}
		case link.Chunk:
			if p := d.find(tie, parcelIn, e.First); p != nil && d.shelf != nil {
				d.shelf.Put(p.handle, e.Index, e.Data)
			}
			clear(e.Data)
		case link.Ended:
			d.dropParcel(tie, parcelIn, func(p *parcel) bool { return p.first == e.First })
		case link.Frozen:
			d.dropParcel(tie, parcelIn, anyParcel)
		}
	}
}

// accept makes a place for a parcel whose chunks have found room.
func (d *Device) accept(tie cell.TieID, p *link.Parcel) bool {
	if !d.openShelf() {
		return false
	}
	h, err := d.shelf.Add(p.Length)
	if err == nil {
		d.parcels = append(d.parcels, parcel{kind: parcelIn, tie: tie, from: tie, handle: h, first: p.First, length: p.Length, packet: p.Packet})
	}
	return err == nil
}

// parcelRoomFor is what a link may take in of parcels.
func (d *Device) parcelRoomFor(tie cell.TieID) link.ParcelRoom {
	r := link.ParcelRoom{Life: d.parcelLife(), None: d.paces.paced[tie]}
	if !r.None && d.openShelf() {
		r.Chunks = d.shelfRoom(tie)
	}
	return r
}

func (d *Device) parcelLife() box.Round { return min(d.calendar.Rounds(parcelLife), maxLifetime) }

// shelfRoom is how many chunks an account can still take; 0 is the owner's.
func (d *Device) shelfRoom(of cell.TieID) int {
	used, lines := map[cell.TieID]int{}, 0
	count := func(p *parcel) {
		used[p.from] += p.chunks()
		if p.from == of {
			lines++
		}
	}
	for i := range d.parcels {
		count(&d.parcels[i])
	}
	for i := range d.staged {
		count(&d.staged[i].parcel)
	}
	if lines >= tieParcels {
		return 0
	}
	given := d.env.shelfFile().Given()
	own, tie := given*ownShelf/wholeShelf, given*tieShelf/wholeShelf
	share := func(t cell.TieID) int {
		if t == 0 {
			return own
		}
		return tie
	}
	pool := given - own - accounts(int(d.group.Slots))*tie
	free := pool
	for t, n := range used {
		free -= max(0, n-share(t))
	}
	free = max(0, free)
	room := max(0, share(of)-used[of]) + free
	if of != 0 {
		room = min(room, share(of)+max(pool*2/3, min(pool, link.MaxParcelChunks))-used[of])
	}
	return max(0, room)
}

// shelfRoomTo is how many chunks an account can still take of what goes to one tie. The
// owner's lines are divided among the ties with a slot: whoever is away holds up nothing that
// goes elsewhere.
func (d *Device) shelfRoomTo(of, to cell.TieID) int {
	lines := 0
	count := func(p *parcel) {
		if p.kind == parcelOut && p.from == of && p.tie == to {
			lines++
		}
	}
	for i := range d.parcels {
		count(&d.parcels[i])
	}
	for i := range d.staged {
		count(&d.staged[i].parcel)
	}
	if of == 0 && lines >= max(1, tieParcels/accounts(int(d.group.Slots))) {
		return 0
	}
	return d.shelfRoom(of)
}

// The shares of a shelf of 8 MiB, in chunks: of 4,665 that are given the owner has room for the
// longest parcel, and each tie for a text of 64 KiB. Another shelf is divided alike.
const (
	wholeShelf = 4665
	ownShelf   = link.MaxParcelChunks
	tieShelf   = 56
)

// settleParcels takes in what is whole, and lets in what waited for room.
func (d *Device) settleParcels() {
	for _, l := range slices.Clone(d.lines()) {
		for _, a := range l.link.Arriving() {
			p := d.find(l.tie, parcelIn, a.First)
			switch {
			case !a.Open:
				if a.Chunks() <= d.shelfRoom(l.tie) && d.accept(l.tie, &a.Parcel) {
					l.link.Admit(a.First)
				}
			case p == nil:
				l.link.Settle(a.First, false) // it found no line in the book
			case a.Held == a.Chunks():
				d.whole(&l, *p, &a)
			}
		}
	}
}

// whole takes in a parcel of which every chunk is here, if the vault has room for its packet.
func (d *Device) whole(l *line, p parcel, a *link.Arriving) {
	all, ok := d.shelf.Bytes(p.handle)
	if !ok {
		l.link.Holds(p.first, func(k int) bool { return d.shelf.Read(p.handle, k, make([]byte, link.ChunkSize)) > 0 })
		return
	}
	defer clear(all)
	only := func(q *parcel) bool { return q.handle == p.handle }
	if sha256.Sum256(all) != a.Sum {
		l.link.Settle(p.first, false)
		d.dropParcel(p.tie, parcelIn, only)
		return
	}
	if l.dead {
		l.link.Settle(p.first, true)
		d.dropParcel(p.tie, parcelIn, only)
		return
	}
	in := d.mail.Intake(d.room())
	if in.RoomFor(p.tie) < len(all[:p.packet])+mail.ReceivedOverhead {
		return
	}
	l.link.Settle(p.first, true)
	before := d.mail.Newest()
	d.happened(p.tie, []link.Event{&link.Delivered{Message: bytes.Clone(all[:p.packet])}})
	number := d.mail.Arrived(p.tie, before)
	if p.packet == p.length || number == 0 {
		d.dropParcel(p.tie, parcelIn, only)
		return
	}
	if q := d.find(p.tie, parcelIn, p.first); q != nil {
		q.kind, q.number = parcelKept, number
	}
}

// forgetAttachments drops those whose message is gone.
func (d *Device) forgetAttachments() {
	d.parcels = slices.DeleteFunc(d.parcels, func(p parcel) bool {
		gone := p.kind == parcelKept && !d.mail.Holds(p.number)
		if gone {
			d.forgetHandle(p.handle)
		}
		return gone
	})
}

// Attachment returns what came with a message, by its number in the inbox; nil if nothing did,
// or if a chunk of it is damaged.
func (d *Device) Attachment(number uint32) []byte {
	for i := range d.parcels {
		if p := &d.parcels[i]; p.kind == parcelKept && p.number == number && d.openShelf() {
			all, _ := d.shelf.Bytes(p.handle)
			return all[min(len(all), p.packet):]
		}
	}
	return nil
}

// Attached returns the length of each attachment, by the number of its message.
func (d *Device) Attached() map[uint32]int {
	all := map[uint32]int{}
	for i := range d.parcels {
		if p := &d.parcels[i]; p.kind == parcelKept {
			all[p.number] = p.length - p.packet
		}
	}
	return all
}

// giveParcel hands a message that takes more than one box to a tie's link, once it is on the
// shelf. Until then it waits, mail.ErrWaits, and nothing waits behind it. from is whom it is
// charged to.
func (d post) giveParcel(tie, from cell.TieID, message []byte, expires box.Round) (link.MessageID, error) {
	l := d.links[tie]
	if l.Status().Frozen != link.NotFrozen {
		return 0, link.ErrFrozen
	}
	sum := sha256.Sum256(message)
	for i := range d.staged {
		if s := &d.staged[i]; s.tie == tie && s.sum == sum && s.own == 0 {
			s.asked = true
			id, err := d.sendStaged(i, expires)
			if errors.Is(err, link.ErrOutboxFull) {
				err = mail.ErrWaits // for a place among parcels
			}
			return id, err
		}
	}
	d.stage(staged{parcel: parcel{tie: tie, from: from, packet: len(message)}, sum: sum, asked: true}, message)
	return 0, mail.ErrWaits // until there is room, and a turn of the shelf has it
}

// forgetStaged lets go of what no message waits for any more: it was given up meanwhile.
func (d *Device) forgetStaged() {
	d.staged = slices.DeleteFunc(d.staged, func(s staged) bool {
		gone := s.own == 0 && !s.asked
		if gone {
			d.forgetHandle(s.handle)
		}
		return gone
	})
	for i := range d.staged {
		d.staged[i].asked = false
	}
}

// stage lets a parcel's chunks wait for the shelf; false if its account has no room.
func (d *Device) stage(s staged, all []byte) bool {
	if !d.openShelf() || shelf.Chunks(len(all)) > d.shelfRoomTo(s.from, s.tie) {
		return false
	}
	h, err := d.shelf.Add(len(all))
	if err != nil {
		return false
	}
	s.kind, s.handle, s.length = parcelOut, h, len(all)
	for k := 0; k*shelf.ChunkSize < len(all); k++ {
		d.shelf.Put(h, k, all[k*shelf.ChunkSize:min(len(all), (k+1)*shelf.ChunkSize)])
	}
	d.staged = append(d.staged, s)
	return true
}

// sendStaged gives a parcel that is on the shelf to its link. link.ErrOutboxFull if it is not,
// or the link has no room for another.
func (d *Device) sendStaged(i int, expires box.Round) (link.MessageID, error) {
	s := d.staged[i]
	if !s.there {
		return 0, link.ErrOutboxFull
	}
	id, first, err := d.links[s.tie].SendParcel(link.Parcel{Length: s.length, Packet: s.packet, Sum: s.sum}, expires)
	if errors.Is(err, link.ErrOutboxFull) {
		return 0, err
	}
	d.staged = slices.Delete(d.staged, i, i+1)
	if err != nil {
		d.forgetHandle(s.handle)
		return 0, err
	}
	s.id, s.first = id, first
	d.parcels = append(d.parcels, s.parcel)
	return id, nil
}

// giveAttachments gives links what the owner sends with an attachment.
func (d *Device) giveAttachments() {
	for i := 0; i < len(d.staged); {
		s := d.staged[i]
		if s.own == 0 || !s.there || d.links[s.tie] == nil {
			i++
			continue
		}
		id, err := d.sendStaged(i, s.until)
		switch {
		case errors.Is(err, link.ErrOutboxFull):
			i++
		default:
			d.mail.Given(s.own, s.tie, id) // 0 after an error: it is not delivered
		}
	}
}

// SendWith is Send with an attachment of up to MaxAttachment bytes, which lies on the shelf
// until it is there. It is in the vault once its part has a stage beyond mail.NotSaved, some
// saves later: what is not by the time the device is closed is shown as not delivered.
// ErrTooLong; ErrNoRoom if the shelf or the vault has no room for it.
func (d *Device) SendWith(to cell.TieID, text string, attachment []byte) (uint32, error) {
	return d.sendWith(to, text, attachment, d.cell.SendText)
}

// SendWithAnyway is to SendWith what SendAnyway is to Send.
func (d *Device) SendWithAnyway(to cell.TieID, text string, attachment []byte) (uint32, error) {
	return d.sendWith(to, text, attachment, d.cell.SendTextAnyway)
}

// Withdraw gives up the attachment of a message of one's own, and the message, that are not
// there yet: they go from the shelf, and the other end is told. False if none with this number
// is on its way. What is there is not called back.
func (d *Device) Withdraw(number uint32) bool {
	took := false
	for _, p := range slices.Clone(d.parcels) {
		if p.kind == parcelOut && p.number == number && number != 0 {
			if l := d.links[p.tie]; l != nil {
				l.Cancel(p.id)
			}
			d.sentParcel(p.tie, p.id)
			took = true
		}
	}
	d.staged = slices.DeleteFunc(d.staged, func(s staged) bool {
		is := s.own == number && number != 0
		if is {
			d.forgetHandle(s.handle)
			took = true
		}
		return is
	})
	if took {
		d.mail.Withdraw(number)
	}
	return took
}

// noteFiles adds to the owner's messages what the shelf knows of them.
func (d *Device) noteFiles(all []mail.Sent) []mail.Sent {
	files, waits := map[uint32]int{}, map[cell.TieID]bool{}
	for _, p := range d.parcels {
		if p.kind == parcelOut && p.number != 0 {
			files[p.number] = p.length - p.packet
		}
	}
	for _, s := range d.staged {
		files[s.own], waits[s.tie] = s.length-s.packet, true
	}
	for i := range all {
		s := &all[i]
		if s.File = files[s.Number]; !d.shelfFails {
			continue
		}
		for k := range s.Parts {
			if p := &s.Parts[k]; p.Boxes == 0 && p.Stage < mail.ReceivedBy && (s.File > 0 || len(s.Text) > link.MaxPlain-packetHead && !d.paces.paced[p.Tie]) {
				p.Hold = mail.HoldNotKept
			}
		}
	}
	return all
}

// packetHead is what a text's packet has before the text, in bytes: its kind.
const packetHead = 1

func (d *Device) sendWith(to cell.TieID, text string, attachment []byte, rule func(cell.TieID, string) ([]cell.Effect, error)) (uint32, error) {
	d.readClock()
	l := d.links[to]
	switch {
	case l == nil || d.paces.paced[to]:
		return 0, ErrNoTie
	case l.Status().Frozen != link.NotFrozen:
		return 0, ErrFrozen
	case len(attachment) == 0 || len(attachment) > MaxAttachment:
		return 0, ErrTooLong
	case d.ownRoom() < mail.WriteCost(len(text), 1) || len(text) > link.MaxParcel-len(attachment)-1<<10:
		return 0, ErrNoRoom
	case !d.openShelf() || shelf.Chunks(len(text)+1<<10+len(attachment)) > d.shelfRoomTo(0, to):
		return 0, ErrNoRoom
	}
	effects, err := rule(to, text)
	if err != nil {
		return 0, err
	}
	send, is := effects[0].(cell.Send)
	if !is || len(effects) != 1 {
		return 0, ErrState
	}
	until := d.known + d.parcelLife()
	all := slices.Concat(send.Message, attachment)
	defer clear(all)
	number := d.mail.Accept(mail.Sent{What: mail.Text, Text: text, At: d.known, Expires: until})
	d.mail.Await(number, to)
	d.stage(staged{parcel: parcel{tie: to, packet: len(send.Message), number: number}, sum: sha256.Sum256(all), own: number, until: until}, all)
	return number, nil
}

// ParcelBoxes is how many boxes a text and an attachment of so many bytes take together.
func ParcelBoxes(bytes int) int {
	const inBox = (link.MaxPlain + link.ChunkSize - 1) / link.ChunkSize // chunks
	return (shelf.Chunks(packetHead+bytes) + inBox - 1) / inBox
}

// chunkOf hands a link the chunks of what it sends.
func (d *Device) chunkOf(tie cell.TieID) func(first uint32, index int, b []byte) int {
	if !d.openShelf() {
		return nil
	}
	return func(first uint32, index int, b []byte) int {
		if p := d.find(tie, parcelOut, first); p != nil {
			return d.shelf.Read(p.handle, index, b)
		}
		return 0
	}
}
