package main

import (
	"math"
	"time"

	"bulkhead/term"
)

func (r checkResult) lines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.VaultPassphrases())
	labelled(p, false, say.VaultNormal(), say.VaultThisOne())
	labelled(p, false, say.VaultDecoy(), either(r.Decoy, say.VaultYes, say.VaultDecoyNone))
	labelled(p, false, say.VaultDuress(), either(r.Duress, say.VaultYes, say.VaultDuressNone))
	if r.Decoy {
		coerced := say.VaultCoercedMore(r.Sets)
		switch r.Sets {
		case 0:
			coerced = say.VaultCoercedNone()
		case 1:
			coerced = say.VaultCoercedOne()
		}
		labelled(p, false, say.VaultCoerced(), coerced)
	}
	for _, w := range r.Advice {
		labelled(p, true, say.VaultNotebook(), say.NotebookWant(w))
	}
	p.Line("")
	p.Head("%s", say.VaultGuess())
	labelled(p, false, say.VaultCosts(), say.VaultGuessCosts(r.Attempt, r.Reference, seconds(r.GuessSeconds)))
	labelled(p, false, say.VaultFiveWords(), say.VaultGuessLasts(r.Machines, longTime(say, r.YearsFiveWords*year)))
	labelled(p, false, say.VaultHere(), say.VaultGuessHere(seconds(r.AttemptSeconds)))
	p.Line("")
	p.Head("%s", say.VaultClaimed())
	p.Line("  %s", say.VaultClaimedSnapshot())
	for _, l := range r.Limits {
		p.Line("  %s", say.VaultLimit(l.said(say)))
	}
	p.Line("")
	p.Head("%s", say.VaultThisMachine())
	labelled(p, false, say.VaultFile(), say.VaultFileShape(say.Number(int(r.Format)), binaryWords(p, r.VaultBytes), r.Parts))
	r.Flash.line(p)
	swap := say.VaultSwapUnknown()
	switch r.Swap {
	case "off":
		swap = say.VaultSwapOff()
	case "on":
		swap = say.VaultSwapOn()
	}
	labelled(p, r.Swap != "off", say.VaultSwap(), swap)
	labelled(p, !r.Dumps, say.VaultDumps(), either(r.Dumps, say.VaultDumpsOff, say.VaultDumpsOn))
}

func (b flashBudget) line(p *term.Page) {
	words, over := p.Say.VaultFlashBudget, b.Day > b.Most
	if over {
		words = p.Say.VaultFlashOver
	}
	labelled(p, over, p.Say.VaultFlash(),
		words(binaryWords(p, b.VaultSave), binaryWords(p, b.PouchSave), binaryWords(p, b.Day), binaryWords(p, b.Most)))
}

// seconds is a number of them, to be said, exact to a thousandth.
func seconds(n float64) time.Duration {
	return time.Duration(n * float64(time.Second)).Round(time.Millisecond)
}

func either(b bool, yes, no func() string) string {
	if b {
		return yes()
	}
	return no()
}

// binaryWords says how much, in the units of memory and flash.
func binaryWords(p *term.Page, n int64) string {
	m := math.Round(float64(n)/(1<<20)*10) / 10
	decimals := 0
	if m != math.Trunc(m) {
		decimals = 1
	}
	return p.Say.VaultMebibytes(p.Say.Decimal(m, decimals))
}
