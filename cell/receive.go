package cell

import (
	"errors"
	"io"
	"unicode/utf8"

	"bulkhead/box"
)

// Receive takes in a message that a tie's link delivered. A packet that its
// sender may not send, that is not readable or not rightly signed changes
// nothing but is shown as refused; one of a newer program's is shown as such. What
// comes over a tie in quarantine is shown with Doubt. Errors are the device's
// own: ErrNoTie, or what rand returned. message stays the caller's.
func (s *State) Receive(id TieID, message []byte, now box.Round, rand io.Reader) ([]Effect, error) {
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

func (s *State) receive(t *Tie, message []byte, now box.Round, rand io.Reader) ([]Effect, error) {
	p, err := parsePacket(message)
	switch {
	case errors.Is(err, errNewer):
		return []Effect{Show{What: NewerPacket, Tie: t.ID, Kind: message[0]}}, nil
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
	case *replyStopped:
		return s.onReplyStopped(t, p), nil
	case *notice:
		return s.onNotice(t, p, now), nil
	case *revocation:
		return s.onRevocation(t, p, now), nil
	case *taken:
		return s.onTaken(t, p, now), nil
	}
	return s.receiveLifeline(t, p, now, rand)
}

// receiveReport takes in what has to do with desks.
func (s *State) receiveReport(t *Tie, p packet, now box.Round, rand io.Reader) ([]Effect, error) {
	switch p := p.(type) {
	case *sealedReport:
		return s.onReport(t, p, now, rand)
	case *deskReply:
		return s.onDeskReply(t, p, now), nil
	case *deskRecord:
		return s.onDeskRecord(t, p, now), nil
	case *deskRevoked:
		return s.onDeskRevoked(t, p, now), nil
	case *deskReached:
		return s.onDeskReached(t, p, now), nil
	case *reportStopped:
		return s.onReportStopped(t, p), nil
	case *deskNamed:
		return s.onDeskNamed(t, p, now), nil
	}
	return refuse(t, p, Malformed), nil
}

// receiveLifeline takes in what has to do with lifelines, stamps and cards.
func (s *State) receiveLifeline(t *Tie, p packet, now box.Round, rand io.Reader) ([]Effect, error) {
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
	case *stamp:
		return s.onStamp(t, p, now), nil
	case *newCard:
		return s.onCard(t, p, now, rand)
	case *cardRevoked:
		return s.onCardRevoked(t, p, now), nil
	case *cardNamed:
		return s.onCardNamed(t, p, now), nil
	}
	return s.receiveReport(t, p, now, rand)
}

// mayCome says why a kind of packet may not come over a tie as it stands; 0: it
// may. The rules of each kind say the rest.
func mayCome(t *Tie, p packet) Why {
	switch kind := p.kind(); {
	case t.Relation == Lifeline:
		if kind != kindOrphan && kind != kindAdoption && kind != kindSettled && kind != kindCard && kind != kindCardRevoked && kind != kindCardNamed &&
			kind != kindDeskNamed && kind != kindDeskRevoked {
			return NotAllowed
		}
	case t.Relation == Unknown:
		if kind != kindWelcome && kind != kindText {
			return NotAllowed
		}
	case t.Relation == Desk || t.Relation == Liaison:
		switch kind {
		case kindText, kindCard, kindCardRevoked, kindCardNamed:
		case kindReport, kindFounderKey:
			if t.Relation == Desk {
				return NotAllowed
			}
		case kindDeskReply, kindDeskReached, kindReportStopped:
			if t.Relation == Liaison {
				return NotAllowed
			}
		default:
			return NotAllowed
		}
	case t.Probation != 0:
		switch kind {
		case kindText, kindNotice, kindRevocation, kindNoteStopped, kindReply, kindReplyStopped, kindStamp,
			kindCard, kindCardRevoked, kindCardNamed, kindDeskRecord, kindDeskRevoked, kindDeskReply, kindReportStopped, kindDeskNamed:
		case kindTaken:
			if t.Relation != Led {
				return OnProbation
			}
		default:
			return OnProbation
		}
	}
	return 0
}

// stop refuses a packet; whoever sent a note or a report hears that it goes no further.
func (s *State) stop(t *Tie, p packet, why Why) []Effect {
	out := refuse(t, p, why)
	if n, is := p.(*note); is && t.Relation == Led {
		out = append(out, stopNote(t.ID, n.id, stoppedNoWay))
	}
	if r, is := p.(*sealedReport); is && s.bringsReports(t) {
		out = append(out, stopReport(t.ID, r.way, stoppedNoWay))
	}
	return out
}

func refuse(t *Tie, p packet, why Why) []Effect {
	what := Refused
	if p.kind() == kindIntroduction && t.Relation == Lead {
		what = IntroductionRefused // it does not come again by itself, and nobody else is told
	}
	return []Effect{Show{What: what, Tie: t.ID, Kind: p.kind(), Why: why}}
}

// passOn sends a packet to partner and led, but not back to where it came from;
// from 0 is the owner, whose words do not go to whom the owner confirmed as taken.
func (s *State) passOn(p packet, from TieID, expires box.Round) []Effect {
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
