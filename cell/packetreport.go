package cell

import (
	"bulkhead/box"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// Packets to desks and back: docs/protocol/desk.md. What is sealed is opaque here.

// sealedReport is a packet to a desk: docs/protocol/desk.md, "A packet to a desk". Its two
// lengths are all that a hop sees of what it says.
type sealedReport struct {
	rest []byte // after the kind
	to   seal.Name
	way  seal.Way
}

func (*sealedReport) kind() uint8                 { return kindReport }
func (p *sealedReport) add(b *cryptobyte.Builder) { b.AddBytes(p.rest) }
func (p *sealedReport) read(s *cryptobyte.String) bool {
	if !s.ReadBytes(&p.rest, len(*s)) {
		return false
	}
	all := marshal(p)
	var errTo, errWay error
	p.to, errTo = seal.To(all)
	p.way, errWay = seal.WayOf(all)
	return errTo == nil && errWay == nil
}

// deskReply is what a desk says to one report: docs/protocol/desk.md, "A reply".
type deskReply struct {
	rest []byte // after the kind
	way  seal.Way
	keep uint8 // days
}

func (*deskReply) kind() uint8                 { return kindDeskReply }
func (p *deskReply) add(b *cryptobyte.Builder) { b.AddBytes(p.rest) }
func (p *deskReply) read(s *cryptobyte.String) bool {
	if !s.ReadBytes(&p.rest, len(*s)) {
		return false
	}
	var err error
	p.way, p.keep, err = seal.ReplyHead(marshal(p))
	return err == nil
}

// deskRecord is a desk's record on its way, as it travels.
type deskRecord struct{ signed seal.Signed }

func (*deskRecord) kind() uint8 { return kindDeskRecord }
func (p *deskRecord) add(b *cryptobyte.Builder) {
	all, err := p.signed.MarshalBinary()
	if err != nil {
		b.SetError(err)
	}
	b.AddBytes(all)
}

func (p *deskRecord) read(s *cryptobyte.String) bool {
	var all []byte
	return s.ReadBytes(&all, len(*s)) && p.signed.UnmarshalBinary(all) == nil && p.signed.By >= 1 && p.signed.By <= 3
}

// deskRevoked takes desks' records back.
//
//	1…32×113  revocations, all of one founder
type deskRevoked struct{ all []seal.Revocation }

func (*deskRevoked) kind() uint8 { return kindDeskRevoked }
func (p *deskRevoked) add(b *cryptobyte.Builder) {
	for i := range p.all {
		v, err := p.all[i].MarshalBinary()
		if err != nil {
			b.SetError(err)
		}
		b.AddBytes(v)
	}
}

func (p *deskRevoked) read(s *cryptobyte.String) bool {
	for len(p.all) < seal.MaxRevoked && !s.Empty() {
		var one []byte
		var v seal.Revocation
		if !s.ReadBytes(&one, seal.RevocationSize) || v.UnmarshalBinary(one) != nil || len(p.all) > 0 && v.Founder != p.all[0].Founder {
			return false
		}
		p.all = append(p.all, v)
	}
	return len(p.all) > 0
}

// deskReached says that a desk is reached over who says so.
//
//	8  name of the desk's key
//	4  the last round in which that stands
type deskReached struct {
	name  seal.Name
	until box.Round
}

func (*deskReached) kind() uint8 { return kindDeskReached }
func (p *deskReached) add(b *cryptobyte.Builder) {
	b.AddBytes(p.name[:])
	b.AddUint32(uint32(p.until))
}

func (p *deskReached) read(s *cryptobyte.String) bool {
	return s.CopyBytes(p.name[:]) && s.ReadUint32((*uint32)(&p.until))
}

// reportStopped goes back the way of reports that could not go on.
//
//	      1  why, as in noteStopped
//	1…64×16  ways of the reports
type reportStopped struct {
	why  stopped
	ways []seal.Way
}

func (*reportStopped) kind() uint8 { return kindReportStopped }
func (p *reportStopped) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.why))
	for _, w := range p.ways {
		b.AddBytes(w[:])
	}
}

func (p *reportStopped) read(s *cryptobyte.String) bool {
	if !s.ReadUint8((*uint8)(&p.why)) || p.why > stoppedLast {
		return false
	}
	for len(p.ways) < maxStopped && !s.Empty() {
		var w seal.Way
		if !s.CopyBytes(w[:]) {
			return false
		}
		p.ways = append(p.ways, w)
	}
	return len(p.ways) > 0
}
