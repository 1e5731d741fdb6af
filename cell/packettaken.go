package cell

import "golang.org/x/crypto/cryptobyte"

// taken is a member's word that somebody whom the receiver knows too is in a
// captor's hands, or that this word is taken back.
//
//	1  whom, as a relation to the receiver: 1 its partner (says its lead),
//	   2 its lead (says its partner), 3 the other of the pair that the sender
//	   is in (says one whom it leads)
//	1  0 said, 1 taken back
type taken struct {
	whom Relation
	back bool
}

func (*taken) kind() uint8 { return kindTaken }

func (p *taken) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.whom))
	addBool(b, p.back)
}

func (p *taken) read(s *cryptobyte.String) bool {
	return s.ReadUint8((*uint8)(&p.whom)) && p.whom >= Partner && p.whom <= Led && readBool(s, &p.back)
}
