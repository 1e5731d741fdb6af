package link

import "bulkhead/box"

// Open takes in one box that was read: the content found at id in round r, all
// zero if there was none. It keeps new cells only as far as room, in bytes,
// holds them; the rest counts as lost and will be repeated.
//
// A box that does not open changes nothing but the count that leads to
// WarnUnreadable, and is no error. ErrNotMine, with nothing changed: the id is
// none that the link waits for in that round, or its box was opened before.
//
// What it returns is delivered, and receipted by the next sealing, once the
// caller has saved the link. Boxes of one round that were read should be opened
// before that: a saved link no longer opens what else the round holds.
func (l *Link) Open(r box.Round, id box.ID, content *box.Content, room int) ([]Event, error) {
	defer l.wipe()
	f, ok := l.match(&l.in, int64(r), id)
	defer f.erase()
	if !ok {
		return nil, ErrNotMine
	}
	if content[0] == 0 && content.IsAbsent() {
		l.absent(&f)
		return nil, nil
	}
	defer clear(l.plain[:])
	h, second, ok := l.unseal(&f, content)
	if !ok {
		return l.unreadable(uint32(r)), nil
	}
	l.bad, l.badAt = 0, 0
	l.pass(&l.in, &f)
	l.in.done(&f, true)
	if second {
		l.in.hear(&l.mac, int64(h.turn))
	}
	return l.apply(&f, &h, &room), nil
}

// found is a box's place and what may open it: copies, walked ahead.
type found struct {
	place
	first  secrets
	second *second
	ahead  bool // the direction's chains, walked beyond the round, are in Link.spare
}

func (f *found) erase() {
	f.first.erase()
	if f.second != nil {
		f.second.erase()
	}
}

// match looks for the slot and candidates that id belongs to in round r,
// changing nothing.
func (l *Link) match(d *direction, r int64, id box.ID) (f found, ok bool) {
	f.place = place{box.Round(r), 0, d.number, id}
	if i := d.find(r); i >= 0 {
		f.first = d.kept[i].first
		if s := d.kept[i].second; s != nil {
			c := *s
			f.second = &c
		}
		return f, l.matchSlot(&f, d.kept[i].done)
	}
	if r < d.at || r > max(d.at, l.now, l.floor)+2*l.pouch {
		return f, false
	}
	es := l.ahead(d)
	if !d.firstOf(&l.mac, es, r, &f.first) {
		return f, false
	}
	f.second = d.secondOf(&l.mac, es, r)
	f.ahead = r == d.at
	return f, l.matchSlot(&f, 0)
}

// matchSlot finds the slot of f's id; slots in done are over.
func (l *Link) matchSlot(f *found, done uint8) bool {
	var id box.ID
	for q := uint8(0); q <= MaxExtras; q++ {
		if done&(1<<q) != 0 {
			continue
		}
		f.slot = q
		if l.mac.boxID(id[:], &f.first.id, q); id == f.id {
			return true
		}
		if f.second != nil && f.second.hasID {
			if l.mac.boxID(id[:], &f.second.id, q); id == f.id {
				return true
			}
		}
	}
	return false
}

// absent ends the wait for an extra; a regular box may still come by hand.
func (l *Link) absent(f *found) {
	if f.slot == 0 {
		return
	}
	l.pass(&l.in, f)
	l.in.done(f, false)
}

// unseal opens both parts of a box with either candidate; the body's plaintext
// is left in l.plain. A header that contradicts its candidate opens nothing.
func (l *Link) unseal(f *found, c *box.Content) (h header, second, ok bool) {
	plain := &l.head
	defer clear(plain[:])
	if l.mac.openHead(plain, c, &f.place, &f.first.content) {
		ok = h.get(plain) && l.fitsKnown(f, &h) && l.mac.openBody(&l.plain, c, &f.place, &f.first.content)
		return h, false, ok
	}
	if f.second != nil && l.mac.openHead(plain, c, &f.place, &f.second.content) {
		ok = h.get(plain) && l.fitsSecond(f, &h) && l.mac.openBody(&l.plain, c, &f.place, &f.second.content)
	}
	return h, true, ok
}

// fitsKnown: the box names the epoch that serves its round.
func (l *Link) fitsKnown(f *found, h *header) bool {
	i := serving(l.in.epochs, int64(f.round), 0)
	if i < 0 || h.sealed >= uint32(f.round) {
		return false
	}
	e := &l.in.epochs[i]
	return h.epoch == e.e && (e.e == 0 || int64(h.turn) == e.turn)
}

// fitsSecond: the box names the uncertain epoch, and a turn that it can have:
// after the last turn, the base and every round known to be sealed before it.
func (l *Link) fitsSecond(f *found, h *header) bool {
	start, ok := l.in.uncertain()
	if !ok || h.sealed >= uint32(f.round) || h.epoch != l.in.newest().e {
		return false
	}
	before := l.in.epochs[len(l.in.epochs)-2].turn
	turn := int64(h.turn)
	return turn >= start && turn > before && h.turn <= uint32(f.round)
}

// unreadable counts boxes, at right places, that do not open.
func (l *Link) unreadable(r uint32) []Event {
	if r <= l.badAt || l.bad >= warnAfter {
		return nil
	}
	l.bad++
	l.badAt = r
	if l.bad == warnAfter {
		return []Event{Warning{WarnUnreadable}}
	}
	return nil
}

// pass steps a direction to the round after f's, if it is not there yet. The
// walk that found f is not done twice.
func (l *Link) pass(d *direction, f *found) {
	r := int64(f.round)
	if !f.ahead || r != d.at {
		d.walk(&l.mac, r+1)
		return
	}
	copy(d.epochs, l.spare)
	d.kept = append(d.kept, kept{round: r, want: d.slots(r), first: f.first, second: f.second})
	f.second = nil
	d.at = r + 1
	d.settle(&l.mac)
}

// done ends the wait for f's slot, whose box was opened or not.
func (d *direction) done(f *found, opened bool) {
	if i := d.find(int64(f.round)); i >= 0 {
		d.kept[i].opened = d.kept[i].opened || opened
		d.finish(i, f.slot)
	}
}

// apply takes in an opened box: header checks first, then receipts, base, and
// cells.
func (l *Link) apply(f *found, h *header, room *int) []Event {
	r := uint32(f.round)
	events := append(make([]Event, 0, 4), Heard{
		Round: f.round, Sealed: box.Round(h.sealed), Unlocked: box.Round(h.unlocked),
		Duress: h.flags&flagDuress != 0, Clone: h.flags&flagClone != 0, PeerFrozen: h.flags&flagFrozen != 0,
	})
	newest := r >= l.echo.hi
	reason := l.check(r, h)
	l.in.raise(&l.mac, int64(h.sealed))
	if newest {
		l.echo = sealed{h.gen, h.tag, r, r}
		l.last = h.unlocked
		l.told = l.extrasOf(r, h)
	}
	if reason == NotFrozen && h.flags&flagFrozen != 0 {
		reason = ReasonTold
	}
	if reason != NotFrozen {
		return append(events, l.freeze(reason)...)
	}
	if l.reason != NotFrozen {
		return events
	}
	events = append(events, l.began(h)...)
	confirmed, ok := l.outbox.accept(&h.receipt)
	if !ok {
		return append(events, l.freeze(ReasonReceipt)...)
	}
	events = append(events, confirmed...)
	return l.takeCells(events, h, room)
}

// extrasOf returns the extras that a box of round r announces, if they can be.
func (l *Link) extrasOf(r uint32, h *header) span {
	s := h.extras
	if s.count == 0 || s.count > MaxExtras || s.from > s.to || int64(s.to) > int64(r)+l.pouch || int64(s.to)-int64(s.from) >= l.pouch {
		return span{}
	}
	return s
}

// began notes the first box of an epoch that this end answered: the CT has
// arrived.
func (l *Link) began(h *header) []Event {
	k := &l.ladder
	if k.ct == nil || h.epoch != k.epoch {
		return nil
	}
	k.ct = nil
	return []Event{EpochBegun{k.epoch}}
}

// takeCells takes in the three cells: a step first, then fragments.
func (l *Link) takeCells(events []Event, h *header, room *int) []Event {
	var cells [boxCells]cell
	for i := range cells {
		c, ok := getCell(l.plain[i*cellSize : (i+1)*cellSize])
		if !ok {
			continue
		}
		cells[i] = c
		more, fine := l.takeStep(h, &c)
		if events = append(events, more...); !fine {
			return append(events, l.freeze(ReasonStep)...)
		}
	}
	if h.epoch == 0 {
		return events
	}
	l.inbox.jump(h.base)
	fine := true
	for i := range cells {
		if cells[i].kind == cellFragment && fine {
			fine = l.inbox.take(&cells[i], room)
		}
	}
	events, whole := l.inbox.deliver(events)
	if !fine || !whole {
		return append(events, l.freeze(ReasonStream)...)
	}
	return events
}
