package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/round"
	"bulkhead/vault"
)

// Attempt is what one try of a passphrase costs, by Argon2id.
type Attempt struct { // converts to and from [vault.Params]
	MemoryKiB uint32 `json:"memory_kib"`
	Time      uint32 `json:"passes"` // over that memory
	Threads   uint8  `json:"lanes"`  // at the same time
}

// Founded is a group that was founded on this device.
type Founded struct {
	Created     bool      `json:"created"`
	Round       Span      `json:"round_seconds"` // how long a round is
	Slots       int       `json:"slots"`         // boxes written, and boxes read, in each round
	MaxLinks    int       `json:"max_links"`     // of each member
	PouchRounds int       `json:"pouch_rounds"`
	Pouch       Span      `json:"pouch_seconds"` // how long a device works without being opened
	Attempt     Attempt   `json:"passphrase_attempt"`
	CheckIn     Span      `json:"check_in_seconds"`  // everybody unlocks at least so often
	Grace       Span      `json:"grace_seconds"`     // after that, until others see somebody overdue
	TooSlow     bool      `json:"check_in_too_slow"` // one capture can walk through everybody before it is noticed
	Hours       *DayHours `json:"hours,omitempty"`   // none in a group whose rounds are day and night
}

// FoundedOf returns what there is to tell of a new group, as of now in a zone.
func FoundedOf(g cell.Group, cost vault.Params, in cell.CheckIn, now time.Time, zone *time.Location) Founded {
	c, length := g.Calendar, g.Calendar.Length
	every, grace := time.Duration(in.Every)*length, time.Duration(in.Grace)*length
	return Founded{
		Created: true, Round: Span(length), Slots: int(g.Slots), MaxLinks: int(g.Slots) - round.SpareSlots,
		PouchRounds: int(g.PouchRounds), Pouch: Span(24 * time.Hour * time.Duration(g.PouchRounds) / time.Duration(c.PerDay())),
		Attempt: Attempt(cost), CheckIn: Span(every), Grace: Span(grace), TooSlow: RiskAt(c, every, grace, UsualP, UsualMean, 1).Over,
		Hours: HoursOf(c, now, zone),
	}
}

// Joined is a device that took up an invitation.
type Joined struct {
	Joined  bool      `json:"joined"`
	Alias   string    `json:"alias"`                       // of who invited
	Again   bool      `json:"again"`                       // on a device that had lost its lead
	Attempt Attempt   `json:"passphrase_attempt,omitzero"` // of a new device
	Ready   bool      `json:"ready"`                       // the link was waited for
	Words   *Words    `json:"words,omitempty"`             // once it is ready
	Hours   *DayHours `json:"hours,omitempty"`             // none in a group whose rounds are day and night
}

// Invited is an invitation that was made.
type Invited struct {
	Alias    string        `json:"alias"` // of who is invited
	Relation cell.Relation `json:"relation"`
	Text     string        `json:"invitation,omitempty"` // as it is typed; not once it was shown on a screen
	Ready    bool          `json:"ready"`                // the link was waited for
	Words    *Words        `json:"words,omitempty"`      // once it is ready
	Hours    *DayHours     `json:"hours,omitempty"`      // none in a group whose rounds are day and night
}

// Version says which version of the program this is.
type Version struct {
	Version string `json:"version"` // of the module, or the commit that it was built from
}
