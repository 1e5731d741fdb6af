package main

import (
	"math"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/phrase"
	"bulkhead/pouch"
	"bulkhead/tell"
	"bulkhead/vault"
)

type vaultCheckCmd struct{}

// checkResult is what there is to know about a vault and its passphrases.
type checkResult struct {
	Decoy          bool            `json:"decoy"`
	Duress         bool            `json:"duress"`
	Sets           int             `json:"coerced_openings"` // in a row, without a real one in between, that change every start in the pouch
	Format         uint32          `json:"vault_format"`
	VaultBytes     int64           `json:"vault_bytes"`
	Parts          int             `json:"compartments"`       // in the file, used or not
	Attempt        string          `json:"passphrase_attempt"` // words for people
	AttemptSeconds float64         `json:"attempt_seconds"`    // one attempt on this machine, measured now
	Reference      string          `json:"reference_machine"`  // words for people
	GuessSeconds   float64         `json:"guess_seconds"`      // one guess on the reference machine
	Machines       int             `json:"machines"`           // such machines of a guesser, for the next field
	YearsFiveWords float64         `json:"years_five_words"`
	KeyStore       bool            `json:"hardware_key_store"`
	Claimed        string          `json:"claimed"` // "single snapshot"
	Limits         []limit         `json:"limits"`
	Flash          flashBudget     `json:"flash"`
	Swap           string          `json:"swap"`           // off, on, or unknown
	Dumps          bool            `json:"core_dumps_off"` // of this program
	Advice         []notebook.Want `json:"notebook_advice"`
}

// flashBudget is what a day with one hour open writes.
type flashBudget struct {
	VaultSave int64 `json:"vault_save_bytes"`
	PouchSave int64 `json:"pouch_save_bytes"`
	Day       int64 `json:"day_bytes"`
	Most      int64 `json:"budget_bytes"`
}

// mostPerDay is the budget of docs/design.md, "Vault": 512 MiB a day with one
// hour open.
const mostPerDay = 512 << 20

// budget adds up an hour of 'open': both files at the attempt, at the
// first turn and at closing, and between by the clock. What the worker notes
// beside each request (a sector) is not in it.
func budget(vaultBytes int64, p pouch.Plan) flashBudget {
	const ends = 3
	turns := time.Hour / min(p.Calendar.Length, device.DefaultTurnEvery)
	saves := time.Hour / min(p.Calendar.Length, device.DefaultSaveEvery)
	b := flashBudget{VaultSave: vaultBytes, PouchSave: p.Size(), Most: mostPerDay}
	b.Day = (ends+int64(saves))*b.VaultSave + (ends+int64(turns))*b.PouchSave
	return b
}

// A limit is something that is not claimed; its text is its code.
type limit string

var limits = []limit{"images", "earlier-image", "pouch", "notebook"}

func (l limit) said(say phrase.Say) string {
	switch l {
	case "images":
		return say.VaultLimitImages()
	case "earlier-image":
		return say.VaultLimitEarlierImage()
	case "pouch":
		return say.VaultLimitPouch()
	}
	return say.VaultLimitNotebook()
}

// Run checks the vault.
func (vaultCheckCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	s, err := home.SettingsOf(dir)
	if err != nil {
		return err
	}
	res := checkResult{
		Format: s.Format, VaultBytes: s.VaultBytes, Parts: vault.DefaultCompartments, Attempt: a.saying().Attempt(tell.Attempt(s.Params())),
		Reference: a.saying().PassphraseReferenceMachine(), GuessSeconds: guessTime(s.Params()).Seconds(), Machines: rackMachines,
		Claimed: "single snapshot", Limits: limits, Swap: swap(), Dumps: dumpsAreOff(), Advice: []notebook.Want{},
	}
	err = a.open(visit{
		reads: true,
		wish:  func(*device.Device) error { return nil },
		tell: func(d *device.Device) {
			c := d.Compartments()
			res.Decoy, res.Duress, res.Sets = c.Decoy, c.Duress, c.Sets
			res.Advice = append(res.Advice, a.notebookAdvice(d)...)
			g := d.Group()
			res.Flash = budget(s.VaultBytes, pouch.Plan{Calendar: d.Calendar(), Slots: int(g.Slots), Rounds: int(g.PouchRounds), Address: g.Drop})
		},
	})
	if err != nil {
		return err
	}
	attempt, err := a.timeAttempt(s.Params())
	if err != nil {
		return err
	}
	res.AttemptSeconds = attempt.Seconds()
	res.YearsFiveWords = math.Exp2(drawnBits) * res.GuessSeconds / rackMachines / (365.25 * 24 * 3600)
	return a.show(res)
}

// notebookAdvice is what to do so that the decoy's notebook looks lived in;
// nothing without a decoy.
func (a *app) notebookAdvice(d *device.Device) []notebook.Want {
	book, ok := d.DecoyBook()
	if !ok {
		return nil
	}
	return notebook.Advice(book, a.now())
}
