package cell

import (
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/keys"
)

// Introduce makes a and b, both led by the owner, a pair: each gets one side of
// an invitation that this device makes and does not keep. They compare six
// words in person afterwards. ErrNotLed, ErrNoTie; ErrQuarantined, ErrConfirmed:
// nobody is led to somebody who may be taken.
func (s *State) Introduce(a, b TieID, now box.Round, rand io.Reader) ([]Effect, error) {
	ta, err := s.toIntroduce(a)
	if err != nil {
		return nil, err
	}
	tb, err := s.toIntroduce(b)
	if err != nil {
		return nil, err
	}
	if a == b {
		return nil, ErrNotLed
	}
	var ref [refLen]byte
	if _, err := io.ReadFull(rand, ref[:]); err != nil {
		return nil, fmt.Errorf("drawing an introduction's number: %w", err)
	}
	secret, err := keys.Read[secretUse](rand)
	if err != nil {
		return nil, err
	}
	p := &introduction{ref: ref, role: Shower, invitation: Invitation{Secret: secret, Base: now, Card: s.groupHash()}}
	secret.Erase()
	defer p.invitation.Secret.Erase()
	first := marshal(p)
	p.role = Scanner
	second := marshal(p)
	for _, t := range []*Tie{ta, tb} { // an introduction that came to nothing
		if old := s.tie(t.pair); old != nil {
			for _, x := range []*Tie{t, old} { // and what they said of each other
				x.pair, x.ready, x.ref, x.asked, x.Told, x.counted = 0, false, [refLen]byte{}, 0, 0, 0
			}
		}
	}
	ta.pair, ta.ready, ta.ref, ta.asked = b, false, ref, max(now, 1)
	tb.pair, tb.ready, tb.ref, tb.asked = a, false, ref, max(now, 1)
	return []Effect{Send{a, first, lasting(now)}, Send{b, second, lasting(now)}}, nil
}

func (s *State) toIntroduce(id TieID) (*Tie, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	if t.Relation != Led || t.Phase < Unconfirmed || s.paired(t) {
		return nil, ErrNotLed
	}
	if t.Probation != 0 {
		return nil, ErrProbation
	}
	return t, mayWriteOver(t, false)
}

// paired reports whether both of an introduction have taken it in.
func (s *State) paired(t *Tie) bool {
	other := s.tie(t.pair)
	return other != nil && t.ready && other.ready
}

// tickIntroduced shows that no answer came from somebody whom the owner led to a partner,
// once for each introduction. Their device refuses it while the owner is in quarantine
// there, and tells nobody but them: the owner may be a captor. So the owner's device goes
// by time alone, and by what it has heard: by an unlock as late as this the answer has
// most likely come. Whoever was not heard of is overdue, which is told anyway.
func (s *State) tickIntroduced(t *Tie) []Effect {
	if t.asked == 0 || t.Quarantined() || since(t.Unlocked, t.asked) < uint64(s.group.QuarantineRounds()) {
		return nil
	}
	t.asked = 0
	return []Effect{Show{What: IntroductionOpen, Tie: t.ID, Rel: t.Relation}}
}

func (s *State) onIntroduction(t *Tie, p *introduction, now box.Round, rand io.Reader) ([]Effect, error) {
	if t.Relation != Lead {
		return refuse(t, p, NotAllowed), nil
	}
	if old := s.only(Partner); old != nil {
		if old.ref == p.ref {
			return nil, nil
		}
		if old.Heard != 0 || old.Phase > Securing {
			return refuse(t, p, HavePartner), nil
		}
	}
	if t.Quarantined() {
		return refuse(t, p, Quarantined), nil
	}
	if p.invitation.Card != s.groupHash() || p.invitation.First != (First{}) {
		return refuse(t, p, OtherGroup), nil
	}
	if !fairBase(p.invitation.Base, now) {
		return refuse(t, p, Expired), nil
	}
	if s.full() {
		return refuse(t, p, NoRoom), nil
	}
	if !s.affords(t, now) {
		return refuse(t, p, TooOften), nil
	}
	lead, out := t.ID, []Effect(nil)        // t moves when a tie is added
	if old := s.only(Partner); old != nil { // who never came: introduced anew
		out = s.cut(old, false, false, now)
	}
	if s.room() != nil {
		return append(out, refuse(s.tie(lead), p, NoRoom)...), nil
	}
	n, err := s.newTie(Tie{Relation: Partner, Phase: Securing, Since: now, Unlocked: now, ref: p.ref}, rand)
	if err != nil {
		return nil, err
	}
	s.spend(lead, now)
	return append(out,
		StartLink{n.ID, &p.invitation, p.role},
		Send{lead, marshal(&ready{p.ref}), lasting(now)},
		Show{What: PartnerIntroduced, Tie: n.ID},
	), nil
}

func (s *State) onReady(t *Tie, p *ready) []Effect {
	if t.Relation != Led {
		return refuse(t, p, NotAllowed)
	}
	if t.pair == 0 || t.ref != p.ref {
		return refuse(t, p, NotAsked)
	}
	if t.ready {
		return nil
	}
	t.ready, t.asked = true, 0
	if other := s.tie(t.pair); other != nil && other.ready {
		return []Effect{Show{What: PairReady, Tie: t.ID}}
	}
	return nil
}
