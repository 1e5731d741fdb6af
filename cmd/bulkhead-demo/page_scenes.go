package main

import (
	"fmt"
	"strings"
	"unicode"

	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/phrase"
)

// english is what devices' codes are said with: the demo speaks English.
var english phrase.Say

// opening says what is real and what is smaller than in earnest.
func (p *page) opening(w *world) {
	p.round = w.round
	p.line("%s", p.in(bold, fmt.Sprintf("%d members, one drop, %s", w.Members, w.pacing())))
	for _, s := range []string{
		"Real: the drop (TLS 1.3 on a loopback port, Pebble on disk, every write synced), every member's folder, vault, pouch, " +
			"worker and passphrase, every key exchange.",
		fmt.Sprintf("Smaller than in earnest: rounds of %v by the demo's clock for 15 minutes; pouches of %d rounds for 192; vaults of 2 MiB in four parts "+
			"for 4 MiB in eight; 8 MiB and one pass of Argon2id per attempt for 256 MiB and three; the carrier goes straight to the drop.", w.length, w.pouch()),
		"Time is the demo's own: its clock goes on once every device has done what is due, however busy this machine is. So nothing comes too late, and " +
			"rounds are as short as this machine can make them.",
		"The names A, B, A1 … are this page's alone: a device knows the others by aliases that its owner made up. " +
			"Every text and alias that a member writes ends in a word that only this member has: its canary.",
		english.TravelDirect(),
	} {
		for _, l := range wrap(s, 95) {
			p.line("%s", l)
		}
	}
	for _, members := range w.levels() {
		p.line("   %s", w.names(members))
	}
	if w.Keep {
		p.line("everything is kept in %s", w.path)
	}
}

// pacing says how long rounds last.
func (w *world) pacing() string {
	if w.Round != 0 {
		return fmt.Sprintf("rounds of %v, longer where this machine needs it", w.Round)
	}
	return "rounds as short as this machine can make them"
}

// invitation shows what B scans: as text, its secret long used.
func (p *page) invitation(text string) {
	p.say("the invitation, %d characters: a QR code, or the same to type, each row with a check:", len(text))
	for _, row := range cell.Rows(text) {
		p.line("              %s", row)
	}
}

// locked shows what a captor sees of a device without its passphrase.
func (p *page) locked(l locked, vaultSize int) {
	where := l.group.Cards.InForce.Places[0].Drop.Host
	p.box("locked: what the files show", []string{
		fmt.Sprintf("vault: %d bytes, random to the last; not how many passphrases it has", vaultSize),
		fmt.Sprintf("pouch: the drop's address (%s), rounds of %v, %d slots", where, l.group.Calendar().Length, l.group.Slots()),
		fmt.Sprintf("       sealed boxes for %d rounds; %d links, not whose; %d kB sent and received today", l.sealed, l.links, l.use.Bytes/1000),
	})
}

// opened shows what a captor finds who was told a passphrase.
func (p *page) opened(s state, c *captor) {
	switch s {
	case asOpen:
		p.device(c)
	case asDecoy, asDuress:
		lines := []string{"a notebook:"}
		for _, text := range c.pages {
			lines = append(lines, "  "+safe(text))
		}
		if s == asDuress {
			lines = append(lines, fmt.Sprintf("of the three passphrases that there were, %d open anything now: the notebook", len(c.opened)))
		}
		p.box("opened: everything on it, as the captor sees it", lines)
	}
}

// device shows everything on a device whose passphrase was forced.
func (p *page) device(c *captor) {
	lines := []string{fmt.Sprintf("the owner is: %s", english.Standing(c.status.Standing)), "people:"}
	for _, t := range c.status.Ties {
		lines = append(lines, fmt.Sprintf("  %-8s %-22s %s, key epoch %d", english.Relation(t.Relation), t.Alias, english.Phase(t.Phase), t.Epoch))
	}
	lines = append(lines, fmt.Sprintf("lifelines, without a name: %d", len(c.lines)), "received:")
	for _, r := range c.inbox {
		lines = append(lines, "  "+c.received(r))
	}
	lines = append(lines, "sent:")
	for _, s := range c.status.Sent {
		stage, reason := s.Stage()
		lines = append(lines, fmt.Sprintf("  %s %s: %q: %s %s", english.Kind(s.What), c.parties(s), safe(s.Text), english.Stage(stage), english.Reason(reason)))
	}
	if len(c.status.Sent) == 0 {
		lines = append(lines, "  nothing")
	}
	p.box("opened: everything on it, as the captor sees it", lines)
}

func (c *captor) alias(id cell.TieID) string {
	for _, t := range c.status.Ties {
		if t.ID == id {
			return t.Alias
		}
	}
	return "nobody"
}

func (c *captor) parties(s mail.Sent) string {
	var to []string
	for _, part := range s.Parts {
		to = append(to, c.alias(part.Tie))
	}
	return "to " + strings.Join(to, " and ")
}

// received says one thing that the device shows.
func (c *captor) received(r mail.Received) string {
	switch r.What {
	case cell.TextArrived:
		return fmt.Sprintf("from %s: %q", c.alias(r.Tie), safe(r.Text))
	case cell.NoticeArrived:
		return fmt.Sprintf("a founder's notice, by way of %s: %q", c.alias(r.Tie), safe(r.Text))
	case cell.NoteArrived:
		return fmt.Sprintf("a note, by way of %s: %q", c.alias(r.Tie), safe(r.Text))
	case cell.ReplyArrived:
		return fmt.Sprintf("a founder's reply: %q", safe(r.Text))
	case cell.NoticeRevoked:
		return "that notice was taken back by the other founder"
	case cell.Welcomed:
		return fmt.Sprintf("welcomed by %s, its %s", c.alias(r.Tie), r.Rel)
	case cell.PartnerIntroduced:
		return fmt.Sprintf("its lead introduced %s, its partner", c.alias(r.Tie))
	case cell.PairReady:
		return "the two that it leads are a pair"
	case cell.KeyLearned:
		return "the second founder's key became known"
	case cell.LifelineMade:
		return "a lifeline was made; to whom, nobody here knows"
	case cell.SaidTaken:
		return fmt.Sprintf("%s says that %s was taken", c.alias(r.By), c.alias(r.Tie))
	case cell.QuarantineBegan:
		return fmt.Sprintf("the link with %s is in quarantine", c.alias(r.Tie))
	case mail.Alarm:
		return "alarm: " + english.Alarm(r.Alarm, r.Detail)
	}
	return fmt.Sprintf("something else (%d) about %s", r.What, c.alias(r.Tie))
}

// safe takes out of a text what a terminal would act upon.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return '·'
		}
		return r
	}, text)
}
