package cell

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"bulkhead/box"
	"bulkhead/card"

	"golang.org/x/crypto/cryptobyte"
)

// Errors of founders who propose a card, or sign what the other one proposed.
var (
	ErrNoProposal    = errors.New("the other founder has proposed no card that could be signed")
	ErrOtherProposal = errors.New("this is not the code of the card that is proposed now: look at it first")
	ErrProposalOld   = errors.New("the proposed card was made from other places than those in force here; propose it anew")
	ErrProposalLate  = errors.New("the proposed card begins too soon: everybody must hear of it first; propose it anew")
	ErrProposedOften = errors.New("a card was proposed here a moment ago; propose another in the next round")
	ErrProposalCode  = errors.New("the code of a proposal has 6 letters and digits")
)

// ProposalCode says which proposal a founder has seen and wants to sign. It is drawn by
// chance when another proposal comes than is here, and leaves the device on the screen
// alone. So whoever makes a proposal cannot make it look like another: of a hash, however
// it is shortened, one could. Never 0.
type ProposalCode uint32

const (
	proposalCodeBits   = 30 // of chance
	proposalCodeLetter = 5  // bits for each of 6 letters
)

func newProposalCode(rand io.Reader) (ProposalCode, error) {
	var b [4]byte
	for {
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return 0, err
		}
		if c := ProposalCode(binary.BigEndian.Uint32(b[:]) >> (32 - proposalCodeBits)); c != 0 {
			return c, nil
		}
	}
}

const proposalLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// Text returns the code as 6 letters and digits; "" for none.
func (c ProposalCode) Text() string {
	if c == 0 {
		return ""
	}
	var b [proposalCodeBits / proposalCodeLetter]byte
	for i := range b {
		b[i] = proposalLetters[c>>(proposalCodeBits-proposalCodeLetter*(i+1))&31]
	}
	return string(b[:])
}

// ParseProposalCode reads what Text wrote, in capitals or not. ErrProposalCode.
func ParseProposalCode(s string) (c ProposalCode, err error) {
	if len(s) != proposalCodeBits/proposalCodeLetter {
		return 0, ErrProposalCode
	}
	for _, r := range []byte(strings.ToUpper(s)) {
		n := strings.IndexByte(proposalLetters, r)
		if n < 0 {
			return 0, ErrProposalCode
		}
		c = c<<proposalCodeLetter | ProposalCode(n)
	}
	return c, nil
}

// proposal is what a founder keeps of cards by both that lack a signature.
type proposal struct {
	signed card.Signed  // the newest one, with the signature of whoever proposed it; zero: none
	code   ProposalCode // 0: it is the owner's own, or none

	// last is the rank of what the owner signed last for both, proposals of its own too.
	// It signs nothing after that which is not above: so of two cards of one serial that
	// have both signatures, all devices come to the later one. Zero: nothing yet.
	last card.Rank
}

func (p *proposal) add(b *cryptobyte.Builder) {
	addSigned(b, &p.signed)
	b.AddUint32(uint32(p.code))
	b.AddUint16(p.last.Serial)
	b.AddUint32(uint32(p.last.Issued))
	b.AddBytes(p.last.Digest[:])
}

func (p *proposal) read(s *cryptobyte.String) bool {
	return readSigned(s, &p.signed) == nil && s.ReadUint32((*uint32)(&p.code)) && p.code>>proposalCodeBits == 0 &&
		s.ReadUint16(&p.last.Serial) && s.ReadUint32((*uint32)(&p.last.Issued)) && s.CopyBytes(p.last.Digest[:])
}

// savedProposal is the length of a proposal beside its card and signatures, in bytes.
const savedProposal = 1 + 2 + 4 + 2 + 4 + card.DigestSize

// proposalHolds: only a founder has one, with one signature: the owner's or, under a code,
// the other's; and it is of the card that comes after the base.
func (s *State) proposalHolds() bool {
	p := &s.cards.proposed
	if p.signed.Card.IsZero() {
		return p.code == 0 && (s.founder() || p.last == card.Rank{})
	}
	if !s.founder() {
		return false
	}
	by := s.founderIndex()
	if p.code != 0 {
		by = by.other()
	}
	return p.signed.By == 1<<by && p.signed.Card.Outranks(&s.cards.base.Card)
}

// onProposal takes in a card by both that the other founder signed: exactly what the rules
// make of the base or of the card by one that stands here, and above what the owner signed
// before. It takes the place of any other, and has another code.
func (s *State) onProposal(t *Tie, p *newCard, now box.Round, rand io.Reader) ([]Effect, error) {
	c, has := &p.signed, &s.cards.proposed
	other := s.founderIndex().other()
	switch {
	case c.By != 1<<other || !s.verified(c, other):
		return refuse(t, p, BadSignature), nil
	case c.Card.Follows(&s.cards.base.Card) != nil && (!s.standsByOne() || c.Card.Follows(&s.cards.alone.Card) != nil):
		return refuse(t, p, NotAllowed), nil
	case !c.Card.Rank().Above(has.last):
		return refuse(t, p, Expired), nil
	case c.Card == has.signed.Card:
		return nil, nil // it has its code
	}
	code, err := newProposalCode(rand)
	if err != nil {
		return nil, err
	}
	has.signed, has.code = *c, code
	return []Effect{Show{What: CardProposed, Tie: t.ID, Expires: c.Card.Begins}}, nil
}

// ProposeCard makes a card with other places for both founders to sign, which begins
// in the given round at the earliest, and sends it to the other one. ErrNotFounder,
// ErrNotVouched, ErrNoTie without another founder, ErrChanging, ErrProposedOften, and
// card.ErrCard.
func (s *State) ProposeCard(places []card.Place, gateways []string, begins, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	other, has := s.only(Partner), &s.cards.proposed
	if other == nil || !s.keys.both {
		return nil, ErrNoTie
	}
	c, err := s.nextCard(places, gateways, false, now, begins, now)
	if err == nil && !c.Card.Rank().Above(has.last) { // two within one round
		if has.last.Issued > now {
			return nil, ErrProposedOften
		}
		c, err = s.nextCard(places, gateways, false, after(has.last.Issued, 1), begins, now)
	}
	if err != nil {
		return nil, err
	}
	s.signCard(&c)
	*has = proposal{signed: c, last: c.Card.Rank()}
	return []Effect{Send{other.ID, marshal(&newCard{c}), after(now, s.group.rounds(cardAgain))}}, nil
}

// SignCard signs what the other founder has proposed, of which the owner has seen the
// code, and sends it to everybody. It is signed only if it is exactly what the rules make
// of the card that is in force here, and begins late enough. ErrNotFounder, ErrNotVouched,
// ErrNoProposal, ErrOtherProposal, ErrChanging, ErrProposalOld, ErrProposalLate.
func (s *State) SignCard(code ProposalCode, now box.Round) ([]Effect, error) {
	if err := s.maySign(); err != nil {
		return nil, err
	}
	has, before := &s.cards.proposed, s.Cards(now).InForce
	c := has.signed
	switch {
	case c.Card.IsZero() || has.code == 0:
		return nil, ErrNoProposal
	case code != has.code:
		return nil, ErrOtherProposal
	case s.changing(now):
		return nil, ErrChanging
	case c.Card.Follows(&before) != nil:
		return nil, ErrProposalOld
	case uint64(c.Card.Begins) < uint64(now)+uint64(c.Card.Change()):
		return nil, ErrProposalLate
	}
	s.signCard(&c)
	has.last = c.Card.Rank()
	return append(s.rebase(c, 0, c.Card.Begins, now), s.spreadEverywhere(&newCard{c}, 0, now)...), nil
}
