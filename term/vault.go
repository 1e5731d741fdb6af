package term

import (
	"math"
	"time"

	"bulkhead/home"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/vault"
)

// Vault is the screen of 'vault check'.
func Vault(p *Sheet, r *tell.Vault) {
	say := p.Say
	p.Head("%s", say.VaultPassphrases())
	p.Labelled(false, say.VaultNormal(), say.VaultThisOne())
	p.Labelled(false, say.VaultDecoy(), either(r.Decoy, say.VaultYes, say.VaultDecoyNone))
	p.Labelled(false, say.VaultDuress(), either(r.Duress, say.VaultYes, say.VaultDuressNone))
	if r.Decoy {
		coerced := say.VaultCoercedMore(r.Sets)
		switch r.Sets {
		case 0:
			coerced = say.VaultCoercedNone()
		case 1:
			coerced = say.VaultCoercedOne()
		}
		p.Labelled(false, say.VaultCoerced(), coerced)
	}
	for _, w := range r.Advice {
		p.Labelled(true, say.VaultNotebook(), say.NotebookWant(w))
	}
	p.Line("")
	p.Head("%s", say.VaultGuess())
	p.Labelled(false, say.VaultCosts(), say.VaultGuessCosts(say.Attempt(r.Attempt), say.PassphraseReferenceMachine(), r.Guess.Duration().Round(time.Millisecond)))
	p.Labelled(false, say.VaultFiveWords(), say.VaultGuessLasts(r.Machines, say.LongTime(r.YearsFiveWords*365.25*24*3600)))
	p.Labelled(false, say.VaultHere(), say.VaultGuessHere(r.Here.Duration().Round(time.Millisecond)))
	p.Line("")
	p.Head("%s", say.VaultClaimed())
	p.Line("  %s", say.VaultClaimedSnapshot())
	for _, l := range r.Limits {
		p.Line("  %s", say.VaultLimit(limit(say, l)))
	}
	p.Line("")
	p.Head("%s", say.VaultThisMachine())
	p.Labelled(false, say.VaultFile(), say.VaultFileShape(say.Number(int(r.Format)), mebibytes(say, r.Bytes), r.Compartments))
	flash(p, &r.Flash)
	swap := say.VaultSwapUnknown()
	switch r.Swap {
	case home.SwapOff:
		swap = say.VaultSwapOff()
	case home.SwapOn:
		swap = say.VaultSwapOn()
	}
	p.Labelled(r.Swap != home.SwapOff, say.VaultSwap(), swap)
	p.Labelled(!r.DumpsOff, say.VaultDumps(), either(r.DumpsOff, say.VaultDumpsOff, say.VaultDumpsOn))
}

// limit says what is not claimed.
func limit(say phrase.Say, l tell.Limit) string {
	switch l {
	case tell.LimitImages:
		return say.VaultLimitImages()
	case tell.LimitEarlierImage:
		return say.VaultLimitEarlierImage()
	case tell.LimitPouch:
		return say.VaultLimitPouch()
	}
	return say.VaultLimitNotebook()
}

func flash(p *Sheet, f *tell.Flash) {
	words, over := p.Say.VaultFlashBudget, f.Day > f.Most
	if over {
		words = p.Say.VaultFlashOver
	}
	p.Labelled(over, p.Say.VaultFlash(),
		words(mebibytes(p.Say, f.VaultSave), mebibytes(p.Say, f.PouchSave), mebibytes(p.Say, f.Day), mebibytes(p.Say, f.Most)))
}

func either(b bool, yes, no func() string) string {
	if b {
		return yes()
	}
	return no()
}

// mebibytes says how much, in the units of memory and flash.
func mebibytes(say phrase.Say, n int64) string {
	m := math.Round(float64(n)/(1<<20)*10) / 10
	decimals := 0
	if m != math.Trunc(m) {
		decimals = 1
	}
	return say.VaultMebibytes(say.Decimal(m, decimals))
}

// DecoyAdded is the screen of 'vault add-decoy'.
func DecoyAdded(p *Sheet, r *tell.DecoyAdded) {
	if r.Pages == 0 {
		p.Line("%s", p.Say.VaultDecoyAddedEmpty())
	} else {
		p.Line("%s", p.Say.VaultDecoyAdded(r.Pages))
	}
	for _, w := range r.Advice {
		p.Line("  %s", p.Say.NotebookWant(w))
	}
	p.Line("%s", p.Say.VaultDecoyNext())
}

// DuressAdded is the screen of 'vault add-duress'.
func DuressAdded(p *Sheet, _ *tell.DuressAdded) { p.Line("%s", p.Say.VaultDuressAdded()) }

// Removed is the screen of 'vault remove'.
func Removed(p *Sheet, r *tell.Removed) {
	if r.Role == vault.Decoy {
		p.Line("%s", p.Say.VaultRemovedDecoy())
		return
	}
	p.Line("%s", p.Say.VaultRemovedDuress())
}

// Changed is the screen of verbs that change a passphrase.
func Changed(p *Sheet, _ *tell.Changed) { p.Line("%s", p.Say.VaultChanged()) }
