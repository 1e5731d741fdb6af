package seal

import (
	"crypto/sha256"
	"slices"

	"bulkhead/report"

	"golang.org/x/crypto/cryptobyte"
)

// MaxProgress is the longest form of a Progress, in bytes: a desk makes it grow no further.
const MaxProgress = report.OrderSize + 2 + 3*2 + 1 + 2*remembered + 1 + (remembered+1)*(2+sha256.Size)

// ErrProgress is what UnmarshalBinary of a Progress refuses with.
const ErrProgress report.Refusal = "these bytes do not say how far a report is"

// MarshalBinary returns the one form of p, all integers big-endian:
//
//	10  the order of replies, see [report.Order]
//	 2  the newest revision that was sealed
//	 6  the highest revision that is at the desk, read, closed: 2 each
//	 1  number of revisions that were passed on, at most 64, then 2 for each
//	 1  number of the newest replies, at most 65, then for each: 2 number, 32 its sum
func (p *Progress) MarshalBinary() ([]byte, error) {
	order, err := p.Order.MarshalBinary()
	if err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(order)
	b.AddUint16(p.sent)
	for s := AtDesk; s <= Closed; s++ {
		b.AddUint16(p.reached[s])
	}
	b.AddUint8(uint8(len(p.passed)))
	for _, revision := range p.passed {
		b.AddUint16(revision)
	}
	b.AddUint8(uint8(len(p.heard)))
	for _, h := range p.heard {
		b.AddUint16(h.number)
		b.AddBytes(h.sum[:])
	}
	return b.Bytes()
}

// UnmarshalBinary reads that form, and refuses everything else with ErrProgress: p is as it
// was then.
func (p *Progress) UnmarshalBinary(data []byte) error {
	var n Progress
	var order []byte
	var passed, replies uint8
	s := cryptobyte.String(data)
	ok := s.ReadBytes(&order, report.OrderSize) && n.Order.UnmarshalBinary(order) == nil && s.ReadUint16(&n.sent)
	for stage := AtDesk; ok && stage <= Closed; stage++ {
		ok = s.ReadUint16(&n.reached[stage]) && n.reached[stage] <= n.sent
	}
	ok = ok && s.ReadUint8(&passed) && passed <= remembered
	for i := 0; ok && i < int(passed); i++ {
		var revision uint16
		ok = s.ReadUint16(&revision) && revision > 0 && revision <= n.sent && !slices.Contains(n.passed, revision)
		n.passed = append(n.passed, revision)
	}
	ok = ok && s.ReadUint8(&replies) && replies <= remembered+1
	for i := 0; ok && i < int(replies); i++ {
		var h heard
		ok = s.ReadUint16(&h.number) && s.CopyBytes(h.sum[:]) && h.number > 0 && h.number <= n.Order.Newest() &&
			n.Order.Newest()-h.number <= remembered && !slices.ContainsFunc(n.heard, func(o heard) bool { return o.number == h.number })
		n.heard = append(n.heard, h)
	}
	if !ok || !s.Empty() {
		return ErrProgress
	}
	*p = n
	return nil
}

// Sealed returns the newest revision that was sealed, 0 for none.
func (p *Progress) Sealed() uint16 { return p.sent }
