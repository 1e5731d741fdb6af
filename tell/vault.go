package tell

import (
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

// Vault is what there is to know about a vault and its passphrases.
type Vault struct {
	Decoy          bool            `json:"decoy"`
	Duress         bool            `json:"duress"`
	Sets           int             `json:"coerced_openings"` // in a row, without a real one in between, that change every lid in the pouch
	Format         uint32          `json:"vault_format"`
	Bytes          int64           `json:"vault_bytes"`
	Compartments   int             `json:"compartments"`       // in the file, used or not
	Attempt        Attempt         `json:"passphrase_attempt"` // what one costs
	Here           Span            `json:"attempt_seconds"`    // one attempt on this machine, measured now
	Guess          Span            `json:"guess_seconds"`      // one guess on the reference machine
	Machines       int             `json:"machines"`           // such machines of a guesser, for the next field
	YearsFiveWords float64         `json:"years_five_words"`   // that the guesser needs at most for a generated passphrase
	Claimed        Claim           `json:"claimed"`            // single snapshot: whoever has one image of the file cannot tell how many passphrases it has
	Limits         []Limit         `json:"limits"`             // what is not claimed
	Flash          Flash           `json:"flash"`
	Swap           home.Swap       `json:"swap"`            // whether this machine may write memory to disk
	DumpsOff       bool            `json:"core_dumps_off"`  // of this program
	Advice         []notebook.Want `json:"notebook_advice"` // so that the decoy's notebook looks lived in
}

// Claim is what is claimed for a vault.
type Claim string

// SingleSnapshot: whoever has one image of the file cannot tell how many passphrases
// it has.
const SingleSnapshot Claim = "single snapshot"

// Limit is something that is not claimed.
type Limit uint8

const (
	LimitImages       Limit = iota // several images of the file over time
	LimitEarlierImage              // an image taken before the duress passphrase was typed
	LimitPouch                     // the pouch, which can be compared too
	LimitNotebook                  // a notebook that does not look lived in
	limits
)

// String returns the code.
func (l Limit) String() string {
	return [...]string{"images", "earlier-image", "pouch", "notebook"}[l]
}

// MarshalText returns String.
func (l Limit) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Flash is what a day with one hour open writes; in a group with hours, with two hours
// of these open.
type Flash struct {
	VaultSave int64 `json:"vault_save_bytes"`
	PouchSave int64 `json:"pouch_save_bytes"`
	Day       int64 `json:"day_bytes"`
	Most      int64 `json:"budget_bytes"`
}

// The budgets of docs/design.md, "Vault": 512 MiB a day with one hour open, 1 GiB with
// two hours open where a device turns in every round of its group's hours.
const (
	mostPerDay        = 512 << 20
	mostPerDayInHours = 1 << 30
)

// FlashOf adds up an hour of 'open': both files at the attempt, at the first refill
// and at closing, and between by the clock. What the worker notes beside each
// request (a sector) is not in it.
func FlashOf(vaultBytes, pouchBytes int64, c round.Calendar) Flash {
	const ends = 3
	open, most := time.Hour, int64(mostPerDay)
	if c.HasHours() {
		open, most = 2*time.Hour, mostPerDayInHours
	}
	refills, saves := open/c.Length, open/c.Length // with each turn
	if c.Length > device.DefaultRefillEvery {
		refills, saves = open/device.DefaultRefillEvery, open/device.DefaultSaveEvery
	}
	f := Flash{VaultSave: vaultBytes, PouchSave: pouchBytes, Most: most}
	f.Day = (ends+int64(saves))*f.VaultSave + (ends+int64(refills))*f.PouchSave
	return f
}

// VaultOf tells of a device's vault, all but what the machine says: Here, Swap and
// DumpsOff.
func VaultOf(d *device.Device, s home.Settings, now time.Time) Vault {
	has, g, cost := d.Compartments(), d.Group(), Attempt(s.Params())
	v := Vault{
		Decoy: has.Decoy, Duress: has.Duress, Sets: has.Sets,
		Format: s.Format, Bytes: s.VaultBytes, Compartments: vault.DefaultCompartments,
		Attempt: cost, Guess: Span(GuessTime(cost)), Machines: RackMachines,
		YearsFiveWords: GuessingTime(DrawnBits, cost, RackMachines) / (365.25 * 24 * 3600),
		Claimed:        SingleSnapshot,
		Flash:          FlashOf(s.VaultBytes, pouch.Size(int(g.Slots), int(g.PouchRounds)), d.Calendar()),
		Advice:         NotebookAdvice(d, now),
	}
	for l := range limits {
		v.Limits = append(v.Limits, l)
	}
	return v
}

// NotebookAdvice is what to do so that the decoy's notebook looks lived in; nothing
// without a decoy.
func NotebookAdvice(d *device.Device, now time.Time) []notebook.Want {
	book, ok := d.DecoyBook()
	if !ok {
		return []notebook.Want{}
	}
	return append([]notebook.Want{}, notebook.Advice(book, now)...)
}

// DecoyAdded tells that the vault has a decoy from now on.
type DecoyAdded struct {
	Added  bool            `json:"added"`
	Pages  int             `json:"pages"`           // that it begins with
	Advice []notebook.Want `json:"notebook_advice"` // so that its notebook looks lived in
}

// DuressAdded tells that the vault has a duress passphrase from now on.
type DuressAdded struct {
	Added bool `json:"added"`
}

// Removed tells that a passphrase, and what it opened, is gone.
type Removed struct {
	Role vault.Role `json:"removed"`
}

// Changed tells that a passphrase was changed.
type Changed struct {
	Changed bool `json:"changed"`
}
