package main

import (
	"fmt"
	"math"
	"time"

	"bulkhead/term"
)

func (r checkResult) lines(p *term.Page) {
	p.Head("Passphrases")
	p.Line("  normal        this one")
	p.Line("  decoy         %s", yesNo(r.Decoy, "yes", "none: 'bulkhead vault add-decoy'"))
	p.Line("  duress        %s", yesNo(r.Duress, "yes", "none: 'bulkhead vault add-duress'"))
	if r.Decoy {
		p.Line("  coerced       %s", plural(r.Sets, "not even one opening under coercion would change every start in the pouch: open the device once more",
			"one opening under coercion changes every start in the pouch, a second in a row does not", "%d openings under coercion in a row change every start in the pouch, more do not"))
	}
	for _, s := range r.Advice {
		p.Bad("  notebook      %s", s)
	}
	p.Line("")
	p.Head("A guess")
	p.Line("  costs         %s: %v on the reference machine, %s", r.Attempt, seconds(r.GuessSeconds), r.Reference)
	p.Line("  five words    last %s at most on %d reference machines; ten times faster machines, a tenth of it", longTime(r.YearsFiveWords*365.25*24*3600), r.Machines)
	p.Line("  here          one attempt took %v just now", seconds(r.AttemptSeconds))
	p.Line("")
	p.Head("What is claimed")
	p.Line("  Whoever has one image of this disk (single snapshot) cannot tell from the vault whether it has more than the passphrase he knows.")
	for _, s := range r.Limits {
		p.Line("  Limit: %s", s)
	}
	p.Line("")
	p.Head("This machine")
	p.Line("  vault         format %d, %d MiB in %d compartments, all written at every save", r.Format, r.VaultBytes/(1<<20), r.Parts)
	r.Flash.line(p)
	switch r.Swap {
	case "off":
		p.Line("  swap          off")
	case "on":
		p.Bad("  swap          on: what is in memory may be written to disk. Turn it off ('swapoff -a'), or encrypt it")
	default:
		p.Bad("  swap          cannot be seen here: what is in memory may be written to disk")
	}
	print := p.Line
	if !r.Dumps {
		print = p.Bad
	}
	print("  core dumps    %s", yesNo(r.Dumps, "off for this program", "cannot be turned off here: a program that breaks down may leave its memory on disk"))
}

func (b flashBudget) line(p *term.Page) {
	print, over := p.Line, ""
	if b.Day > b.Most {
		print, over = p.Bad, ": over it"
	}
	print("  flash         %s a save, %s for the pouch; %s in a day with one hour open, of %s%s",
		binaryWords(b.VaultSave), binaryWords(b.PouchSave), binaryWords(b.Day), binaryWords(b.Most), over)
}

// seconds is a number of them, to be printed, exact to a thousandth.
func seconds(n float64) time.Duration {
	return time.Duration(n * float64(time.Second)).Round(time.Millisecond)
}

func yesNo(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

// binaryWords says how much, in the units of memory and flash.
func binaryWords(n int64) string {
	m := float64(n) / (1 << 20)
	return fmt.Sprintf("%g MiB", math.Round(m*10)/10)
}
