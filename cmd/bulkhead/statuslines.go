package main

import (
	"fmt"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

func (r *statusResult) lines(p *term.Page) {
	r.deviceLines(p)
	for _, a := range r.Alarms {
		p.Bad("ALARM %s  %s", a.clock, term.Safe(a.Sentence))
		a.whatToDo(p)
	}
	p.Line("")
	p.Head("Links")
	if len(r.Links) == 0 {
		p.Line("  none yet: 'bulkhead invite'")
	}
	for _, l := range r.Links {
		l.lines(p)
	}
	if len(r.Messages) > 0 {
		p.Line("")
		p.Head("Your messages")
	}
	for _, m := range r.Messages {
		m.lines(p)
	}
}

func (r *statusResult) deviceLines(p *term.Page) {
	var names []string
	for _, e := range r.Exposes[1:] {
		names = append(names, fmt.Sprintf("%s (%s)", e.Alias, e.Relation))
	}
	p.Head("This device")
	p.Line("  you are       %s", map[string]string{"joining": "joining: the welcome is not here yet", "member": "a member"}[r.Standing]+
		map[string]string{"first founder": "the first founder", "second founder": "the second founder"}[r.Standing])
	if len(names) == 0 {
		p.Line("  if opened     it names nobody but you")
	} else {
		p.Line("  if opened     it names %d people: you, %s", len(r.Exposes), strings.Join(names, ", "))
	}
	p.Line("  works until   %s without being opened", r.Pouch.SealedUntil.Local().Format("Mon 2 Jan 15:04:05"))
	p.Line("  data today    %s", bytesWords(r.Pouch.BytesToday))
	checkInLine(p, r.CheckIn)
	if said, urgent := r.Lifelines.short(); urgent {
		p.Bad("  lifelines     %s", said)
	} else if said != "" {
		p.Line("  lifelines     %s", said)
	}
	if r.Pouch.ClockJumped {
		p.Bad("  clock         far ahead of when the drop last took a box: set it, or say with --clock-is-right that it is right. Until then nothing is taken in, and nothing is sent")
	} else {
		skewLine(p, r.Pouch.SkewSeconds, r.Round.Seconds)
	}
	if len(r.Advice) > 0 {
		p.Bad("  notebook      %s", strings.Join(r.Advice, " "))
	}
	p.Line("  new           %s", plural(r.Unread, "nothing", "1 item: 'bulkhead inbox'", "%d items: 'bulkhead inbox'"))
}

// checkInLine says what the check-in is worth.
func checkInLine(p *term.Page, r *risk) {
	if r == nil {
		return
	}
	if r.Over {
		p.Bad("  check-in      %s", r.warning())
	}
	p.Line("  check-in      %s: 'bulkhead checkin'", r.agreed())
	p.Line("                %s", r.short())
}

// skewLine warns when the drop's clock is off by what can cost boxes.
func skewLine(p *term.Page, skew, round float64) {
	d := time.Duration(skew * float64(time.Second)).Abs()
	switch {
	case d <= 5*time.Second && d <= time.Duration(max(round, 2)*float64(time.Second)):
		p.Line("  clock         agrees with the drop's")
	case skew > 0:
		p.Bad("  clock         the drop's is %v ahead of this machine's: set it, or boxes are missed", d)
	default:
		p.Bad("  clock         the drop's is %v behind this machine's: set it, or boxes are missed", d)
	}
}

func (l linkStatus) lines(p *term.Page) {
	name, more := l.Alias, ""
	if l.Phase == cell.Severed.String() && name == "" {
		name = "–"
	}
	if l.heardAgo != "" {
		more = fmt.Sprintf("; last box %s, opened their device %s", l.heardAgo, l.openedAgo)
	}
	p.Line("  %-14s%-14s%s%s", name, l.Relation, l.Phase, more)
	if l.Overdue {
		p.Bad("    overdue: has not opened the device for longer than agreed")
	}
	l.doubtLines(p)
	if l.Frozen != "" {
		p.Bad("    frozen: %s. Meet, sever it and make a new one", l.Frozen)
	}
	if l.Securing && l.Phase != cell.Severed.String() {
		p.Line("    securing: what is written waits for the first exchange of keys")
	}
}

// doubtLines say what speaks against a link.
func (l linkStatus) doubtLines(p *term.Page) {
	switch {
	case l.Cut != nil:
		p.Bad("    taken: the link is cut at %s, once the device is open then. Nothing you write goes there", l.cutAt)
		return
	case l.Quarantine != nil:
		p.Bad("    in quarantine until %s: believe nothing that comes over this link", l.until)
	}
	if l.Probation != nil {
		p.Bad("    on probation until %s: adopted after a lead was lost; texts and notices only", l.proof)
	}
	if l.Unproven {
		p.Bad("    not proven: has brought no founder's stamp yet, which comes every day. Compare six words when you can meet")
	}
	if l.Suspected {
		p.Bad("    you said that they may have been taken ('bulkhead suspect --take-back %s')", l.Alias)
	}
	if l.Told {
		p.Bad("    somebody who has a link to them too said that they were taken ('bulkhead drill %s --dry-run')", l.Alias)
	}
}

func (m sentStatus) lines(p *term.Page) {
	to := "to " + m.recipient()
	if m.Kind != device.Text.String() {
		to = m.Kind
	}
	print := p.Line
	if m.Stage == device.Undelivered.String() {
		print = p.Bad
	}
	reason := ""
	if m.Reason != "" {
		reason = ": " + m.Reason
	}
	print("  %4d  %s  %-16s  %s%s", m.Number, m.clock, to, m.Stage, reason)
	if len(m.Parts) > 1 {
		for _, part := range m.Parts {
			p.Line("          over %-14s  %s %s", part.To, part.Stage, part.Reason)
		}
	}
}

// recipient names whom a message goes to.
func (m sentStatus) recipient() string {
	if len(m.Parts) == 0 {
		return "nobody"
	}
	return m.Parts[0].To
}

func plural(n int, none, one, many string) string {
	switch n {
	case 0:
		return none
	case 1:
		return one
	}
	return fmt.Sprintf(many, n)
}

// bytesWords says how much, in decimal units as data plans do.
func bytesWords(n uint64) string {
	switch {
	case n < 1e3:
		return fmt.Sprintf("%d bytes", n)
	case n < 1e6:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
