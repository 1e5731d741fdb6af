// Package cell holds who may know whom: the rules by which members join, are
// introduced, talk, are missed and are cut off.
//
// A state and an event enter (a person's wish, a packet from a tie, a
// heartbeat, a round going by); a changed state and effects leave (send this
// over that tie, start a link, drop one, show the person something). Nothing
// here opens, sends or waits; time is a round number and randomness an
// argument. The package must never learn who a person is, where a box goes or
// what a link's keys are, and a state must never hold anybody beyond its
// partner, its lead and those it leads.
//
// Read in this order: [Group] and [Invitation] (what one person shows
// another), [Tie] (what is remembered of a link), [State] and its methods (the
// rules), the packets (what travels inside links), the effects.
//
// # Shape
//
// A founder has a partner, the other founder, and leads a pair. A member has a
// lead, a partner whom the lead introduced, and leads a pair. [State.Invite]
// and an introduction are the only ways to a new tie, and both refuse what this
// shape does not have. So a device names at most 5 people, its owner included,
// or 7 where its owner was warned and leads two pairs.
//
// # Who may send what
//
// The relation is the sender's to the receiver.
//
//	packet             from                       and then
//	Welcome            the inviter, once          the relation is known
//	KeyOffer           the other founder          the first founder vouches for the key
//	FounderKey         lead, partner              goes on to partner and led
//	Text               anybody tied               is shown
//	Introduction       lead                       starts the link to the partner
//	IntroductionReady  led                        is shown
//	Note               led; the other founder     goes up; founders are shown it
//	NoteStopped, Reply lead; the other founder    goes down the way the note came
//	Notice, Revocation lead, partner              goes on to partner and led, is shown
//
// Anything else is refused and shown as refused. Signatures are checked before
// anything changes.
package cell
