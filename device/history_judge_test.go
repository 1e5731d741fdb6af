package device_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// status notes what the device knows before it takes anything in.
func (o *observer) status(p *person, d *device.Device, l *glimpse) {
	for n, tie := range p.m.Ties {
		if st, ok := d.LinkStatus(tie); ok {
			l.before[n] = st
		}
	}
	l.freezes = freezes(d)
}

// after holds what the device tells, once it has taken its pouch in, against
// what was in it to be told.
func (o *observer) after(p *person, d *device.Device, l *glimpse) error {
	for _, n := range slices.Sorted(maps.Keys(p.m.Ties)) {
		if err := o.opened(p, d, l, n); err != nil {
			return err
		}
	}
	for n := range p.m.Ties {
		for _, s := range l.found[n] {
			o.read[s] = true
		}
	}
	all := alarms(d)
	if slices.Contains(l.signs, signNewer) || slices.Contains(l.signs, signConflict) {
		o.h.tally.sign(l.signs[0])
		if len(all) == 0 {
			return broken("a device that is shown a sign says so", "%s", l.signs[0])
		}
	}
	if slices.Contains(l.signs, signNewer) {
		for _, t := range d.Status().Ties {
			if t.Phase != cell.Severed && t.Frozen == 0 {
				return broken("a pouch newer than the vault freezes every link", "not the one with tie %d", t.ID)
			}
		}
	}
	return o.inWords(p, d, l, all)
}

// opened judges the newest box that was opened of one link's other end.
func (o *observer) opened(p *person, d *device.Device, l *glimpse, n int) error {
	before, had := l.before[n]
	st, has := d.LinkStatus(p.m.Ties[n])
	if !had || !has {
		return nil
	}
	if st.HeardRound == before.HeardRound {
		return o.unreadable(p, d, l, n, before.HeardRound)
	}
	s := l.found[n][st.HeardRound]
	o.heard[heardKey{p.who, n, st.HeardRound}] = s
	if s == nil {
		return nil
	}
	var signs []string
	last := o.heard[heardKey{p.who, n, before.HeardRound}]
	gen, known := s.gen[p.who]
	if last != nil && known && (gen < last.gen[p.who] || gen == last.gen[p.who] && s.tag != last.tag) {
		signs = append(signs, signOrder)
	}
	if echo := s.echo[p.who]; echo != nil && !p.mine.all[echo.tag] {
		signs = append(signs, signEcho)
	}
	if s.frozen[p.who] {
		signs = append(signs, signFrozen)
	}
	for _, sign := range signs {
		o.h.tally.sign(sign)
		if st.Frozen == 0 {
			return broken("a device that is shown a sign freezes the link", "%s: member %d of member %d in round %d", sign, p.who, n, st.HeardRound)
		}
	}
	if s.copied[p.who] {
		if t := tieOf(d, p.m.Ties[n]); !t.Copied {
			return broken("a box that tells of a copy is told of", "member %d of member %d", p.who, n)
		}
	}
	return nil
}

// unreadable is the promise of a warning after three boxes that do not open.
func (o *observer) unreadable(p *person, d *device.Device, l *glimpse, n int, heard box.Round) error {
	if p.who == o.h.victim {
		return nil // its state may be older than that of its pouch
	}
	shut := 0
	for r := range l.found[n] {
		if r > heard {
			shut++
		}
	}
	if shut < 3 || l.before[n].Frozen != 0 {
		return nil
	}
	o.h.tally.sign(signOld)
	for _, text := range alarms(d) {
		if strings.Contains(text, "unreadable") {
			return nil
		}
	}
	return broken("three boxes that do not open are told of", "member %d of member %d", p.who, n)
}

// inWords is the promise that a link freezes with plain words, and that
// nothing is told without a cause.
func (o *observer) inWords(p *person, d *device.Device, l *glimpse, all []string) error {
	all = slices.DeleteFunc(slices.Clone(all), func(a string) bool {
		return a == mail.AlarmPouchBefore.String() || // which a power cut before the pouch is replaced causes
			a == mail.AlarmNothingTaken.String() && o.h.skew > 0 // a drop that takes nothing, or a clock that is wrong
	})
	newly := false
	for n, tie := range p.m.Ties {
		st, ok := d.LinkStatus(tie)
		was := l.before[n].Frozen != 0
		if was && ok && st.Frozen == 0 {
			return broken("a frozen link never thaws", "member %d's with %d", p.who, n)
		}
		newly = newly || st.Frozen != 0 && !was
		if st.Frozen != 0 && p.who != o.h.victim && n != o.h.victim {
			return broken("links of others never freeze", "member %d's with %d: %v", p.who, n, st.Frozen)
		}
		p.told = p.told || st.Frozen != 0
	}
	if newly && freezes(d) == l.freezes {
		return broken("a link that freezes says so", "member %d", p.who)
	}
	p.told = p.told || len(all) > 0
	copied := slices.ContainsFunc(d.Inbox(), func(r mail.Received) bool { return r.What == cell.DeviceCopied })
	if !o.h.stolen && (p.told || copied) {
		return broken("nothing is told without a cause", "member %d: %q, copied %t", p.who, all, copied)
	}
	if p.told && o.h.tally.first < 0 {
		o.h.tally.first = int(o.round() - o.stolenIn)
	}
	return nil
}

// freezes is how often a device has told that a link froze.
func freezes(d *device.Device) (n uint32) {
	for _, r := range d.Inbox() {
		if r.Alarm == mail.AlarmFrozen || r.Alarm == mail.AlarmPouchNewer {
			n += r.Count
		}
	}
	return n
}

func tieOf(d *device.Device, id cell.TieID) (t cell.Tie) {
	for _, s := range d.Status().Ties {
		if s.ID == id {
			t = s.Tie
		}
	}
	return t
}

// reckon is the end: both ends of a link are frozen, or neither, if they can
// hear each other; and what nobody was told of is counted.
func (h *history) reckon() error {
	o, t := h.seer, h.tally
	if h.theft == honest {
		return nil
	}
	type end struct {
		frozen bool
		heard  box.Round
	}
	ends := map[[2]int]end{}
	told, foreign := false, false
	for _, p := range h.people {
		told = told || p.told
		if err := p.m.Unlock(); err != nil {
			return err
		}
		d := p.m.Device
		for n, tie := range p.m.Ties {
			if st, ok := d.LinkStatus(tie); ok {
				ends[[2]int{p.who, n}] = end{st.Frozen != 0, st.HeardRound}
			}
		}
		p.m.Device.Abandon()
		p.m.Device = nil
	}
	victim := h.people[h.victim]
	for s := range o.read {
		if s != nil && s.who == h.victim && !victim.mine.all[s.tag] {
			foreign = true
		}
	}
	deaf := false
	now := h.plannedRound()
	for key, a := range ends {
		b, ok := ends[[2]int{key[1], key[0]}]
		if !ok || key[0] > key[1] {
			continue
		}
		hears := a.heard+3 >= now && b.heard+3 >= now
		deaf = deaf || !hears
		if a.frozen != b.frozen && hears {
			return broken("both ends of a link are frozen, or neither", "members %d and %d: %+v, %+v, now %d", key[0], key[1], a, b, now)
		}
	}
	t.judged[h.theft]++
	if o.met {
		t.met++
		if told || h.clone != nil && h.clone.told {
			t.metOf++
		}
	}
	if told {
		t.toldOf[h.theft]++
		t.delays = append(t.delays, t.first)
		if victim.told {
			t.owners++
		}
		return nil
	}
	why := "read, and overtaken before any contradiction arrived"
	switch {
	case h.clone != nil && h.clone.told:
		why = "only the second phone was told"
	case h.nothingNewer():
		why = "nothing had been sealed since the copy"
	case deaf && h.theft == oldPouch:
		return broken("a vault that is the newest state goes on, or says why not", "the two ends of a link hear each other no more")
	case deaf:
		why = "a key exchange behind, so the two ends hear each other no more"
	case h.theft == oldPouch:
		why = "the vault is the newest state, and the link goes on"
	case !foreign:
		why = "nobody had read what the other state sealed"
	}
	t.silent[fmt.Sprintf("%s: %s", h.theft, why)]++
	t.quietSeeds = append(t.quietSeeds, fmt.Sprintf("%d %s: %s", h.seed, h.theft, why))
	return nil
}

// nothingNewer reports whether the copy was no older state at all, or never
// sealed anything.
func (h *history) nothingNewer() bool {
	if h.theft == cloned {
		return maps.Equal(h.clone.mine.all, h.copied.mine.all)
	}
	return maps.Equal(h.seer.atTheft.all, h.copied.mine.all)
}

// plannedRound is the round of the world's clock, as links number it.
func (h *history) plannedRound() box.Round {
	return box.Round(h.w.Now().Unix() / int64(roundLength.Seconds()))
}
