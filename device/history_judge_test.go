package device_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
)

// status notes what the device knows before it takes anything in.
func (o *observer) status(p *person, d *device.Device, l *glimpse) {
	for n, tie := range p.m.Ties {
		if st, ok := d.LinkStatus(tie); ok {
			l.before[n] = st
		}
	}
	l.alarms = len(alarms(d))
}

// after holds what the device tells, once it has taken its pouch in, against
// what was in it to be told.
func (o *observer) after(p *person, d *device.Device, l *glimpse) error {
	for _, n := range slices.Sorted(maps.Keys(p.m.Ties)) {
		if err := o.opened(p, d, l, n); err != nil {
			return err
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
		if strings.Contains(text, "three boxes in a row") {
			return nil
		}
	}
	return broken("three boxes that do not open are told of", "member %d of member %d", p.who, n)
}

// inWords is the promise that a link freezes with plain words, and that
// nothing is told without a cause.
func (o *observer) inWords(p *person, d *device.Device, l *glimpse, all []string) error {
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
	if newly && (len(all) == l.alarms || !strings.Contains(strings.Join(all[l.alarms:], " "), "frozen")) {
		return broken("a link that freezes says so in plain words", "member %d", p.who)
	}
	p.told = p.told || len(all) > 0
	copied := slices.ContainsFunc(d.Inbox(), func(r device.Received) bool { return r.What == cell.DeviceCopied })
	if !o.h.stolen && (p.told || copied) {
		return broken("nothing is told without a cause", "member %d: %q, copied %t", p.who, all, copied)
	}
	if p.told && o.h.tally.first < 0 {
		o.h.tally.first = int(o.round() - o.stolenIn)
	}
	return nil
}

func tieOf(d *device.Device, id cell.TieID) (t cell.Tie) {
	for _, s := range d.Status().Ties {
		if s.ID == id {
			t = s.Tie
		}
	}
	return t
}

// turned notes what the device has sealed, as far as that reached its pouch.
func (o *observer) turned(p *person, d *device.Device, l *glimpse) {
	s := &sealing{
		who: p.who, gen: map[int]uint32{}, frozen: map[int]bool{}, copied: map[int]bool{}, echo: map[int]*sealing{},
	}
	for n, tie := range p.m.Ties {
		if st, ok := d.LinkStatus(tie); ok {
			s.gen[n], s.frozen[n] = st.Gen, st.Frozen != 0
			s.copied[n] = st.Frozen != 0 && !strings.Contains(st.Frozen.String(), "the other end froze")
			s.echo[n] = o.heard[heardKey{p.who, n, st.HeardRound}]
		}
	}
	p.sealed, p.found = s, l.tag
	o.settle(p)
}

// settle takes a sealing in, once its pouch is in place; after a power cut that
// shows when the power is back.
func (o *observer) settle(p *person) {
	s, t := p.sealed, o.tagOf(p)
	if s == nil || t == p.found || t == (tag{}) {
		return
	}
	p.sealed, s.tag = nil, t
	p.mine.all[t], p.mine.last = true, t
	o.eachBox(p, func(id box.ID, c []byte) {
		o.keys(id, c)
		if key := [32]byte(c[148:180]); o.bodies[key] == nil {
			o.bodies[key] = s
		}
	})
}

func (o *observer) tagOf(p *person) tag { return o.eachBox(p, func(box.ID, []byte) {}) }

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
	for _, s := range o.heard {
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
	why := "heard, and overtaken before any contradiction arrived"
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
		why = "nobody had heard what the other state sealed"
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

// beginAnew is what ends an alarm: the link is cut and made anew in person, and
// messages flow. The founders' own link cannot be made anew; see the test's
// documentation.
func (h *history) beginAnew() error {
	if h.theft == honest || h.members < 4 || h.victim == 1 || !h.people[h.victim].told {
		return nil
	}
	lead, guests := h.w.Members[0], []int{2, 3}
	if h.victim != 0 {
		guests = []int{h.victim}
	}
	for _, g := range guests {
		if err := h.w.Rejoin(lead, h.w.Members[g]); err != nil {
			return broken("a new link ends an alarm", "%v", err)
		}
	}
	if err := h.w.Reintroduce(lead, h.w.Members[2], h.w.Members[3]); err != nil {
		return broken("a new link ends an alarm", "%v", err)
	}
	if err := h.flow([][2]int{{0, 2}, {2, 0}, {0, 3}, {2, 3}, {3, 2}}); err != nil {
		return err
	}
	h.tally.anew++
	return nil
}

// flow has a message go each way given and arrive within a few rounds.
func (h *history) flow(ways [][2]int) error {
	text := func(w [2]int) string { return fmt.Sprintf("anew, from %d to %d", w[0], w[1]) }
	for _, w := range ways {
		m := h.w.Members[w[0]]
		if err := m.Unlock(); err != nil {
			return err
		}
		if _, err := m.Device.Send(m.Ties[w[1]], text(w)); err != nil {
			return broken("messages flow over the new link", "%d to %d: %v", w[0], w[1], err)
		}
		if err := m.Lock(); err != nil {
			return err
		}
	}
	for range 6 {
		h.w.NextRound()
		for _, m := range h.w.Members {
			if err := m.Unlock(); err != nil {
				return err
			}
			if err := m.Lock(); err != nil {
				return err
			}
		}
	}
	for _, w := range ways {
		m := h.w.Members[w[1]]
		if err := m.Unlock(); err != nil {
			return err
		}
		got := texts(m.Device)
		m.Device.Abandon()
		m.Device = nil
		if !slices.Contains(got, text(w)) {
			return broken("messages flow over the new link", "%d to %d: nothing came", w[0], w[1])
		}
	}
	return nil
}
