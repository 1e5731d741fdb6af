package desk

import (
	"slices"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// change runs one decision of a person's about a case.
func (d *Desk) change(n Name, f func(tx *tx, f *folder, c *caseRow) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	in := d.folders[n]
	if in == nil {
		return ErrName
	}
	tx := d.begin()
	c, err := tx.folder(in)
	if err != nil {
		return err
	}
	if err := f(tx, in, c); err != nil {
		return err
	}
	return tx.commit()
}

// changeThread runs one decision of a person's about a report.
func (d *Desk) changeThread(n Name, f func(tx *tx, k *known, t *threadRow, c *caseRow) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	k := d.reports[n]
	if k == nil {
		return ErrName
	}
	tx := d.begin()
	t, err := tx.thread(k)
	if err != nil {
		return err
	}
	c, err := tx.folder(k.in)
	if err != nil {
		return err
	}
	if err := f(tx, k, t, c); err != nil {
		return err
	}
	return tx.commit()
}

func (tx *tx) step(c *caseRow, did Did, of Name) { c.step(ofMinute(minute(tx.now)), did, of) }

// Merge takes two cases for one thing: all reports of from go into the other, whose name,
// state and certainty set by a person stay. A case that was told on under its own name is
// not merged away: its alerts could not be taken back.
func (d *Desk) Merge(into, from Name) error {
	return d.change(into, func(tx *tx, f *folder, c *caseRow) error {
		other := d.folders[from]
		switch {
		case other == nil || other == f:
			return ErrName
		case other.told:
			return ErrTold
		case f.lead != nil && other.lead != nil && f.lead.kind != other.lead.kind:
			return ErrKind
		}
		o, err := tx.folder(other)
		if err != nil {
			return err
		}
		for _, k := range other.reports {
			t, err := tx.thread(k)
			if err != nil {
				return err
			}
			t.Case = f.number
			tx.step(c, DidTake, k.name)
		}
		c.Reports += o.Reports
		c.Trail, c.Dropped = append(c.Trail, o.Trail...), c.Dropped+o.Dropped
		slices.SortStableFunc(c.Trail, func(a, b Step) int { return a.At.Compare(b.At) })
		c.changed()
		tx.step(c, DidMerge, from)
		tx.end(other)
		return nil
	})
}

// end takes a case away.
func (tx *tx) end(f *folder) {
	delete(tx.cases, f)
	tx.gone = append(tx.gone, Change{Table: Cases, Number: f.number, Erase: tx.erase[rowID{Cases, f.number}]})
	tx.ended = append(tx.ended, f)
}

// Part puts one of a case's reports into a new case of its own, whose name it returns. What
// was cleared of the case may be of that report: it is cleared no more, and gone. If it was
// told on, it has to be taken back: from here on the case hears nothing of that report.
func (d *Desk) Part(name Name) (Name, error) {
	var made Name
	err := d.changeThread(name, func(tx *tx, k *known, t *threadRow, c *caseRow) error {
		if c.Reports < 2 {
			return ErrOne
		}
		n, err := tx.newCase()
		if err != nil {
			return err
		}
		t.c, made = n, n.Name
		n.Reports, c.Reports = 1, c.Reports-1
		tx.step(n, DidPart, name)
		c.Item, c.Stale = nil, false
		tx.erase[rowID{Cases, c.number}] = true
		tx.step(c, DidPart, name)
		if c.told() {
			c.Recall = true
			tx.step(c, DidRecall, "")
		}
		return nil
	})
	return made, err
}

// SetState sets how far the desk is with a case. That somebody was notified is [Desk.Notify]'s.
func (d *Desk) SetState(n Name, s State) error {
	if s > export.Closed || s == export.Notified {
		return ErrState
	}
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		c.State = s
		tx.step(c, DidSetState, "")
		return nil
	})
}

const maxLine = 200 // bytes of a line that a person writes

func line(s string) bool { return s != "" && len(s) <= maxLine && place.Plain(s, false) }

// Notify takes down that somebody was told, and by whose consent. The parties to the
// conflict may be told only what the writers of all its reports let them have, and no harm:
// the refusal comes before anybody was told, if the person asks first.
func (d *Desk) Notify(n Name, what Notification) error {
	switch {
	case !line(what.To) || !line(what.By):
		return ErrNobody
	case what.Audience != export.Partners && what.Audience != export.Parties:
		return export.ErrAudience
	}
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		switch {
		case f.lead == nil:
			return ErrNothing
		case what.Audience == export.Parties && f.whole() != nil:
			return f.whole()
		case what.Audience == export.Parties && f.lead.kind == report.Harm:
			return export.ErrHarm
		case what.Audience == export.Parties && f.consent()&report.MayNotify == 0:
			return export.ErrConsent
		case len(c.Notified) >= maxTold:
			return ErrNoRoom
		}
		what.Consent, what.At = f.consent(), ofMinute(minute(tx.now))
		c.Notified = append(c.Notified, what)
		c.State = export.Notified
		tx.step(c, DidNotify, "")
		c.Trail[len(c.Trail)-1].Note = what.To
		return nil
	})
}

// SetPublic says since when the thing was public: reports that came later prove nothing.
// The zero time says that it was not.
func (d *Desk) SetPublic(n Name, since time.Time) error {
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		c.Public = 0
		if !since.IsZero() {
			c.Public = since.Unix()
		}
		tx.step(c, DidSetPublic, "")
		return nil
	})
}

// SetObserved says that a person at the desk knows that it is so, or takes that back.
func (d *Desk) SetObserved(n Name, yes bool) error {
	return d.change(n, func(tx *tx, f *folder, c *caseRow) error {
		c.Observed = yes
		tx.step(c, DidSetObserved, "")
		return nil
	})
}

// Opened takes down that a person has opened a report, as it was shown to them: a letter that
// came since stays unopened. Its writer is told once for each newest revision that was shown,
// if a way back is open.
func (d *Desk) Opened(shown *Thread) error {
	letters, about := map[uint16]bool{}, uint16(0)
	for _, e := range shown.Entries {
		if e.What <= WroteAnswer {
			letters[e.Revision], about = true, max(about, e.Revision)
		}
	}
	return d.changeThread(shown.Report, func(tx *tx, k *known, t *threadRow, c *caseRow) error {
		changed := false
		for i := range t.Entries {
			if e := &t.Entries[i]; e.Unread && letters[e.Revision] {
				e.Unread, changed = false, true
			}
		}
		if about <= t.Told || t.open(tx.now).IsZero() {
			if !changed {
				clear(tx.threads)
				clear(tx.cases)
			}
			return nil
		}
		t.Told = about
		return tx.reply(t, &seal.Reply{Word: seal.SaysRead, About: about, Keep: 1}, SaidRead)
	})
}

// reply seals a reply about a letter of a report, for its way.
func (tx *tx) reply(t *threadRow, r *seal.Reply, what What) error {
	if t.open(tx.now).IsZero() {
		return ErrNoWay
	}
	if err := tx.say(t, seal.Way(t.Way), r, what); err != nil {
		return err
	}
	life, open := t.life().After(tx.now, r.Keep)
	if !open {
		t.Way, t.Until, t.Last = nil, 0, 0
		return nil
	}
	t.Until = life.Until.Unix()
	return nil
}

func (d *Desk) say(name Name, text string, keep uint8, word seal.Word, what What, did Did) error {
	if keep == 0 && word != seal.SaysClosed {
		keep = seal.FirstKeep
	}
	return d.changeThread(name, func(tx *tx, k *known, t *threadRow, c *caseRow) error {
		tx.step(c, did, name)
		return tx.reply(t, &seal.Reply{Word: word, About: t.thread.Order.Newest(), Keep: keep, Text: text}, what)
	})
}

// Ask asks the writer of a report something, in 1 to [seal.MaxReply] bytes. The way back is
// kept for so many days from now, 1 to 28; 0: for 14. ErrNoWay: none is open.
func (d *Desk) Ask(report Name, text string, keep uint8) error {
	return d.say(report, text, keep, seal.SaysQuestion, SaidQuestion, DidAsk)
}

// Answer tells the writer of a report something, as [Desk.Ask] does.
func (d *Desk) Answer(report Name, text string, keep uint8) error {
	return d.say(report, text, keep, seal.SaysAnswer, SaidAnswer, DidAnswer)
}

// Close tells the writer that the desk is done with a report, with a text or without. The
// way ends with it, on all hops and here.
func (d *Desk) Close(report Name, text string) error {
	return d.say(report, text, 0, seal.SaysClosed, SaidClosed, DidClose)
}

// Erase takes a report away, by a person's decision: nothing of it can be read from then on.
// Its case goes with it if it has no other; if that was told on, its name and whom it was told
// to stay until it was taken back. No letter of its id is
// taken in any more, as long as one of the desk's keys of today is in use.
func (d *Desk) Erase(name Name) error {
	return d.changeThread(name, func(tx *tx, k *known, t *threadRow, c *caseRow) error {
		delete(tx.threads, k)
		tx.gone = append(tx.gone, Change{Table: Reports, Number: k.number, Erase: true})
		tx.dropped = append(tx.dropped, k)
		tx.stop(k.number)
		tx.erase[rowID{Cases, k.in.number}] = true
		if c.Reports <= 1 && !c.told() {
			tx.end(k.in)
			return nil
		}
		c.Reports--
		c.Recall = c.told()
		c.Item, c.Stale = nil, false
		tx.step(c, DidErase, name)
		return nil
	})
}
