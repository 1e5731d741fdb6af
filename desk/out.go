package desk

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
)

// item returns what was cleared of a case, with what the desk itself says of it now.
func (d *Desk) item(f *folder, c *caseRow) (export.Item, error) {
	if c.Item == nil {
		return export.Item{}, ErrUncleared
	}
	var r report.Report
	if err := r.UnmarshalBinary(c.Item); err != nil {
		return export.Item{}, ErrDamaged
	}
	return d.own(itemOf(&r), f, c), nil
}

// own fills in what is the desk's to say: when it had it is a day, of the first report that stands.
func (d *Desk) own(it export.Item, f *folder, c *caseRow) export.Item {
	it.Name, it.Reported, it.Status, it.Observed, it.Consent = string(f.name), ofHour(f.stands).Truncate(24*time.Hour), c.State, c.Observed, f.consent()
	if it.Percent = 0; f.lead != nil {
		it.Percent = f.certainty().Percent()
	}
	return it
}

// ready returns what was cleared of a case, if it may leave.
func (d *Desk) ready(f *folder, c *caseRow) (export.Item, error) {
	switch {
	case c.Item == nil:
		return export.Item{}, ErrUncleared
	case f.lead == nil:
		return export.Item{}, ErrNothing
	case c.Stale:
		return export.Item{}, ErrStale
	case f.whole() != nil:
		return export.Item{}, f.whole()
	}
	return d.item(f, c)
}

// Draft returns what an item of a case would be, from the report that was written last of
// those that stand: for a person to paraphrase, and to leave out what is not for others. It
// has no place's name: that is in the writer's words. Where the report says a direction or a
// distance, the item does too, and cannot be cleared until the landmark has a name.
func (d *Desk) Draft(n Name) (export.Item, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	f := d.folders[n]
	if f == nil {
		return export.Item{}, ErrName
	}
	if f.lead == nil {
		return export.Item{}, ErrNothing
	}
	c, err := d.readCase(f)
	if err != nil {
		return export.Item{}, err
	}
	t, err := d.readThread(f.lead)
	if err != nil || t.thread.Report == nil {
		return export.Item{}, ErrDamaged
	}
	return d.draft(f, c, t), nil
}

func (d *Desk) draft(f *folder, c *caseRow, lead *threadRow) export.Item {
	it := itemOf(lead.thread.Report)
	it.Where.Name, it.To.Name = "", ""
	return d.own(it, f, c)
}

// seen names what a case's reports say, and what was cleared of it.
func seen(f *folder, c *caseRow) string {
	h := sha256.New()
	for _, k := range f.reports {
		fmt.Fprintln(h, k.name, k.about)
	}
	fmt.Fprintln(h, c.Stale, c.Item)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Clear takes an item as what may leave the desk of a case. Its name, day, status, certainty
// and consent are the desk's own: what stands there is ignored. No place in it is finer than
// those of one of the case's reports. as is the Seen of the case that the person was shown:
// ErrUnseen if it is another now.
func (d *Desk) Clear(n Name, it export.Item, as string) error {
	b, err := packItem(&it)
	switch {
	case errors.Is(err, place.ErrLandmark):
		return ErrLandmark
	case err != nil:
		return export.ErrItem
	}
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		if f.lead == nil {
			return ErrNothing
		}
		if seen(f, c) != as {
			return ErrUnseen
		}
		if err := f.whole(); err != nil {
			return err
		}
		if it.Kind != f.lead.kind {
			return ErrKind
		}
		for _, k := range f.reports {
			t, err := tx.thread(k)
			if err != nil {
				return err
			}
			r := t.thread.Report
			delete(tx.threads, k) // only read
			if k.kind != 0 && r != nil && r.Where.Cell.Precision() >= it.Where.Cell.Precision() && r.To.Cell.Precision() >= it.To.Cell.Precision() {
				if !bytes.Equal(c.Item, b) {
					c.Day = day(tx.now)
				}
				c.Item, c.Stale = b, false
				tx.step(c, DidClear, "")
				return nil
			}
		}
		return ErrFiner
	})
}

// Unclear takes it back that a case may leave.
func (d *Desk) Unclear(n Name) error {
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		c.Item, c.Stale = nil, false
		tx.step(c, DidUnclear, "")
		return nil
	})
}

// Export returns cleared cases as GeoJSON or HXL for an audience, and takes down in each
// that it left. One that may not leave to that audience is an error: whoever exports has to
// choose. Nothing has left if there is one. While it is made, letters come and pages are shown.
func (d *Desk) Export(form Format, cases []Name, to export.Audience, restriction string) ([]byte, error) {
	var out []byte
	err := d.ExportInto(func(b []byte) error { out = b; return nil }, form, cases, to, restriction)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// ExportInto is Export that gives what leaves to keep before it takes down that it left. With
// an error of keep's nothing is taken down. keep may be called again, when somebody at the desk
// did something meanwhile: then what it was given last leaves. With an error what it was given
// has not left.
func (d *Desk) ExportInto(keep func([]byte) error, form Format, cases []Name, to export.Audience, restriction string) error {
	for {
		leaving, err := d.prepare(cases)
		if err != nil {
			return err
		}
		var items []export.Item
		for _, l := range leaving {
			items = append(items, l.item)
		}
		var out []byte
		switch form {
		case GeoJSON:
			out, err = export.GeoJSON(items, to, restriction)
		case HXL:
			out, err = export.HXL(items, to, restriction)
		default:
			err = export.ErrAudience
		}
		if err == nil {
			err = keep(out)
		}
		if err != nil {
			return err
		}
		left, err := d.leave(leaving, Exported{Format: form, Audience: to, Restriction: restriction})
		if err != nil || left {
			return err
		} // meanwhile one is to be cleared again, which prepare says, or somebody at the desk did something
	}
}

// leaving is a case that is about to leave, as it was read.
type leaving struct {
	f       *folder
	version uint64
	c       *caseRow
	item    export.Item
}

// prepare reads cases that are to leave, one at a time.
func (d *Desk) prepare(cases []Name) (all []leaving, err error) {
	read := func(n Name) (l leaving, err error) {
		d.mu.RLock()
		defer d.mu.RUnlock()
		if l.f = d.folders[n]; l.f == nil {
			return l, ErrName
		}
		if l.c, err = d.readCase(l.f); err == nil {
			l.version = l.f.version
			l.item, err = d.ready(l.f, l.c)
		}
		return l, err
	}
	for _, n := range cases {
		l, err := read(n)
		if err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, nil
}

// leave takes down that cases leave, if of none anything else would leave than when it was read.
func (d *Desk) leave(all []leaving, e Exported) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	tx := d.begin()
	for _, l := range all {
		if d.folders[l.f.name] != l.f {
			return false, nil
		}
		if l.f.version != l.version {
			c, err := d.readCase(l.f)
			if err != nil {
				return false, err
			}
			if now, err := d.ready(l.f, c); err != nil || now != l.item {
				return false, nil
			}
			l.c = c
		}
		tx.cases[l.f] = l.c
		if err := tx.left(l.c, e, DidExport); err != nil {
			return false, err
		}
	}
	return true, tx.commit()
}

// left takes down that a case leaves. An export to the same readers as before is one.
func (tx *tx) left(c *caseRow, e Exported, did Did) error {
	e.At = ofMinute(minute(tx.now))
	same := func(o Exported) bool {
		return o.Format == e.Format && o.Audience == e.Audience && o.Restriction == e.Restriction && e.Serial == 0
	}
	if i := slices.IndexFunc(c.Exports, same); i >= 0 {
		c.Exports[i].At = e.At
	} else if len(c.Exports) >= maxTold {
		return ErrNoRoom
	} else {
		c.Exports = append(c.Exports, e)
	}
	tx.step(c, did, "")
	c.Trail[len(c.Trail)-1].Note = e.Restriction
	return nil
}

// Alert returns an alert of CAP 1.2 about a case, and takes down that it left. Serial, Sent
// and Earlier of the envelope are the desk's own: what stands there is ignored. An update or
// a cancel is about all alerts to the same readers that were not cancelled; a cancel needs
// neither consent nor a report that stands, and is an exercise if all of those were.
func (d *Desk) Alert(n Name, to export.Audience, e export.Envelope) ([]byte, error) {
	var out []byte
	err := d.AlertInto(func(b []byte) error { out = b; return nil }, n, to, e)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// AlertInto is Alert that gives what leaves to keep, as ExportInto does. The desk waits for
// keep, which must not call it.
func (d *Desk) AlertInto(keep func([]byte) error, n Name, to export.Audience, e export.Envelope) error {
	readers := e.Restriction
	if len(e.Addresses) > 0 {
		readers = strings.Join(e.Addresses, " ")
	}
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		mine := func(o Exported) bool { return o.Format == CAP && o.Audience == to && o.Restriction == readers }
		c.Serial++
		e.Serial, e.Sent, e.Earlier = c.Serial, tx.now, nil
		exercise := true
		for _, o := range c.Exports {
			if mine(o) && e.Message != export.Alert {
				exercise = exercise && o.Exercise
				e.Earlier = append(e.Earlier, export.Earlier{Serial: o.Serial, Sent: o.Sent})
			}
		}
		it := export.Item{Name: string(f.name)}
		if e.Message == export.Cancel {
			e.Exercise = exercise
		} else {
			var err error
			if it, err = d.ready(f, c); err != nil {
				return err
			}
		}
		out, err := export.CAP(it, to, e)
		if err == nil {
			err = keep(out)
		}
		if err != nil {
			return err
		}
		if e.Message == export.Cancel {
			c.Exports = slices.DeleteFunc(c.Exports, mine)
			tx.step(c, DidExport, "")
			c.Trail[len(c.Trail)-1].Note = readers
			return nil
		}
		return tx.left(c, Exported{Format: CAP, Audience: to, Restriction: readers, Serial: e.Serial, Sent: tx.now, Exercise: e.Exercise}, DidExport)
	})
}

// Ready returns the names of all cases that were cleared, as they are at one moment: those that
// may leave for these readers, and those that may not: changed since, or of a kind that is not
// for them, or without their writers' consent.
func (d *Desk) Ready(to export.Audience) (ready, left []Name, err error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	restriction := ""
	if to == export.Partners {
		restriction = "partners" // whom it names is asked when something leaves
	}
	for _, f := range d.order {
		if !f.cleared {
			continue
		}
		c, err := d.readCase(f)
		if err != nil && err != ErrDamaged {
			return nil, nil, err
		}
		var it export.Item
		if err == nil {
			it, err = d.ready(f, c)
		}
		if err == nil {
			_, err = export.GeoJSON([]export.Item{it}, to, restriction) // a file that nobody gets
		}
		if err == nil {
			ready = append(ready, f.name)
		} else {
			left = append(left, f.name)
		}
	}
	return ready, left, nil
}

// Publishing is what a publication of a day has.
type Publishing struct {
	Entries   []PublicationEntry // what may be for everybody, by name
	Left      []Left             // what is cleared and cannot be among them, by name
	Withdrawn []Withdrawal       // what was published once and is not among them, by name
}

// Left is a case that is cleared, and is not published.
type Left struct {
	Case Name
	Why  error // a Refusal of this package or of export; nil if whoever asked left it out
}

// PublicationEntry is one cleared case.
type PublicationEntry struct {
	Item    export.Item
	Changed time.Time // the day on which it was cleared as it is
}

// Withdrawal is a case that was published and is no more.
type Withdrawal struct {
	Case Name
	Day  time.Time // on which it was taken back; of one since the last Published, today
	New  bool      // it is one since the last Published
}

// Publishing returns what a publication of today has, if the cases named are left out. It
// takes nothing down: see Published. A case that has to be taken back is not published.
func (d *Desk) Publishing(without ...Name) (Publishing, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var p Publishing
	gone := map[Name]int64{}
	for name, w := range d.past {
		gone[name] = w.Day
	}
	for _, f := range d.order {
		if !f.cleared && !f.told {
			continue
		}
		c, err := d.readCase(f)
		if err == ErrDamaged {
			if f.cleared {
				p.Left = append(p.Left, Left{f.name, err})
			}
			continue
		} else if err != nil {
			return Publishing{}, err
		}
		it, err := d.publishable(f, c)
		out := slices.Contains(without, f.name)
		if out {
			err = nil
		}
		if err == nil && !out {
			p.Entries = append(p.Entries, PublicationEntry{it, ofDay(c.Day)})
			delete(gone, f.name)
			continue
		}
		if f.cleared {
			p.Left = append(p.Left, Left{f.name, err})
		}
		if _, known := gone[f.name]; !known && c.published() {
			gone[f.name] = day(d.now())
		}
	}
	for name, at := range gone {
		p.Withdrawn = append(p.Withdrawn, Withdrawal{name, ofDay(at), d.past[name] == nil})
	}
	slices.SortFunc(p.Entries, func(a, b PublicationEntry) int { return strings.Compare(a.Item.Name, b.Item.Name) })
	slices.SortFunc(p.Left, func(a, b Left) int { return strings.Compare(string(a.Case), string(b.Case)) })
	slices.SortFunc(p.Withdrawn, func(a, b Withdrawal) int { return strings.Compare(string(a.Case), string(b.Case)) })
	return p, nil
}

// publishable returns what is published of a case, or why it cannot be.
func (d *Desk) publishable(f *folder, c *caseRow) (export.Item, error) {
	it, err := d.ready(f, c)
	if err == nil {
		_, err = export.GeoJSON([]export.Item{it}, export.Everybody, "")
	}
	switch {
	case err != nil:
	case c.Recall:
		err = ErrRecall
	case !c.published() && len(c.Exports) >= maxTold:
		err = ErrNoRoom
	}
	return it, err
}

// says reports whether the trail says already that what is cleared was published.
func (c *caseRow) says() bool {
	for _, s := range slices.Backward(c.Trail) {
		switch s.Did {
		case DidPublish:
			return c.published()
		case DidClear, DidUnpublish:
			return false
		}
	}
	return false
}

func (c *caseRow) published() bool {
	return slices.ContainsFunc(c.Exports, func(e Exported) bool { return e.Format == Publication })
}

// withdraw takes down that a case that was published is no more.
func (tx *tx) withdraw(n Name) {
	if tx.d.past[n] == nil {
		tx.past = append(tx.past, &withdrawnRow{Name: n, Day: day(tx.now)})
	}
}

// Published takes down that these cases were published, before they are; and of all others that
// were, that they are no more. A case in which nothing was cleared since hears nothing of it.
func (d *Desk) Published(cases []Name) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	tx := d.begin()
	for _, n := range cases {
		f := d.folders[n]
		if f == nil {
			return ErrName
		}
		c, err := tx.folder(f)
		if err != nil {
			return err
		}
		if _, err := d.publishable(f, c); err != nil {
			return err
		}
		if c.says() && d.past[n] == nil {
			delete(tx.cases, f) // only read
			continue
		}
		if err := tx.left(c, Exported{Format: Publication, Audience: export.Everybody}, DidPublish); err != nil {
			return err
		}
		if w := d.past[n]; w != nil {
			tx.gone = append(tx.gone, Change{Table: Withdrawn, Number: w.number})
			tx.again = append(tx.again, n)
		}
	}
	among := map[Name]bool{}
	for _, n := range cases {
		among[n] = true
	}
	for _, f := range d.order {
		if !f.told || among[f.name] || d.past[f.name] != nil {
			continue
		}
		c, err := d.readCase(f)
		if err == nil && c.published() {
			tx.withdraw(f.name)
			tx.cases[f] = c
			tx.step(c, DidUnpublish, "")
		} else if err != nil && err != ErrDamaged {
			return err
		}
	}
	return tx.commit()
}

// Recall says that a case was told on and has to be taken back. The desk says so itself when
// a writer withdraws a report of it or gives less consent than before, when a person erases
// one of its reports, and when one is parted from it.
func (d *Desk) Recall(n Name) error {
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		if !c.told() {
			return ErrNothing
		}
		c.Recall = true
		tx.step(c, DidRecall, "")
		return nil
	})
}

// Recall is a case that has to be taken back, and from whom.
type Recall struct {
	Case     Name
	Notified []Notification
	Exports  []Exported
}

// Recalls returns the cases that have to be taken back, by name.
func (d *Desk) Recalls() ([]Recall, error) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var all []Recall
	for _, f := range d.order {
		if !f.recall {
			continue
		}
		c, err := d.readCase(f)
		if err == ErrDamaged {
			all = append(all, Recall{Case: f.name})
			continue
		} else if err != nil {
			return nil, err
		}
		all = append(all, Recall{f.name, c.Notified, c.Exports})
	}
	slices.SortFunc(all, func(a, b Recall) int { return strings.Compare(string(a.Case), string(b.Case)) })
	return all, nil
}

// Recalled takes down that a person has taken a case back from everybody; ErrAlerts if an
// alert was not cancelled: afterwards none could be. The trail keeps whom it was told to,
// unless something of the case was erased: then it goes with it. The case is cleared no more:
// what is taken back leaves again only once a person clears it again. One without a report goes.
func (d *Desk) Recalled(n Name) error {
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		if !c.Recall {
			return ErrNothing
		}
		if slices.ContainsFunc(c.Exports, func(e Exported) bool { return e.Format == CAP }) {
			return ErrAlerts
		}
		if c.published() {
			tx.withdraw(f.name)
		}
		if len(f.reports) == 0 {
			tx.erase[rowID{Cases, c.number}] = true
			tx.end(f)
			return nil
		}
		c.Recall, c.Notified, c.Exports, c.Item, c.Stale = false, nil, nil, nil, false
		erased := slices.ContainsFunc(f.reports, func(k *known) bool { return k.erased })
		for i := range c.Trail {
			erased = erased || c.Trail[i].Did == DidErase || c.Trail[i].Did == DidEraseUnsafe
		}
		if erased { // who was told, and by whose consent, names people beside what was not safe
			for i := range c.Trail {
				c.Trail[i].Note = ""
			}
			tx.erase[rowID{Cases, c.number}] = true
		}
		if c.State == export.Notified {
			c.State = export.Checking
		}
		tx.step(c, DidRecalled, "")
		return nil
	})
}
