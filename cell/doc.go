// Package cell holds who may know whom: the rules by which members join, are
// introduced, talk, are missed, doubted and cut off.
//
// A state and an event enter: a person's wish, a packet from a tie, a
// heartbeat, a round going by. A changed state and effects leave: send this
// over that tie, start a link, drop one, show the person something. Nothing
// here opens, sends or waits; time is a round number and randomness an
// argument. The package must never learn who a person is, where a box goes
// or what a link's keys are. A state must never hold anybody beyond its
// partner, its lead and those it leads; a liaison's its desk too.
//
// Read in this order: [Group] and [Invitation] (what one person shows
// another), [Tie] (what is remembered of a link), [State] and its methods (the
// rules), the packets (what travels inside links), the effects.
//
// # Somebody was taken
//
// Signals about a tie put it in quarantine for a time ([Tie.Quarantined]); only
// its owner's confirmation, or both words of a pair about its lead, cut it
// ([State.Suspect], [State.ConfirmTaken], [State.Drill]). Nothing of this is ever
// sent to whom it is about. [PEff] and [CriticalP] say what check-in times are
// worth.
//
// # Lifelines
//
// A member whose lead is lost asks for a new one over nameless links that were
// made by way of that lead, and is adopted on a second witness. Read [Pace], the
// lifelines, the asks, healing and adopting, [State.Upkeep], in this order;
// docs/protocol/lifeline.md has the packets and who may send them.
//
// # Reports
//
// A report is sealed to a desk and opaque here. Members invite a desk's device
// ([State.Invite] with [Desk]), founders sign its record ([State.SignDesk]), members send
// ([State.SendReport]), the desk answers ([State.SendDeskReply]). Hops keep ways and over which
// ties a desk is reached: docs/protocol/desk.md.
//
// # Shape
//
// A founder has a partner, the other founder, and leads a pair. A member has a
// lead, a partner whom the lead introduced, and leads a pair. [State.Invite],
// an introduction and adopting are the only ways to a new tie, and refuse what this
// shape does not have. So a device names at most 5 people, its owner included,
// or 7 where its owner was warned and leads two pairs. Beside these it leads those
// whom it adopted, four at most in the spare slot, by aliases that it drew itself.
// A liaison names its desk as well, in the place of somebody it would lead; a desk's device
// names its liaisons alone.
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
//	NoteStopped        lead                       goes down the way the note came
//	Reply              lead; the other founder    goes down the way the note came
//	ReplyStopped       led; the other founder     goes up to the founder who replied
//	Notice, Revocation lead, partner              goes on to partner and led, is shown
//	Taken              partner: of the lead       puts that tie in quarantine; two such
//	                   lead: of the partner       words about a lead cut it
//	                   led: of the other of its pair
//	report             led, lead; other founder;  goes to its desk: where it is reached, else up
//	                   at a desk: liaison
//	desk's reply       lead, led; other founder;  goes back the way the report came
//	                   desk
//	report stopped     the same                   goes back the way the report came
//	desk reached       desk, led; other founder   is remembered, and said on upwards
//	desk's record,     partner, lead, led         goes on to all of these; what takes one back
//	  desk revoked     (the latter: lifeline)     over lifelines too
//	desk named         lifeline, led; other founder  goes up; founders are shown it
//
// Anything else is refused and shown as refused. Signatures are checked before
// anything changes.
package cell
