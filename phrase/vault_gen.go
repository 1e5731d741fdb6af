// Code generated from catalogue/vault.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// VaultChanged says: The passphrase is changed.
func (s Say) VaultChanged() string {
	return s.say("vault.changed")
}

// VaultNoDuress says: this vault has no duress passphrase
func (s Say) VaultNoDuress() string {
	return s.say("vault.no-duress")
}

// VaultNoDuressHint says: 'bulkhead vault add-duress' makes one
func (s Say) VaultNoDuressHint() string {
	return s.say("vault.no-duress-hint")
}

// VaultNone says: this vault has none
func (s Say) VaultNone() string {
	return s.say("vault.none")
}

// VaultNoneHint says: 'bulkhead vault check' shows what it has
func (s Say) VaultNoneHint() string {
	return s.say("vault.none-hint")
}

// VaultRemoveDuressAsk says: Remove the duress passphrase?
func (s Say) VaultRemoveDuressAsk() string {
	return s.say("vault.remove-duress-ask")
}

// VaultRemoveDecoyAsk says: Remove the decoy with all its pages, and the duress passphrase if there is one?
func (s Say) VaultRemoveDecoyAsk() string {
	return s.say("vault.remove-decoy-ask")
}

// VaultRemovedDuress says: The duress passphrase is removed.
func (s Say) VaultRemovedDuress() string {
	return s.say("vault.removed-duress")
}

// VaultRemovedDecoy says: The decoy is removed.
func (s Say) VaultRemovedDecoy() string {
	return s.say("vault.removed-decoy")
}

// VaultHasDecoy says: this vault has a decoy already
func (s Say) VaultHasDecoy() string {
	return s.say("vault.has-decoy")
}

// VaultHasDecoyHint says: 'bulkhead vault remove decoy' destroys it, with what is in it
func (s Say) VaultHasDecoyHint() string {
	return s.say("vault.has-decoy-hint")
}

// VaultHasDuress says: this vault has a duress passphrase already
func (s Say) VaultHasDuress() string {
	return s.say("vault.has-duress")
}

// VaultHasDuressHint says: 'bulkhead vault change --of duress' changes it
func (s Say) VaultHasDuressHint() string {
	return s.say("vault.has-duress-hint")
}

// VaultNeedsDecoy says: a duress passphrase opens the decoy's pages, and there is no decoy
func (s Say) VaultNeedsDecoy() string {
	return s.say("vault.needs-decoy")
}

// VaultNeedsDecoyHint says: 'bulkhead vault add-decoy' first
func (s Say) VaultNeedsDecoyHint() string {
	return s.say("vault.needs-decoy-hint")
}

// VaultDecoyAdded says: The decoy is there: its passphrase opens a notebook with {{.Count}} pages.
func (s Say) VaultDecoyAdded(count int) string {
	return s.say("vault.decoy-added", s.count("Count", count))
}

// VaultDecoyAddedEmpty says: The decoy is there: its passphrase opens a notebook with no pages.
func (s Say) VaultDecoyAddedEmpty() string {
	return s.say("vault.decoy-added-empty")
}

// VaultDecoyNext says: Next: 'bulkhead vault check'; perhaps 'bulkhead vault add-duress'.
func (s Say) VaultDecoyNext() string {
	return s.say("vault.decoy-next")
}

// VaultFewPages says: a decoy begins with {{.Number}} pages at least; nothing was changed
func (s Say) VaultFewPages(number int) string {
	return s.say("vault.few-pages", s.number("Number", number))
}

// VaultFewPagesHint says: each page ends with a line that is a single dot; --pages-later leaves the noteb…
func (s Say) VaultFewPagesHint() string {
	return s.say("vault.few-pages-hint")
}

// VaultFill says: Now the notebook: write {{.Number}} pages or more, of true and harmless things.…
func (s Say) VaultFill(number int) string {
	return s.say("vault.fill", s.number("Number", number))
}

// VaultAnotherPage says: Another page? Type yes:
func (s Say) VaultAnotherPage() string {
	return s.say("vault.another-page")
}

// VaultNotWritten says: Not written: {{.Reason}}.
func (s Say) VaultNotWritten(reason string) string {
	return s.say("vault.not-written", s.said("Reason", reason))
}

// VaultDuressExplained says: The duress passphrase is for the day when somebody makes you open this device. …
func (s Say) VaultDuressExplained() string {
	return s.say("vault.duress-explained")
}

// VaultDuressAsk says: Do you want such a passphrase?
func (s Say) VaultDuressAsk() string {
	return s.say("vault.duress-ask")
}

// VaultDuressAdded says: The duress passphrase is there. Typed once, anywhere, it erases this device and…
func (s Say) VaultDuressAdded() string {
	return s.say("vault.duress-added")
}

// VaultMeasuring says: measuring what one guess costs
func (s Say) VaultMeasuring() string {
	return s.say("vault.measuring")
}

// VaultPassphrases says: Passphrases
func (s Say) VaultPassphrases() string {
	return s.say("vault.passphrases")
}

// VaultNormal says: normal
func (s Say) VaultNormal() string {
	return s.say("vault.normal")
}

// VaultDecoy says: decoy
func (s Say) VaultDecoy() string {
	return s.say("vault.decoy")
}

// VaultDuress says: duress
func (s Say) VaultDuress() string {
	return s.say("vault.duress")
}

// VaultCoerced says: coerced
func (s Say) VaultCoerced() string {
	return s.say("vault.coerced")
}

// VaultNotebook says: notebook
func (s Say) VaultNotebook() string {
	return s.say("vault.notebook")
}

// VaultCosts says: costs
func (s Say) VaultCosts() string {
	return s.say("vault.costs")
}

// VaultFiveWords says: five words
func (s Say) VaultFiveWords() string {
	return s.say("vault.five-words")
}

// VaultHere says: here
func (s Say) VaultHere() string {
	return s.say("vault.here")
}

// VaultFile says: vault
func (s Say) VaultFile() string {
	return s.say("vault.file")
}

// VaultFlash says: flash
func (s Say) VaultFlash() string {
	return s.say("vault.flash")
}

// VaultSwap says: swap
func (s Say) VaultSwap() string {
	return s.say("vault.swap")
}

// VaultDumps says: core dumps
func (s Say) VaultDumps() string {
	return s.say("vault.dumps")
}

// VaultThisOne says: this one
func (s Say) VaultThisOne() string {
	return s.say("vault.this-one")
}

// VaultYes says: yes
func (s Say) VaultYes() string {
	return s.say("vault.yes")
}

// VaultDecoyNone says: none: 'bulkhead vault add-decoy'
func (s Say) VaultDecoyNone() string {
	return s.say("vault.decoy-none")
}

// VaultDuressNone says: none: 'bulkhead vault add-duress'
func (s Say) VaultDuressNone() string {
	return s.say("vault.duress-none")
}

// VaultCoercedNone says: not even one opening under coercion would change every unsent box in the pouch:…
func (s Say) VaultCoercedNone() string {
	return s.say("vault.coerced-none")
}

// VaultCoercedOne says: one opening under coercion changes every unsent box in the pouch, a second in a…
func (s Say) VaultCoercedOne() string {
	return s.say("vault.coerced-one")
}

// VaultCoercedMore says: {{.Count}} openings under coercion in a row change every unsent box in the pouc…
func (s Say) VaultCoercedMore(count int) string {
	return s.say("vault.coerced-more", s.count("Count", count))
}

// VaultGuess says: A guess
func (s Say) VaultGuess() string {
	return s.say("vault.guess")
}

// VaultGuessCosts says: {{.First}}: {{.Span}} on the reference machine, {{.Last}}
func (s Say) VaultGuessCosts(first string, last string, span time.Duration) string {
	return s.say("vault.guess-costs", s.said("First", first), s.said("Last", last), s.span("Span", span))
}

// VaultGuessLasts says: last {{.What}} at most on {{.Number}} reference machines; ten times faster mach…
func (s Say) VaultGuessLasts(number int, what string) string {
	return s.say("vault.guess-lasts", s.number("Number", number), s.said("What", what))
}

// VaultGuessHere says: one attempt took {{.Span}} just now
func (s Say) VaultGuessHere(span time.Duration) string {
	return s.say("vault.guess-here", s.span("Span", span))
}

// VaultClaimed says: What is claimed
func (s Say) VaultClaimed() string {
	return s.say("vault.claimed")
}

// VaultClaimedSnapshot says: Whoever has one image of this disk (single snapshot) cannot tell from the vault…
func (s Say) VaultClaimedSnapshot() string {
	return s.say("vault.claimed-snapshot")
}

// VaultLimit says: Limit: {{.What}}
func (s Say) VaultLimit(what string) string {
	return s.say("vault.limit", s.said("What", what))
}

// VaultLimitImages says: No hardware key store is at hand: several images of this disk, taken at differe…
func (s Say) VaultLimitImages() string {
	return s.say("vault.limit-images")
}

// VaultLimitEarlierImage says: An image taken before the duress passphrase was typed still opens with your own.
func (s Say) VaultLimitEarlierImage() string {
	return s.say("vault.limit-earlier-image")
}

// VaultLimitPouch says: The pouch beside the vault shows that this program is used, where the drop is, …
func (s Say) VaultLimitPouch() string {
	return s.say("vault.limit-pouch")
}

// VaultLimitNotebook says: Everything rests on the notebook: one that nobody writes into convinces nobody.
func (s Say) VaultLimitNotebook() string {
	return s.say("vault.limit-notebook")
}

// VaultThisMachine says: This machine
func (s Say) VaultThisMachine() string {
	return s.say("vault.this-machine")
}

// VaultFileShape says: format {{.First}}, {{.Last}} in {{.Number}} compartments, all written at every …
func (s Say) VaultFileShape(first string, last string, number int) string {
	return s.say("vault.file-shape", s.said("First", first), s.said("Last", last), s.number("Number", number))
}

// VaultMebibytes says: {{.Value}} MiB
func (s Say) VaultMebibytes(value string) string {
	return s.say("vault.mebibytes", s.said("Value", value))
}

// VaultFlashBudget says: {{.First}} a save, {{.Last}} for the pouch; {{.More}} in a day with one hour op…
func (s Say) VaultFlashBudget(first string, last string, more string, what string) string {
	return s.say("vault.flash-budget", s.said("First", first), s.said("Last", last), s.said("More", more), s.said("What", what))
}

// VaultFlashOver says: {{.First}} a save, {{.Last}} for the pouch; {{.More}} in a day with one hour op…
func (s Say) VaultFlashOver(first string, last string, more string, what string) string {
	return s.say("vault.flash-over", s.said("First", first), s.said("Last", last), s.said("More", more), s.said("What", what))
}

// VaultSwapOff says: off
func (s Say) VaultSwapOff() string {
	return s.say("vault.swap-off")
}

// VaultSwapOn says: on: what is in memory may be written to disk. Turn it off ('swapoff -a'), or en…
func (s Say) VaultSwapOn() string {
	return s.say("vault.swap-on")
}

// VaultSwapUnknown says: cannot be seen here: what is in memory may be written to disk
func (s Say) VaultSwapUnknown() string {
	return s.say("vault.swap-unknown")
}

// VaultDumpsOff says: off for this program
func (s Say) VaultDumpsOff() string {
	return s.say("vault.dumps-off")
}

// VaultDumpsOn says: cannot be turned off here: a program that breaks down may leave its memory on d…
func (s Say) VaultDumpsOn() string {
	return s.say("vault.dumps-on")
}
