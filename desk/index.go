package desk

import (
	"cmp"
	"slices"
	"time"

	"bulkhead/report"
	"bulkhead/report/seal"
	"bulkhead/report/weigh"
)

// known is what is in memory of one report: what filters, map and rule need. Its words are
// in the store.
type known struct {
	number  uint64
	name    Name
	id      report.ID
	in      *folder
	kind    report.Kind // 0: it has no report that stands
	typ     uint8
	sev     report.Severity
	how     report.How
	consent report.Consent
	placed  bool
	thing   weigh.Thing
	came    int64 // hours
	changed int64
	wrote   int64  // of the report that stands
	about   uint16 // its revision; 0: none
	unread  int
	waiting int
	gone    bool  // withdrawn
	erased  bool  // something of it was not safe to keep
	ends    int64 // when its way does, Unix time; 0: it has none
}

// folder is what is in memory of one case.
type folder struct {
	number  uint64
	name    Name
	state   State
	public  int64
	cleared bool
	stale   bool
	recall  bool
	told    bool
	acted   int64    // hours, of the last step in its trail
	reports []*known // by name
	many    int      // reports that it has; more than those, if the rows of some are damaged

	// Reckoned from the reports:
	lead      *known // the one that was written last of those that stand, nil if none does
	came      int64
	stands    int64 // when the first of those that stand came, hours
	changed   int64
	sev       report.Severity
	unread    int
	waiting   int
	withdrawn bool
	mixed     bool // those that stand are of two kinds
	placed    bool
	spot      weigh.Spot
	x, y      float64 // where that is on a web map
	moved     bool    // its place in the order is to be found
	version   uint64  // counts what happened to it since the desk was opened
}

// newest orders folders: the newest first, and within an hour by name, which says nothing.
func newest(a, b *folder) int {
	return cmp.Or(cmp.Compare(b.changed, a.changed), cmp.Compare(a.name, b.name))
}

// learn puts a row of a report in memory.
func (k *known) learn(t *threadRow) {
	k.number, k.name, k.id = t.number, t.Name, t.thread.ID
	k.came, k.changed, k.wrote, k.unread, k.waiting = t.Came, t.Changed, t.Wrote, t.unread(), t.waiting()
	k.erased = t.Erased
	k.gone, k.ends = t.thread.Withdrawn() != 0, t.Until
	k.kind, k.typ, k.sev, k.how, k.consent, k.about, k.placed, k.thing = 0, 0, 0, 0, 0, 0, false, weigh.Thing{}
	if r := t.thread.Report; r != nil && !k.gone {
		k.kind, k.typ, k.sev, k.how, k.consent, k.about = r.Kind, r.Type, r.Severity, r.How, r.Consent, r.Revision
		k.thing, k.placed = weigh.ThingOf(r)
	}
}

// learn puts a row of a case in memory.
func (f *folder) learn(c *caseRow) {
	f.number, f.name, f.state, f.public = c.number, c.Name, c.State, c.Public
	f.many = c.Reports
	f.cleared, f.stale, f.recall, f.told = c.Item != nil, c.Stale, c.Recall, c.told()
	f.acted = 0
	if n := len(c.Trail); n > 0 {
		f.acted = hour(c.Trail[n-1].At)
	}
}

// reckon makes what a folder shows from its reports.
func (f *folder) reckon() (things []weigh.Thing) {
	f.stands = 0
	f.lead, f.came, f.changed, f.sev, f.unread, f.waiting, f.withdrawn, f.placed = nil, 0, 0, 0, 0, 0, len(f.reports) > 0, false
	slices.SortFunc(f.reports, func(a, b *known) int { return cmp.Compare(a.name, b.name) })
	for _, k := range f.reports {
		if f.came == 0 || k.came < f.came {
			f.came = k.came
		}
		f.changed = max(f.changed, k.changed)
		f.unread += k.unread
		f.waiting += k.waiting
		f.withdrawn = f.withdrawn && k.gone
		if k.kind == 0 {
			continue
		}
		f.sev = max(f.sev, k.sev)
		if f.lead == nil || k.came < f.stands {
			f.stands = k.came
		}
		if f.lead == nil || k.wrote > f.lead.wrote {
			f.lead = k
		}
		if k.placed {
			things = append(things, k.thing)
		}
	}
	f.mixed = false
	for _, k := range f.reports {
		f.mixed = f.mixed || k.kind != 0 && k.kind != f.lead.kind
	}
	if len(f.reports) == 0 { // what was told on and is to be taken back
		f.came, f.changed = f.acted, f.acted
	}
	f.moved = true
	f.version++
	return things
}

// whole returns why nothing can be said of the case as a whole, or nil: what the writer of a
// damaged report allows is not known, and an edit can make a report one of another kind.
func (f *folder) whole() error {
	switch {
	case len(f.reports) < f.many:
		return ErrDamaged
	case f.mixed:
		return ErrMixed
	}
	return nil
}

// certainty weighs the reports that stand.
func (f *folder) certainty() weigh.Certainty {
	var all []weigh.Evidence
	for _, k := range f.reports {
		if k.kind != 0 {
			all = append(all, weigh.Evidence{How: k.how, After: f.public != 0 && k.came*3600 > f.public})
		}
	}
	return weigh.True(all)
}

// consent is what the writers of all reports that stand have given.
func (f *folder) consent() report.Consent {
	all := report.MayNotify | report.MayPublish
	if f.lead == nil {
		return 0
	}
	for _, k := range f.reports {
		if k.kind != 0 {
			all &= k.consent
		}
	}
	return all
}

// place puts a folder in the rule's index and says where it lies, or takes it out.
func (d *Desk) place(f *folder) {
	things := f.reckon()
	if f.placed = len(things) > 0; !f.placed {
		d.index.Remove(string(f.name))
		return
	}
	g := weigh.Group{Name: string(f.name), Thing: weigh.Of(things)}
	f.spot = g.Thing.Spot
	f.x, f.y = onMap(f.spot.Lat, f.spot.Lon)
	d.index.Put(g)
}

// reorder finds the places of folders that moved: one pass, however many did.
func (d *Desk) reorder() {
	var moved []*folder
	stay := d.order[:0:len(d.order)]
	for _, f := range d.order {
		if !f.moved {
			stay = append(stay, f)
		} else if d.folders[f.name] == f {
			moved = append(moved, f)
		}
	}
	for _, f := range d.fresh {
		if f.moved && d.folders[f.name] == f {
			moved = append(moved, f)
		}
	}
	d.fresh = nil
	slices.SortFunc(moved, newest)
	for _, f := range moved {
		f.moved = false
	}
	if len(moved) == 0 {
		clear(d.order[len(stay):])
		d.order = stay
		return
	}
	merged := make([]*folder, 0, len(stay)+len(moved)+len(stay)/8)
	for len(stay) > 0 && len(moved) > 0 {
		if newest(stay[0], moved[0]) <= 0 {
			merged, stay = append(merged, stay[0]), stay[1:]
		} else {
			merged, moved = append(merged, moved[0]), moved[1:]
		}
	}
	d.order = append(append(merged, stay...), moved...)
}

// open reports until when a reply to a report finds its way, or zero.
func (t *threadRow) open(now time.Time) (until time.Time) {
	if t.Way == nil || now.Unix() >= t.Until || t.Said == ^uint16(0) {
		return time.Time{}
	}
	return time.Unix(t.Until, 0).UTC()
}

func (t *threadRow) life() seal.Life {
	return seal.Life{Until: time.Unix(t.Until, 0).UTC(), Last: time.Unix(t.Last, 0).UTC()}
}
