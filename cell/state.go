package cell

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/report/seal"
	"bulkhead/round"
)

// Standing is what the owner of the device is.
type Standing uint8

const (
	Joining  Standing = iota // joined; the inviter's welcome is not here yet
	Member                   // has a lead
	FounderA                 // founded the group
	FounderB                 // the second founder, partner of the first
	AtDesk                   // a desk: of the group it knows its liaisons alone
)

// String returns the standing's code, for JSON and for those who look for a
// fault. It is no sentence for a person.
func (s Standing) String() string {
	return [...]string{"joining", "member", "first-founder", "second-founder", "desk"}[min(s, AtDesk)]
}

// MarshalText returns the code.
func (s Standing) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

const (
	// pairSize is how many members one pair has, and so how many a device
	// leads unless its owner was warned (docs/design.md, "Cells").
	pairSize = 2

	maxSevered = 16      // severed ties remembered; the oldest go first
	maxTieID   = 1 << 15 // ties in the life of a state
)

// State is everything one device knows of whom it is tied to. It is one
// goroutine's. A method that returns an error has changed nothing.
type State struct {
	standing  Standing
	group     Group // of the base card
	cards     cards
	checkIn   CheckIn
	morePairs bool         // the owner was warned and wants to lead more than one pair
	key       signingKey   // founders
	keys      keyring      // everybody but Joining
	last      TieID        // highest number given
	ties      []Tie        // by number
	routes    []route      // oldest first
	seen      []seen       // notices, oldest first
	floor     [4]box.Round // by kind of seen: what was issued before it and is not in seen counts as seen

	paces     []Pace       // by tie, in the order of making
	lifelines []lifeline   // in the order of making
	asks      []ask        // oldest first
	passed    []passed     // oldest first
	orphan    orphaned     // while the lead is lost
	stamps    [2]box.Round // by founder: when its latest stamp was issued; 0: none seen

	desks   seal.Desks
	reached []reach     // in the order of hearing
	back    []wayBack   // ways of reports, oldest first
	serves  []seal.Name // a desk: the names of its keys
	named   []NamedDesk // in the order of hearing
	namedAt box.Round   // when the owner's lifelines were last told which records by one founder wait; 0: since the last of these never
}

// Errors of what a person asked for.
var (
	ErrNoTie         = errors.New("no such link")
	ErrJoining       = errors.New("not joined yet: the inviter's welcome is not here")
	ErrNotFounder    = errors.New("only a founder can do this")
	ErrNotPartner    = errors.New("only the first founder invites a partner, once; all others are introduced by their lead")
	ErrMorePairs     = errors.New("leading more than one pair makes a confession worse: 7 people instead of 5; it must be wanted explicitly")
	ErrNoSlot        = errors.New("no slot is free for another link")
	ErrRelation      = errors.New("a person invites somebody to lead, the second founder, or a desk")
	ErrNotLed        = errors.New("only two whom one leads, secured and not introduced yet, can be introduced")
	ErrNotSecured    = errors.New("the link is not secured yet")
	ErrNoLead        = errors.New("there is no lead to send it to")
	ErrTooLong       = errors.New("the text is too long")
	ErrNotText       = errors.New("the text is not valid UTF-8")
	ErrNoNote        = errors.New("no such note, or too long ago")
	ErrNoNotice      = errors.New("no such notice by the other founder, or past its time, or revoked already")
	ErrNotVouched    = errors.New("the first founder has not vouched for this device's key yet")
	ErrNoticeRounds  = errors.New("a notice lives 1 to 35,040 rounds")
	ErrTooManyTies   = errors.New("this device has made too many links; start it anew")
	ErrHeardInFuture = errors.New("a box of a round that has not come")
	ErrProbation     = errors.New("this link was made after a lead was lost: for some days it carries texts and notices, and nobody is introduced over it")
	ErrHaveLead      = errors.New("there is a lead, or the other founder: only who has lost them can take up a new invitation")
	ErrNotAsking     = errors.New("nobody asks to be taken in over this lifeline")
)

// Found makes the state of the first founder of a new group, which its founding card
// names. Durable, as every state, once the device has saved what Marshal returns.
func Found(founding *card.Card, c CheckIn, rand io.Reader) (*State, error) {
	if err := founding.Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrGroup, err)
	}
	if founding.Serial != 0 {
		return nil, fmt.Errorf("%w: its card is not a founding one", ErrGroup)
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	key, public, err := newSigningKey(rand)
	if err != nil {
		return nil, err
	}
	return &State{standing: FounderA, group: GroupOf(founding), cards: cards{base: card.Signed{Card: *founding}}, checkIn: c, key: key, keys: keyring{first: public}}, nil
}

// Standing returns what the owner is.
func (s *State) Standing() Standing { return s.standing }

// Group returns what is fixed for the group's life.
func (s *State) Group() Group { return s.group }

// CheckIn returns how often people of this group unlock; zero while Joining.
func (s *State) CheckIn() CheckIn { return s.checkIn }

// MaxLinks returns how many links this device's slots allow at most.
func (s *State) MaxLinks() int { return int(s.group.Slots) - round.SpareSlots }

// Ties returns a copy of all ties, severed ones included, by number.
func (s *State) Ties() []Tie { return append([]Tie(nil), s.ties...) }

// Tie returns a copy of one tie.
func (s *State) Tie(id TieID) (Tie, bool) {
	if t := s.tie(id); t != nil {
		return *t, true
	}
	return Tie{}, false
}

// ByAlias returns a copy of the live tie of that alias; case does not matter.
func (s *State) ByAlias(alias string) (Tie, bool) {
	for _, t := range s.ties {
		if t.live() && t.Alias != "" && sameAlias(t.Alias, alias) {
			return t, true
		}
	}
	return Tie{}, false
}

// FounderKeys returns the founders' public keys; ok[n] tells whether founder
// n's is known.
func (s *State) FounderKeys() (k [2]PublicKey, ok [2]bool) {
	known := s.standing != Joining
	return [2]PublicKey{s.keys.first, s.keys.second}, [2]bool{known, known && s.keys.both}
}

// Named is a person whom an opened device names.
type Named struct {
	Relation Relation // Unknown for the owner
	Alias    string   // "" for the owner
}

// Exposes lists whom an opened device names: its owner first, then partner,
// lead and led, a liaison's desk; of a desk's device its liaisons. Nobody else is in a state.
func (s *State) Exposes() []Named {
	all := []Named{{}}
	for _, t := range s.ties {
		if t.Alias != "" {
			all = append(all, Named{t.Relation, t.Alias})
		}
	}
	return all
}

// Rename gives a tie another alias.
func (s *State) Rename(id TieID, alias string) error {
	t, err := s.namedTie(id)
	if err != nil {
		return err
	}
	if err := checkAlias(alias); err != nil {
		return err
	}
	if s.aliasTaken(alias, id) {
		return ErrAliasTaken
	}
	t.Alias = alias
	return nil
}

// Erase overwrites the state's key and forgets everything.
func (s *State) Erase() {
	s.key.Erase()
	for i := range s.paces {
		s.paces[i].seed.Erase()
	}
	for i := range s.asks {
		s.asks[i].seed.Erase()
	}
	*s = State{}
}

// Format implements [fmt.Formatter] and prints nothing of the state.
func (State) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.State(hidden)") }

func (s *State) tie(id TieID) *Tie {
	for i := range s.ties {
		if s.ties[i].ID == id {
			return &s.ties[i]
		}
	}
	return nil
}

func (s *State) liveTie(id TieID) (*Tie, error) {
	t := s.tie(id)
	if t == nil || !t.live() {
		return nil, ErrNoTie
	}
	return t, nil
}

// namedTie returns a live tie that is no lifeline: one that a person writes over.
func (s *State) namedTie(id TieID) (*Tie, error) {
	t, err := s.liveTie(id)
	if err == nil && t.Relation == Lifeline {
		return nil, ErrNoTie
	}
	return t, err
}

// only returns the live tie of a relation that a device has at most once.
func (s *State) only(r Relation) *Tie {
	for i := range s.ties {
		if t := &s.ties[i]; t.live() && t.Relation == r {
			return t
		}
	}
	return nil
}

func (s *State) count(r Relation) (n int) {
	for _, t := range s.ties {
		if t.live() && t.Relation == r {
			n++
		}
	}
	return n
}

// slotted counts the live ties of a relation that have a slot of their own.
func (s *State) slotted(r Relation) (n int) {
	for _, t := range s.ties {
		if t.live() && t.Relation == r && s.Pace(t.ID) == nil {
			n++
		}
	}
	return n
}

// links counts the live ties that have a slot of their own.
func (s *State) links() (n int) {
	for _, t := range s.ties {
		if t.live() && s.Pace(t.ID) == nil {
			n++
		}
	}
	return n
}

func (s *State) live() (n int) {
	for _, t := range s.ties {
		if t.live() {
			n++
		}
	}
	return n
}

func (s *State) founder() bool { return s.standing == FounderA || s.standing == FounderB }

// founderIndex wants a founder's state.
func (s *State) founderIndex() Founder {
	if s.standing == FounderA {
		return FirstFounder
	}
	return SecondFounder
}
