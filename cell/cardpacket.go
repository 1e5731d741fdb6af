package cell

import (
	"bulkhead/card"

	"golang.org/x/crypto/cryptobyte"
)

// name is a card by one founder, as it is named where the card itself has no room.
//
//	 1  founder
//	 2  serial
//	32  digest
//	64  the founder's signature of the card
type name struct {
	founder Founder
	serial  uint16
	digest  card.Digest
	sig     signature
}

func (n *name) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(n.founder))
	b.AddUint16(n.serial)
	b.AddBytes(n.digest[:])
	b.AddBytes(n.sig[:])
}

func (n *name) read(s *cryptobyte.String) bool {
	return n.founder.read(s) && s.ReadUint16(&n.serial) && n.serial%2 == 1 && s.CopyBytes(n.digest[:]) && s.CopyBytes(n.sig[:])
}

// same reports whether two names are of one card of one founder.
func (n *name) same(o *name) bool {
	return n.founder == o.founder && n.serial == o.serial && n.digest == o.digest
}

// addSignedCard returns what a founder signs of a card.
func addSignedCard(serial uint16, d card.Digest) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddUint16(serial)
		b.AddBytes(d[:])
	}
}

// cardRevoked takes back what one founder signed alone.
//
//	 1  founder whose card it is
//	 2  serial
//	64  the other founder's signature
type cardRevoked struct {
	founder Founder
	serial  uint16
	sig     signature
}

func (*cardRevoked) kind() uint8 { return kindCardRevoked }

func (p *cardRevoked) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.founder))
	b.AddUint16(p.serial)
	b.AddBytes(p.sig[:])
}

func (p *cardRevoked) read(s *cryptobyte.String) bool {
	return p.founder.read(s) && s.ReadUint16(&p.serial) && p.serial%2 == 1 && s.CopyBytes(p.sig[:])
}

// signed returns what is signed, in a group.
func (p *cardRevoked) signed(group card.Hash) func(*cryptobyte.Builder) {
	return func(b *cryptobyte.Builder) {
		b.AddBytes(group[:])
		b.AddUint8(uint8(p.founder))
		b.AddUint16(p.serial)
	}
}

// newCard is a card on its way.
//
//	  1  whose signatures are here: 1 the first founder's, 2 the second's
//	 64  each
//	2+n  card
type newCard struct{ signed card.Signed }

func (*newCard) kind() uint8                 { return kindCard }
func (p *newCard) add(b *cryptobyte.Builder) { addSigned(b, &p.signed) }
func (p *newCard) read(s *cryptobyte.String) bool {
	return readSigned(s, &p.signed) == nil && !p.signed.Card.IsZero()
}

// addSigned writes a card with its signatures; none at all as zeros.
func addSigned(b *cryptobyte.Builder, s *card.Signed) {
	b.AddUint8(s.By)
	for n := range s.Signatures {
		if s.IsSigned(n) {
			b.AddBytes(s.Signatures[n][:])
		}
	}
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
		if s.Card.IsZero() {
			return
		}
		all, err := s.Card.MarshalBinary()
		if err != nil {
			b.SetError(err)
		}
		b.AddBytes(all)
	})
}

// readSigned reads what addSigned wrote. errPacket; and those of [card.Card.UnmarshalBinary].
func readSigned(in *cryptobyte.String, s *card.Signed) error {
	var bytes cryptobyte.String
	if !in.ReadUint8(&s.By) || s.By > 3 {
		return errPacket
	}
	for n := range s.Signatures {
		if s.IsSigned(n) && !in.CopyBytes(s.Signatures[n][:]) {
			return errPacket
		}
	}
	if !in.ReadUint16LengthPrefixed(&bytes) || len(bytes) == 0 && s.By != 0 {
		return errPacket
	}
	if len(bytes) == 0 {
		return nil
	}
	return s.Card.UnmarshalBinary(bytes)
}

// cardNamed is a name on its way.
type cardNamed struct{ name }

func (*cardNamed) kind() uint8 { return kindCardNamed }
