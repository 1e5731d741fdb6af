package term

import (
	"strings"

	"bulkhead/tell"
)

// Renamed shows a link's new alias.
func Renamed(p *Sheet, r *tell.Renamed) {
	p.Line("%s", p.Say.PairRenamed(p.Say.Text(r.Was), p.Say.Text(r.Alias)))
}

// Severed shows that a link was cut.
func Severed(p *Sheet, r *tell.Severed) { p.Line("%s", p.Say.SeverDone(r.Alias)) }

// Introduced shows who is a pair now.
func Introduced(p *Sheet, r *tell.Introduced) {
	p.Line("%s", p.Say.PairIntroduced(p.Say.Text(r.First), p.Say.Text(r.Second)))
}

// Confirmed shows that words were compared.
func Confirmed(p *Sheet, r *tell.Confirmed) { p.Line("%s", p.Say.PairConfirmed(r.Alias)) }

// Words shows six words.
func Words(p *Sheet, r *tell.Words) {
	p.Line("%s", p.Say.PairWords(r.Alias, r.Epoch))
	p.Line("")
	p.Head("    %s", strings.Join(r.Words, "  "))
	p.Line("")
	if r.Confirmed {
		p.Line("%s", p.Say.PairCompared())
		return
	}
	p.Line("%s", p.Say.PairCompare(r.Alias))
}

// WordsToConfirm shows the words that somebody is about to say were compared.
func WordsToConfirm(p *Sheet, r *tell.Words) {
	p.Head("    %d:  %s", r.Epoch, strings.Join(r.Words, "  "))
}

// Deleted shows how many messages are gone.
func Deleted(p *Sheet, r *tell.Deleted) { p.Line("%s", p.Say.PairErased(len(r.Deleted))) }

// Wiped shows that the device opens no more.
func Wiped(p *Sheet, _ *tell.Wiped) { p.Line("%s", p.Say.OpeningWipeDone()) }
