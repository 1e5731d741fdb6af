package device

import (
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/internal/next"
	"bulkhead/keys"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/report/book"
	"bulkhead/round"
	"bulkhead/shelf"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// stateVersion is what is written, firstState the oldest that is read: the next
	// program reads this one's.
	firstState   = 14 // 10 had no reports, 11 no packets that wait for a desk, 12 not the reports' ways, 13 not which round was judged last
	stateVersion = firstState + next.Ahead

	// maxSealings is how many of its own sealings a device remembers. A pouch
	// of one of them is its own; one of another, if it is proven, is newer than
	// the vault, or older than all of them.
	maxSealings = 256
)

// sealing is one filling of the pouch.
type sealing struct {
	tag   [pouch.TagSize]byte
	first box.Round
}

// state is what the vault keeps of a device. Its binary form, all integers
// big-endian:
//
//	  1    version, 13
//	  4    highest round the device has known
//	  4    last round that is sure to have come: see Device.readClock
//	  4    floor: highest round the pouch is known to have begun
//	 68    in which rounds the device ran: see round.Diary
//	  2    π of whoever invited it: see round.Rate
//	  6    whether links find anything: see round.Quiet
//	  2    rounds in a row in which the drop took nothing and showed nothing
//	  4    when a request last met another key than the pinned one, as far as the
//	       owner was told; seconds since 1970, 0: never
//	 32    key of the proofs in the pouch
//	  2    how many of the newest sealings are not known to have reached the pouch
//	2+12n  sealings of the pouch, newest last, at most 256: 8 tag, 4 first round
//	4+n    the cell's state
//	  1    number of links, then for each: 2 its tie, 17 the rounds that both ends
//	       ran in, see round.Common, 4+n its state
//	  1    number of dead links, oldest first, then for each: 2 its tie,
//	       4 the last round of its cover, 4+n its state
//	4+n    the mail
//	       parcels: see addParcels
//	4+n    the owner's reports: see [book.Book.MarshalBinary]
//	  2    number of packets that wait for a desk, then for each: 2+n packet
type state struct {
	known    box.Round
	sure     box.Round // the last in which the drop took a box, or in which the owner said that the clock is right
	floor    box.Round
	presence presence
	quiet    round.Quiet
	barren   uint16 // rounds in a row in which the drop answered, took nothing and showed nothing
	judged   uint32 // the last round that was judged so
	otherKey uint32 // the last time of meeting another key that the owner was told of, in Unix seconds
	proof    pouch.Key
	unsure   int       // how many of the newest sealings are not known to have reached the pouch
	filled   []sealing // newest last
	cell     *cell.State
	links    map[cell.TieID]*link.Link
	dead     []deadLink // oldest first
	mail     mail.Mail
	book     *shelf.Book // of the shelf, where that is not open
	parcels  []parcel    // on the shelf
	reports  book.Book
	arrived  [][]byte // at a desk: packets that it has not taken yet
}

// ties returns the ties that have a link, in ascending order.
func (s *state) ties() []cell.TieID {
	ties := make([]cell.TieID, 0, len(s.links))
	for t := range s.links {
		ties = append(ties, t)
	}
	slices.Sort(ties)
	return ties
}

func (s *state) marshal() ([]byte, error) {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(stateVersion)
	b.AddUint32(uint32(s.known))
	b.AddUint32(uint32(s.sure))
	b.AddUint32(uint32(s.floor))
	diary, inviter := s.presence.diary.Bytes(), s.presence.inviter.Bytes()
	b.AddBytes(diary[:])
	b.AddBytes(inviter[:])
	quiet := s.quiet.Bytes()
	b.AddBytes(quiet[:])
	b.AddUint16(s.barren)
	b.AddUint32(s.judged)
	b.AddUint32(s.otherKey)
	b.AddBytes(s.proof.Bytes())
	b.AddUint16(uint16(s.unsure))
	b.AddUint16(uint16(len(s.filled)))
	for _, f := range s.filled {
		b.AddBytes(f.tag[:])
		b.AddUint32(uint32(f.first))
	}
	rules, err := s.cell.Marshal()
	if err != nil {
		return nil, fmt.Errorf("keeping the cell: %w", err)
	}
	addLong(b, rules)
	b.AddUint8(uint8(len(s.links)))
	for _, t := range s.ties() {
		kept, err := s.links[t].Marshal()
		if err != nil {
			return nil, fmt.Errorf("keeping a link: %w", err)
		}
		b.AddUint16(uint16(t))
		common := s.presence.common[t].Bytes()
		b.AddBytes(common[:])
		addLong(b, kept)
	}
	if err := s.addDead(b); err != nil {
		return nil, err
	}
	kept := s.mail.Marshal()
	defer clear(kept)
	addLong(b, kept)
	s.addParcels(b)
	reports, err := s.reports.MarshalBinary()
	if err != nil {
		return nil, fmt.Errorf("keeping the reports: %w", err)
	}
	defer clear(reports)
	addLong(b, reports)
	s.addArrived(b)
	return b.Bytes()
}

func unmarshal(payload []byte) (*state, error) {
	if len(payload) > 0 && payload[0] > stateVersion {
		return nil, ErrNewer
	}
	in := cryptobyte.String(payload)
	st := &state{links: map[cell.TieID]*link.Link{}, presence: newPresence(0)}
	if !st.readHead(&in) || !st.readCell(&in) || !st.readLinks(&in) || !st.readDead(&in) || !st.readMail(&in) || !st.readParcels(&in) || !st.readReports(&in) || !st.readArrived(&in) || !in.Empty() {
		return nil, ErrState
	}
	return st, nil
}

func (s *state) readHead(in *cryptobyte.String) bool {
	var version uint8
	var diary [round.DiarySize]byte
	var inviter [round.RateSize]byte
	var quiet [round.QuietSize]byte
	var key [keys.Size]byte
	var unsure, filled uint16
	if !in.ReadUint8(&version) || version < firstState || version > stateVersion ||
		!in.ReadUint32((*uint32)(&s.known)) || !in.ReadUint32((*uint32)(&s.sure)) || !in.ReadUint32((*uint32)(&s.floor)) ||
		!in.CopyBytes(diary[:]) || !in.CopyBytes(inviter[:]) || !in.CopyBytes(quiet[:]) || !in.ReadUint16(&s.barren) || !in.ReadUint32(&s.judged) || !in.ReadUint32(&s.otherKey) ||
		!in.CopyBytes(key[:]) || !in.ReadUint16(&unsure) || !in.ReadUint16(&filled) ||
		filled > maxSealings || unsure > filled {
		return false
	}
	defer clear(key[:])
	s.unsure = int(unsure)
	for range filled {
		var f sealing
		if !in.CopyBytes(f.tag[:]) || !in.ReadUint32((*uint32)(&f.first)) {
			return false
		}
		s.filled = append(s.filled, f)
	}
	if s.quiet = round.QuietOf(quiet); s.quiet.Bytes() != quiet {
		return false
	}
	var err error
	if s.proof, err = pouch.KeyOf(key[:]); err != nil {
		return false
	}
	s.presence.diary, s.presence.inviter = round.DiaryOf(diary), round.RateOfBytes(inviter)
	return s.presence.inviter.Bytes() == inviter
}

func (s *state) readCell(in *cryptobyte.String) bool {
	var kept []byte
	if !readLong(in, &kept) {
		return false
	}
	var err error
	s.cell, err = cell.Unmarshal(kept)
	return err == nil
}

func (s *state) readLinks(in *cryptobyte.String) bool {
	var n uint8
	if !in.ReadUint8(&n) {
		return false
	}
	last := cell.TieID(0)
	for range n {
		var tie cell.TieID
		var common [round.CommonSize]byte
		var kept []byte
		if !in.ReadUint16((*uint16)(&tie)) || tie <= last || !in.CopyBytes(common[:]) || !readLong(in, &kept) {
			return false
		}
		c, ok := round.CommonOf(common)
		if !ok {
			return false
		}
		l, err := link.Unmarshal(kept)
		if err != nil {
			return false
		}
		s.links[tie], s.presence.common[tie], last = l, &c, tie
	}
	return true
}

func (s *state) readMail(in *cryptobyte.String) bool {
	var kept []byte
	if !readLong(in, &kept) {
		return false
	}
	var err error
	s.mail, err = mail.Unmarshal(kept)
	return err == nil
}

func (s *state) readReports(in *cryptobyte.String) bool {
	var kept []byte
	return readLong(in, &kept) && s.reports.UnmarshalBinary(kept) == nil
}

func (s *state) addDead(b *cryptobyte.Builder) error {
	b.AddUint8(uint8(len(s.dead)))
	for _, l := range s.dead {
		kept, err := l.link.Marshal()
		if err != nil {
			return fmt.Errorf("keeping a dead link: %w", err)
		}
		b.AddUint16(uint16(l.tie))
		b.AddUint32(uint32(l.cover))
		addLong(b, kept)
	}
	return nil
}

func (s *state) readDead(in *cryptobyte.String) bool {
	var n uint8
	if !in.ReadUint8(&n) {
		return false
	}
	for range n {
		var l deadLink
		var kept []byte
		if !in.ReadUint16((*uint16)(&l.tie)) || !in.ReadUint32((*uint32)(&l.cover)) || !readLong(in, &kept) {
			return false
		}
		var err error
		if l.link, err = link.Unmarshal(kept); err != nil {
			return false
		}
		s.dead = append(s.dead, l)
	}
	return true
}

// addLong writes a 4-byte length and then v: for what may outgrow 16 MiB
// checks elsewhere, and is bounded by the vault.
func addLong(b *cryptobyte.Builder, v []byte) {
	b.AddUint32LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(v) })
}

func readLong(in *cryptobyte.String, v *[]byte) bool {
	var n uint32
	return in.ReadUint32(&n) && uint64(n) <= uint64(len(*in)) && in.ReadBytes(v, int(n))
}
