package cell

import (
	"errors"
	"io"
	"unicode/utf8"
)

// Receive takes in a message that a tie's link delivered. A packet that its
// sender may not send, that is not readable or not rightly signed changes
// nothing but is shown as refused; one of an unknown kind is shown as such. What
// comes over a tie in quarantine is shown with Doubt. Errors are the device's
// own: ErrNoTie, or what rand returned. message stays the caller's.
func (s *State) Receive(id TieID, message []byte, now Round, rand io.Reader) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	doubt := t.Quarantined()
	out, err := s.receive(t, message, now, rand)
	for i := range out {
		if show, ok := out[i].(Show); ok && doubt {
			show.Doubt = true
			out[i] = show
		}
	}
	return out, err
}

func (s *State) receive(t *Tie, message []byte, now Round, rand io.Reader) ([]Effect, error) {
	p, err := parsePacket(message)
	switch {
	case errors.Is(err, errUnknown):
		return []Effect{Show{What: UnknownKind, Tie: t.ID, Kind: message[0]}}, nil
	case err != nil:
		var kind uint8
		if len(message) > 0 {
			kind = message[0]
		}
		return []Effect{Show{What: Refused, Tie: t.ID, Kind: kind, Why: Malformed}}, nil
	}
	if why := mayCome(t, p); why != 0 {
		return s.stop(t, p, why), nil
	}
	switch p := p.(type) {
	case *welcome:
		return s.onWelcome(t, p, now, rand)
	case *introduction:
		return s.onIntroduction(t, p, now, rand)
	case *keyOffer:
		return s.onKeyOffer(t, p, now), nil
	case *founderKey:
		return s.onFounderKey(t, p, now), nil
	case *text:
		return []Effect{Show{What: TextArrived, Tie: t.ID, Text: string(p.body), Sure: t.Phase == Confirmed}}, nil
	case *ready:
		return s.onReady(t, p), nil
	case *note:
		return s.onNote(t, p, now), nil
	case *noteStopped:
		return s.onNoteStopped(t, p), nil
	case *reply:
		return s.onReply(t, p), nil
	case *notice:
		return s.onNotice(t, p, now), nil
	case *revocation:
		return s.onRevocation(t, p, now), nil
	case *taken:
		return s.onTaken(t, p, now), nil
	}
	return s.receiveLifeline(t, p, now, rand)
}

// receiveLifeline takes in what has to do with lifelines.
func (s *State) receiveLifeline(t *Tie, p packet, now Round, rand io.Reader) ([]Effect, error) {
	switch p := p.(type) {
	case *lifelineAsk:
		return s.onAsk(t, p, now, rand)
	case *lifelineAnswer:
		return s.onAnswer(t, p, now)
	case *lifelineLost:
		return s.onLost(t, p, now), nil
	case *orphan:
		return s.onOrphan(t, p, now), nil
	case *adoption:
		defer p.secret.Erase()
		return s.onAdoption(t, p, now, rand)
	case *settled:
		return s.onSettled(t, p, now), nil
	}
	return refuse(t, p, Malformed), nil
}

// mayCome says why a kind of packet may not come over a tie as it stands; 0: it
// may. The rules of each kind say the rest.
func mayCome(t *Tie, p packet) Why {
	switch kind := p.kind(); {
	case t.Relation == Lifeline:
		if kind != kindOrphan && kind != kindAdoption && kind != kindSettled {
			return NotAllowed
		}
	case t.Relation == Unknown:
		if kind != kindWelcome && kind != kindText {
			return NotAllowed
		}
	case t.Probation != 0:
		switch kind {
		case kindText, kindNotice, kindRevocation, kindNoteStopped, kindReply:
		default:
			return OnProbation
		}
	}
	return 0
}

// stop refuses a packet; whoever sent a note hears that it goes no further.
func (s *State) stop(t *Tie, p packet, why Why) []Effect {
	out := refuse(t, p, why)
	if n, is := p.(*note); is && t.Relation == Led {
		out = append(out, Send{Tie: t.ID, Message: marshal(&noteStopped{n.id})})
	}
	return out
}

func refuse(t *Tie, p packet, why Why) []Effect {
	return []Effect{Show{What: Refused, Tie: t.ID, Kind: p.kind(), Why: why}}
}

// onWelcome makes a joining device a member, or the second founder.
func (s *State) onWelcome(t *Tie, p *welcome, now Round, rand io.Reader) ([]Effect, error) {
	if s.standing != Joining {
		return s.onWelcomeBack(t, p), nil
	}
	if t.Relation != Unknown {
		return refuse(t, p, NotAllowed), nil
	}
	shown := Show{What: Welcomed, Tie: t.ID, Rel: p.relation}
	if p.relation == Lead {
		t.Relation, s.standing, s.checkIn, s.keys = Lead, Member, p.checkIn, p.keys
		return []Effect{shown}, nil
	}
	if p.keys.both {
		return refuse(t, p, OtherKey), nil
	}
	key, public, err := newSigningKey(rand)
	if err != nil {
		return nil, err
	}
	t.Relation, s.standing, s.checkIn, s.keys, s.key = Partner, FounderB, p.checkIn, p.keys, key
	offer := &keyOffer{key: public, sig: sign(&key, domainOffer, public.addTo)}
	return []Effect{shown, Send{t.ID, marshal(offer), lasting(now)}}, nil
}

// onKeyOffer lets the first founder vouch for the second one's key.
func (s *State) onKeyOffer(t *Tie, p *keyOffer, now Round) []Effect {
	switch {
	case s.standing != FounderA || t.Relation != Partner:
		return refuse(t, p, NotAllowed)
	case s.keys.both && s.keys.second == p.key:
		return nil
	case s.keys.both || p.key == s.keys.first:
		return refuse(t, p, OtherKey)
	case t.Quarantined():
		return refuse(t, p, Quarantined)
	case !verify(&p.key, &p.sig, domainOffer, p.key.addTo):
		return refuse(t, p, BadSignature)
	}
	s.keys.both, s.keys.second = true, p.key
	s.keys.vouch = sign(&s.key, domainFounderKey, p.key.addTo)
	return append([]Effect{Show{What: KeyLearned, Tie: t.ID}}, s.passOn(s.vouched(), 0, lasting(now))...)
}

func (s *State) vouched() *founderKey { return &founderKey{s.keys.second, s.keys.vouch} }

// onFounderKey takes in the second founder's key, once.
func (s *State) onFounderKey(t *Tie, p *founderKey, now Round) []Effect {
	switch {
	case t.Relation != Lead && t.Relation != Partner || s.standing == FounderA:
		return refuse(t, p, NotAllowed)
	case !verify(&s.keys.first, &p.sig, domainFounderKey, p.key.addTo):
		return refuse(t, p, BadSignature)
	case s.keys.both && s.keys.second == p.key:
		return nil
	case s.keys.both, s.standing == FounderB && publicOf(&s.key) != p.key:
		return refuse(t, p, OtherKey)
	case t.Quarantined():
		return refuse(t, p, Quarantined)
	}
	s.keys.both, s.keys.second, s.keys.vouch = true, p.key, p.sig
	return append([]Effect{Show{What: KeyLearned, Tie: t.ID}}, s.passOn(p, t.ID, lasting(now))...)
}

// passOn sends a packet to partner and led, but not back to where it came from;
// from 0 is the owner, whose words do not go to whom the owner confirmed as taken.
func (s *State) passOn(p packet, from TieID, expires Round) []Effect {
	message := marshal(p)
	var out []Effect
	for _, t := range s.ties {
		if t.live() && t.ID != from && (from != 0 || t.Cut == 0) && (t.Relation == Partner || t.Relation == Led) {
			out = append(out, Send{Tie: t.ID, Message: message, Expires: expires})
		}
	}
	return out
}

// SendText writes to one other member. ErrNoTie, ErrTooLong beyond MaxText
// bytes, ErrNotText, ErrQuarantined, ErrConfirmed.
func (s *State) SendText(to TieID, body string) ([]Effect, error) {
	return s.sendText(to, body, false)
}

// SendTextAnyway is SendText for an owner who was told that the tie is in
// quarantine and writes all the same.
func (s *State) SendTextAnyway(to TieID, body string) ([]Effect, error) {
	return s.sendText(to, body, true)
}

func (s *State) sendText(to TieID, body string, anyway bool) ([]Effect, error) {
	t, err := s.namedTie(to)
	if err != nil {
		return nil, err
	}
	if err := checkBody(body, MaxText); err != nil {
		return nil, err
	}
	if err := mayWriteOver(t, anyway); err != nil {
		return nil, err
	}
	return []Effect{Send{Tie: to, Message: marshal(&text{[]byte(body)})}}, nil
}

func checkBody(body string, limit int) error {
	switch {
	case len(body) > limit:
		return ErrTooLong
	case !utf8.ValidString(body):
		return ErrNotText
	}
	return nil
}
