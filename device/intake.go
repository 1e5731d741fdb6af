package device

import (
	"errors"
	"maps"
	"math"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
)

// intake is the taking in of one pouch's reads.
type intake struct {
	d *Device
	mail.Intake
	listening
}

// read hands one box, or the absence of one, to the link that asked for it. Of
// rounds that a notebook's opening forgot, only what was found is left: that
// says nothing of whether links find anything, and does not count.
func (in *intake) read(r box.Round, res pouch.ReadResult, counts bool) {
	switch res.State {
	case pouch.ReadFound:
		in.d.dealt(r, func(it *dealing) { it.showed = true })
	case pouch.ReadAbsent, pouch.ReadRefused:
		in.d.dealt(r, func(it *dealing) { it.answered = true })
	}
	if res.State != pouch.ReadFound && res.State != pouch.ReadAbsent {
		return
	}
	d := in.d
	if res.State == pouch.ReadAbsent {
		in.absent = append(in.absent, box.Ref{Round: r, ID: res.ID})
	}
	if r > d.listened {
		d.listened = r
		d.cell.Listened(r)
	}
	content := res.Content
	if res.State == pouch.ReadAbsent {
		content = new(box.Content)
	}
	for _, l := range d.lines() {
		held := l.link.Status().Claimed
		l.link.SetParcelRoom(d.parcelRoomFor(l.tie))
		events, err := d.open(&l, r, res.ID, content, in.RoomFor(l.tie))
		if errors.Is(err, link.ErrNotMine) {
			continue
		}
		if l.dead {
			d.parcelEvents(l.tie, events)
			discard(events)
			in.Charge(l.tie, nil, (l.link.Status().Claimed-held)*link.HeldCost)
			return
		}
		if counts && !d.paces.paced[l.tie] { // of the spare slot a link may have no box
			in.note(tieRound{l.tie, r}, res.State == pouch.ReadFound, events)
		}
		in.Charge(l.tie, events, (l.link.Status().Claimed-held)*link.HeldCost)
		d.coming = r
		d.happened(l.tie, events)
		d.coming = 0
		return
	}
}

// listening is what the reads of one pouch tell the owner about the drop: whether
// links find anything at all, and whether the drop denies what it confirmed. It
// changes nothing that is written or read.
type listening struct {
	found  map[tieRound]bool // what each link's reads of each round found
	order  []tieRound        // the keys of found, as they came
	absent []box.Ref         // all reads, loops' too, that were answered with nothing
}

type tieRound struct {
	tie   cell.TieID
	round box.Round
}

func newListening() listening {
	return listening{found: map[tieRound]bool{}}
}

// confirmed are the writes of each round that the drop said it has: until the
// round's reads were taken in.
type confirmed map[box.Round]map[box.ID]bool

// dealings are what the drop did in each round, until the round is over.
type dealings map[box.Round]dealing

// dealing is what it did in one round.
type dealing struct {
	sent     bool // a write left
	took     bool // one was confirmed
	showed   bool // a read found a box, whosever
	answered bool // a write was refused, or a read answered without a box
}

// dealt notes one answer.
func (d *Device) dealt(r box.Round, with func(*dealing)) {
	it := d.dealings[r]
	with(&it)
	d.dealings[r] = it
}

// judgeDealings tells the person of a drop that takes nothing and shows nothing.
// A round in which nothing was answered says nothing of the drop: there may be no
// way to it. After a power cut a round's results may be taken in again: it counts once.
func (d *Device) judgeDealings() {
	for _, r := range slices.Sorted(maps.Keys(d.dealings)) {
		it := d.dealings[r]
		if r >= d.known {
			break
		}
		delete(d.dealings, r)
		switch {
		case it.took || it.showed:
			d.barren = 0
		case it.sent && it.answered && uint32(r) > d.judged:
			if d.barren < math.MaxUint16 {
				d.barren++
			}
			if int(d.barren) >= int(d.group.PouchRounds)/barrenPart {
				d.alarm(0, mail.AlarmNothingTaken, 0)
			}
		}
		d.judged = max(d.judged, uint32(r))
	}
}

// barrenPart is which part of a pouch's rounds in a row a drop may take nothing and
// show nothing, untold: of a pouch of two days six hours.
const barrenPart = 8

// wrote notes a write that the drop has confirmed, and what it did with others.
func (in *intake) wrote(r box.Round, w pouch.WriteResult) {
	switch w.State {
	case pouch.WriteStored, pouch.WriteSame:
		in.d.dealt(r, func(it *dealing) { it.sent, it.took = true, true })
	case pouch.WriteWaiting, pouch.WriteSkipped:
		return // never sent
	default:
		in.d.dealt(r, func(it *dealing) { it.sent, it.answered = true, it.answered || w.State != pouch.WriteUnknown })
		return
	}
	if in.d.confirmed[r] == nil {
		in.d.confirmed[r] = map[box.ID]bool{}
	}
	in.d.confirmed[r][w.ID] = true
}

// note records what a link's reads of a round found: one box is enough,
// whichever of its places it lay in. A box that did not open is none of the
// other end's, and not its absence either: it says nothing.
func (in *intake) note(key tieRound, found bool, events []link.Event) {
	opened := slices.ContainsFunc(events, func(e link.Event) bool {
		_, is := e.(*link.Heard)
		return is
	})
	if found && !opened {
		return
	}
	before, known := in.found[key]
	if !known {
		in.order = append(in.order, key)
	}
	in.found[key] = before || found
}

// judge tells the person of a drop that hides boxes.
func (in *intake) judge() {
	d := in.d
	d.judgeDealings()
	in.judgeDenied()
	rounds := map[box.Round]int{}
	any := map[box.Round]bool{}
	var order []box.Round
	for _, key := range in.order {
		if rounds[key.round] == 0 {
			order = append(order, key.round)
		}
		rounds[key.round]++
		any[key.round] = any[key.round] || in.found[key]
	}
	slices.Sort(order)
	for _, r := range order {
		if len(d.confirmed[r]) == 0 {
			continue // nothing was stored: the drop is in trouble, or we are
		}
		pouch := int(d.group.PouchRounds)
		d.quiet = d.quiet.Learn(any[r], pouch)
		if d.quiet.Silent(pouch, rounds[r]) {
			d.alarm(0, mail.AlarmNothingFound, uint8(rounds[r]))
		}
	}
	for r := range d.confirmed {
		if r < d.known {
			delete(d.confirmed, r)
		}
	}
}

// judgeDenied tells the person of a drop that said of a box that it is not there
// although it had confirmed it: a loop's, which this device both wrote and read.
func (in *intake) judgeDenied() {
	for _, ref := range in.absent {
		if in.d.confirmed[ref.Round][ref.ID] {
			in.d.alarm(0, mail.AlarmDenied, 0)
		}
	}
}
