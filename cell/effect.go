package cell

import "bulkhead/box"

// Effect is what a rule asks of the device: a [StartLink], [Send], [DropLink]
// or [Show]. Effects are carried out in their order, in the same save of the
// vault as the state they came with.
type Effect interface{ effect() }

// Role says whose direction is which in a new link.
type Role uint8

const (
	Shower  Role = iota // showed the invitation
	Scanner             // scanned it
)

// StartLink asks for a new link. The device erases the invitation's secret once
// the link is made.
type StartLink struct {
	Tie        TieID
	Invitation *Invitation
	Role       Role
}

// Send asks to hand a message to a tie's link.
type Send struct {
	Tie     TieID
	Message []byte    // a packet, at most 65,536 bytes
	Expires box.Round // 0: after the device's usual lifetime of a message
}

// lasting is the last round of a packet that a tie cannot do without, such as a
// welcome: much later than a text's.
func lasting(now box.Round) box.Round { return now + min(MaxNoticeRounds, ^box.Round(0)-now) }

// DropLink asks to erase a tie's link and everything waiting in it. Until round
// Cover, two lengths of a pouch later, the device goes on as if the link were
// there, with empty envelopes: neither the drop nor whoever holds the other
// side is to see by the traffic that it was cut, or when.
type DropLink struct {
	Tie   TieID
	Cover box.Round
}

// Show asks to tell the person something. Which fields are set depends on
// What.
type Show struct {
	What    What
	Tie     TieID     // whom it concerns or who sent it; 0: nobody
	Text    string    // what was written; not yet made safe for a terminal
	ID      ID        // the note's or notice's, a report's way, or how a desk's digest begins
	Founder Founder   // who signed
	Expires box.Round // a notice's; QuarantineBegan: when it ends; CutComing: when it is cut
	Kind    uint8     // of the packet, for Refused and NewerPacket
	Why     Why       // for Refused
	Sure    bool      // Text: the sender's six words were compared in person
	Rel     Relation  // Welcomed, OwnerCoerced, DeviceCopied and all after it: what the other side is
	By      TieID     // SaidTaken, TookBack: whose word it is
	Doubt   bool      // it came over a tie in quarantine: perhaps not from its owner
	Nth     int       // ReplyStopped: which of the owner's replies to the note
	Packet  []byte    // ReportArrived, ReportReplied: as it came, sealed
}

func (StartLink) effect() {}
func (Send) effect()      {}
func (DropLink) effect()  {}
func (Show) effect()      {}

// What is a thing a person is told.
type What uint8

const (
	Welcomed           What = iota + 1 // the inviter's welcome is here: Rel
	TextArrived                        // Text from Tie
	PartnerIntroduced                  // Tie is the new partner: compare six words in person
	PairReady                          // both of the pair that Tie is in have their introduction
	NoteArrived                        // founders: Text, ID; a reply goes to ID
	ReplyArrived                       // Text, from Founder, to the own note ID
	NoteStopped                        // the own note ID could not go on: Why
	NoticeArrived                      // Text, ID, Founder, Expires
	NoticeRevoked                      // ID by Founder was revoked by the other founder
	KeyLearned                         // the second founder's key is known
	OverdueBegan                       // Tie
	OverdueEnded                       // Tie
	TieSevered                         // Tie
	Refused                            // a packet of Kind from Tie, for the reason Why
	NewerPacket                        // a packet of Kind from Tie, whose program is newer than this one
	OwnerCoerced                       // Tie's owner was made to unlock the device; Rel
	DeviceCopied                       // Tie's device was copied or restored; Rel
	QuarantineBegan                    // Tie, until round Expires; Rel
	QuarantineEnded                    // Tie; Rel
	SaidTaken                          // By says that Tie was taken; Tie 0: whom this device knows no more; Rel
	TookBack                           // By takes that back; Rel
	CutComing                          // Tie is cut in round Expires; nothing the owner writes goes there; Rel
	LifelineMade                       // Tie is a lifeline of the owner's own, not secured yet
	LifelineDoubted                    // somebody on the way of the lifeline Tie says that its other end was cut off
	LeadLost                           // there is no lead: the device asks for one in round Expires
	OrphanAsks                         // over the lifeline Tie somebody asks for a new lead
	OrphanAdopted                      // somebody whose lead was lost is led by the owner now: Tie, on probation until Expires
	LeadFound                          // Tie is the new lead, on probation until Expires
	ProbationOver                      // Tie; Rel
	LeadUnproven                       // the new lead Tie has shown no founder's stamp since it adopted: perhaps it is cut off itself
	SaidLeadLost                       // Tie is led by the owner, and somebody whom Tie leads says that it is lost
	ReplyStopped                       // the own Nth reply to the note ID could not go on: Why
	CardProposed                       // founders: the other one proposes places, from round Expires on
	PlacesChange                       // both founders change the places, from round Expires on
	PlacesByOne                        // Founder alone changes places, from round Expires on, unless the other one revokes it
	PlacesNamed                        // Founder alone has signed places that have not come here
	PlacesContradicted                 // two cards of one serial: Founder's came last; none stands
	PlacesRevoked                      // the other founder took back what Founder signed alone

	IntroductionRefused // the lead Tie introduced the owner to a partner; refused for the reason Why
	IntroductionOpen    // no answer came from Tie, whom the owner introduced; Rel

	DeskSigned    // both founders signed a desk's record; ID is how its digest begins
	DeskByOne     // Founder alone signed a desk's record: it counts later, unless the other one revokes it; ID as above
	DeskNamed     // founders: Founder alone signed a desk's record that has not come here; ID as above
	DeskRevoked   // Founder revoked a desk's record; ID as above
	ReportArrived // at a desk: Packet came over Tie, its liaison; ID is its way
	ReportReplied // Packet is a desk's reply to the owner's report whose way is ID
	ReportStopped // the owner's report whose way is ID went no further: Why
)

// OfDevice is what a device itself tells its person: no rule here shows it.
const OfDevice What = 100

var whats = [...]string{
	Welcomed:          "welcomed",
	TextArrived:       "text-arrived",
	PartnerIntroduced: "partner-introduced",
	PairReady:         "pair-ready",
	NoteArrived:       "note-arrived",
	ReplyArrived:      "reply-arrived",
	NoteStopped:       "note-stopped",
	NoticeArrived:     "notice-arrived",
	NoticeRevoked:     "notice-revoked",
	KeyLearned:        "key-learned",
	OverdueBegan:      "overdue-began",
	OverdueEnded:      "overdue-ended",
	TieSevered:        "tie-severed",
	Refused:           "refused",
	NewerPacket:       "newer-packet",
	OwnerCoerced:      "owner-coerced",
	DeviceCopied:      "device-copied",
	QuarantineBegan:   "quarantine-began",
	QuarantineEnded:   "quarantine-ended",
	SaidTaken:         "said-taken",
	TookBack:          "took-back",
	CutComing:         "cut-coming",
	LifelineMade:      "lifeline-made",
	LifelineDoubted:   "lifeline-doubted",
	LeadLost:          "lead-lost",
	OrphanAsks:        "orphan-asks",
	OrphanAdopted:     "orphan-adopted",
	LeadFound:         "lead-found",
	ProbationOver:     "probation-over",
	LeadUnproven:      "lead-unproven",
	SaidLeadLost:      "said-lead-lost",
	ReplyStopped:      "reply-stopped",

	CardProposed:       "card-proposed",
	PlacesChange:       "places-change",
	PlacesByOne:        "places-by-one",
	PlacesNamed:        "places-named",
	PlacesContradicted: "places-contradicted",
	PlacesRevoked:      "places-revoked",

	IntroductionRefused: "introduction-refused",
	IntroductionOpen:    "introduction-open",

	DeskSigned:    "desk-signed",
	DeskByOne:     "desk-by-one",
	DeskNamed:     "desk-named",
	DeskRevoked:   "desk-revoked",
	ReportArrived: "report-arrived",
	ReportReplied: "report-replied",
	ReportStopped: "report-stopped",
}

// String returns the code, for JSON and for those who look for a fault. It is no
// sentence for a person.
func (w What) String() string {
	switch {
	case w == OfDevice:
		return "device-alarm"
	case int(w) < len(whats) && w > 0:
		return whats[w]
	}
	return "unknown"
}

// MarshalText returns the code.
func (w What) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// Why is the reason of a refusal.
type Why uint8

const (
	NotAllowed   Why = iota + 1 // that relation may not send this
	Malformed                   // not a packet
	BadSignature                // not signed by the founder it names
	OtherKey                    // another key for a founder whose key is known
	OtherGroup                  // an introduction with other settings
	HavePartner                 // an introduction while there is a partner
	NoRoom                      // every slot for a link is taken
	Expired                     // past its own time
	NotAsked                    // answers nothing that is remembered
	NoWay                       // a note that cannot go on: no lead
	Revoked                     // a notice that the other founder took back
	Quarantined                 // people or keys from a tie in quarantine
	OnProbation                 // more than texts and notices over a tie that was made after a lead was lost
	HaveLead                    // a new lead while there is one
	WayFull                     // a note or reply that cannot go on: no room on the way
	TooLate                     // a note or reply whose lifetime ended on the way
	TooOften                    // more of a kind than one tie, or one founder, may send in the time
)

// String returns the reason's code, for JSON and for those who look for a
// fault. It is no sentence for a person.
func (w Why) String() string {
	switch w {
	case NotAllowed:
		return "not-allowed"
	case Malformed:
		return "malformed"
	case BadSignature:
		return "bad-signature"
	case OtherKey:
		return "other-key"
	case OtherGroup:
		return "other-group"
	case HavePartner:
		return "have-partner"
	case NoRoom:
		return "no-slot"
	case Expired:
		return "expired"
	case NotAsked:
		return "not-asked"
	case NoWay:
		return "no-way"
	case Revoked:
		return "revoked"
	case OnProbation:
		return "on-probation"
	case HaveLead:
		return "have-lead"
	case WayFull:
		return "way-full"
	case TooLate:
		return "too-late"
	case TooOften:
		return "too-often"
	case Quarantined:
		return "quarantined"
	}
	return "unknown"
}

// MarshalText returns the code.
func (w Why) MarshalText() ([]byte, error) { return []byte(w.String()), nil }
