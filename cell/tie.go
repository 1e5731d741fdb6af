package cell

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"bulkhead/box"
)

// TieID is a device's own number for one of its links, from 1; it is never used
// again. No two devices agree on one.
type TieID uint16

// Relation is what the other side of a tie is to the owner of the device.
type Relation uint8

const (
	Unknown  Relation = iota // joined; the inviter's welcome is not here yet
	Partner                  // the other one of the pair
	Lead                     // one level up
	Led                      // one level down
	Lifeline                 // nameless, kept for the day a lead is lost
	Desk                     // the device of a desk: gets what is sealed to it, and no other of the group's
	Liaison                  // at a desk's device: the member through whom reports come
)

// String returns the relation's code, for JSON and for those who look for a
// fault. It is no word for a person.
func (r Relation) String() string {
	switch r {
	case Partner:
		return "partner"
	case Lead:
		return "lead"
	case Led:
		return "led"
	case Lifeline:
		return "lifeline"
	case Desk:
		return "desk"
	case Liaison:
		return "liaison"
	}
	return "unknown"
}

// MarshalText returns the code.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Phase is how far a tie has come.
type Phase uint8

const (
	Invited     Phase = iota // the invitation was made; nobody answered
	Securing                 // boxes arrive; the first key exchange is not done
	Unconfirmed              // secured; the six words were not compared
	Confirmed                // the six words were compared in person
	Severed                  // cut for good
)

// String returns the phase's code, for JSON and for those who look for a fault.
// It is no sentence for a person.
func (p Phase) String() string {
	switch p {
	case Invited:
		return "invited"
	case Securing:
		return "securing"
	case Unconfirmed:
		return "unconfirmed"
	case Confirmed:
		return "confirmed"
	}
	return "severed"
}

// MarshalText returns the code.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// MaxAliasLetters is the longest alias in characters, MaxAliasBytes in bytes: three
// for each, which all scripts but a few need at most.
const (
	MaxAliasLetters = 24
	MaxAliasBytes   = 3 * MaxAliasLetters
)

// Tie is what a device remembers of one link: never a key, never a real name.
type Tie struct {
	ID       TieID
	Relation Relation
	Phase    Phase
	Alias    string    // made up by the owner; "" once severed, unless kept
	Overdue  bool      // no unlock heard of for longer than check-in and grace
	Coerced  bool      // said, in secret, that its owner was made to unlock
	Copied   bool      // said that its device was copied or restored
	Since    box.Round // when the tie was made
	Heard    box.Round // highest round of a box that opened; 0: none
	Unlocked box.Round // last unlock heard of; Since before the first
	Severed  box.Round // when it was cut; 0 before

	Quarantine box.Round // in quarantine until then; 0: in none that has an end yet
	Suspected  box.Round // when the owner last gave the word that it was taken; 0: none stands
	Told       box.Round // when the one who shares it gave theirs; 0: none stands
	Cut        box.Round // led, confirmed as taken: when it is cut; 0: it is not
	Probation  box.Round // adopted: only texts and notices until then; 0: over, or not adopted
	Adopted    bool      // made over a lifeline, after a lead was lost
	Proven     bool      // adopted, the lead: brought a founder's stamp issued since

	spent   uint8     // asks, answers and introductions taken in that are not made up for by time yet: see affords
	spentAt box.Round // when the last of them was made up for, or the first one came
	warned  bool      // of its not being proven
	alarm   bool      // coerced or copied, and Tick has not begun the quarantine yet
	counted box.Round // when a word of another last began or prolonged the quarantine; 0: not in the time of a word
	quiet   uint32    // own rounds listened since an unlock was due, up to the number that counts
	pair    TieID     // led: the one it was introduced to; 0: nobody
	ready   bool      // led: has taken in its introduction
	ref     [8]byte   // led, partner: the introduction's number
	asked   box.Round // led: when it was introduced; 0: it has taken that in, or the owner was told that it has not

	cardTold uint32    // what of the cards it was last told: see State.cardState
	cardAt   box.Round // when; 0: never

	deskTold uint32    // what of desks it was last told: see seal.Desks.Sum
	deskAt   box.Round // when; 0: never. At a desk's device: when the liaison was last told which desk it reaches
}

// live reports whether the tie's link is still there.
func (t *Tie) live() bool { return t.Phase != Severed }

// ErrAlias is the error of an alias that cannot be; which rule it breaks says
// one of the errors below, each of which is ErrAlias too.
var ErrAlias = errors.New("this cannot be an alias")

var (
	ErrAliasEmpty = fmt.Errorf("%w: it is empty", ErrAlias)
	ErrAliasLong  = fmt.Errorf("%w: it has more than %d characters, or more than %d bytes", ErrAlias, MaxAliasLetters, MaxAliasBytes)
	ErrAliasSign  = fmt.Errorf("%w: it has a character that is not shown, or is not UTF-8", ErrAlias)
	ErrAliasEdge  = fmt.Errorf("%w: it begins or ends with a space or a joiner", ErrAlias)
	ErrAliasTaken = fmt.Errorf("%w: somebody on this device has it already", ErrAlias)
)

// nonJoiner keeps two letters of Arabic script apart within a word. It is not
// seen by itself, and is no character of an alias's length.
const nonJoiner = '\u200c'

func checkAlias(a string) error {
	switch {
	case a == "":
		return ErrAliasEmpty
	case len(a) > MaxAliasBytes || utf8.RuneCountInString(plainAlias(a)) > MaxAliasLetters:
		return ErrAliasLong
	case !utf8.ValidString(a):
		return ErrAliasSign
	}
	before := ' '
	for i, r := range a {
		edge := i == 0 || i+utf8.RuneLen(r) == len(a)
		joins := r == nonJoiner && before != nonJoiner
		switch {
		case edge && (r == ' ' || r == nonJoiner):
			return ErrAliasEdge
		case !leavesMark(r) && !joins:
			return ErrAliasSign
		}
		before = r
	}
	return nil
}

// leavesMark reports whether a character leaves a mark on a screen, or is the plain space. Unicode
// calls some letters printable that no screen shows, U+3164 among them: two aliases would
// look alike with them, and one would be blank.
func leavesMark(r rune) bool {
	return unicode.IsPrint(r) && r != '\u2800' && !unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// sameAlias reports whether two aliases read alike: neither case nor a joiner,
// which nobody sees, keeps them apart.
func sameAlias(a, b string) bool { return strings.EqualFold(plainAlias(a), plainAlias(b)) }

func plainAlias(a string) string { return strings.ReplaceAll(a, string(nonJoiner), "") }
