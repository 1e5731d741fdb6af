package link

import "bulkhead/box"

// Open takes in one box that was read: the content found at id in round r, all
// zero if there was none. It keeps new cells only as far as room, in bytes,
// holds them; the rest counts as lost and will be repeated.
//
// A box that does not open changes nothing but the count that leads to
// WarnUnreadable, and is no error. One of a newer version changes nothing, and
// is told as WarnNewer: a newer program opens it as long as its round is kept. ErrNotMine, with nothing changed: the id is
// none that the link waits for in that round, or its box was opened before.
//
// What it returns is delivered, and receipted by the next sealing, once the
// caller has saved the link.
//
// The slice is the link's until its next Open; what the events hold is the
// caller's.
func (l *Link) Open(r box.Round, id box.ID, content *box.Content, room int) ([]Event, error) {
	defer l.wipe()
	l.forgetNews()
	f, ok := l.match(&l.in, int64(r), id)
	defer f.erase()
	if !ok {
		return nil, ErrNotMine
	}
	if content[0] == 0 && content.IsAbsent() {
		return nil, nil // it may still come by hand
	}
	defer clear(l.plain[:])
	h, second, v := l.unseal(&f, content)
	switch v {
	case isShut:
		return l.unreadable(uint32(r)), nil
	case isNewer:
		return []Event{Warning{WarnNewer}}, nil
	}
	l.bad, l.badAt = 0, 0
	l.pass(&l.in, &f)
	l.in.done(int64(r))
	if second {
		l.in.hear(&l.kdf, int64(h.turn))
		l.turnedHand(h.epoch, int64(h.turn))
	}
	l.events = l.apply(&f, &h, &room)
	return l.events, nil
}

// forgetNews lets go of what the last call returned.
func (l *Link) forgetNews() {
	clear(l.events)
	clear(l.inbox.news)
	l.inbox.news = l.inbox.news[:0]
}

// apply takes in an opened box: header checks first, then receipts, base, and
// cells.
func (l *Link) apply(f *found, h *header, room *int) []Event {
	r := uint32(f.round)
	l.heard = Heard{
		Round: f.round, Sealed: box.Round(h.sealed), Unlocked: box.Round(h.unlocked),
		Presence: h.presence, Card: h.card, Reads: h.reads,
		Duress: h.flags&flagDuress != 0, Clone: h.flags&flagClone != 0, PeerFrozen: h.flags&flagFrozen != 0,
	}
	events := append(l.events[:0], &l.heard)
	newest := r >= l.echo.hi
	reason := l.check(r, h)
	l.in.raise(&l.kdf, int64(h.sealed))
	if newest {
		if h.gen >= l.echo.gen { // else one by hand is newer
			l.echo.gen, l.echo.tag = h.gen, h.tag
		}
		l.echo.lo, l.echo.hi = r, r
		l.last = h.unlocked
		l.peerReads = h.reads
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

// began notes the first box of an epoch that this end answered: the CT has
// arrived.
func (l *Link) began(h *header) []Event {
	k := &l.ladder
	if k.ct == nil || h.epoch != k.epoch {
		return nil
	}
	k.ct = nil
	l.settleHand()
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
	_, reached := l.peerReached()
	events, whole := l.inbox.deliver(events, l.now, reached)
	if !fine || !whole {
		return append(events, l.freeze(ReasonStream)...)
	}
	for i := range cells {
		if cells[i].kind == cellReceipts {
			events = append(events, l.outbox.acceptParcels(h.gen, cells[i].payload)...)
		}
	}
	for i := range cells {
		if cells[i].kind != cellChunk {
			continue
		}
		if e := l.inbox.chunk(&cells[i]); e != nil {
			events = append(events, e)
		}
	}
	return events
}
