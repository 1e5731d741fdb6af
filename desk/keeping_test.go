package desk

import (
	"slices"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
)

// rowOf reads the row of a report.
func (o *office) rowOf(n Name) *threadRow {
	o.t.Helper()
	return must[*threadRow](o.t)(o.readThread(o.reports[n]))
}

// Promise: however many replies wait, a writer's word that a report is not safe to keep is
// obeyed, without a receipt if there is no room for one.
func TestAFullOutboxKeepsNothingThatIsNotSafe(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	o.take(w.edit(func(r *report.Report) { r.Text = "canary" }), New)
	o.line()
	o.out = make([]uint64, maxReplies)
	o.take(w.edit(nil), Full)
	o.take(newWriter(t, 33.5, 36.3).withdraw(report.NotSafe), Full)
	o.take(w.withdraw(report.NotSafe), Newest)
	if _, all := dump(t, store); holds(all, "canary") || len(o.out) != maxReplies {
		t.Error("what is not safe is kept, or a receipt was made where there is no room")
	}
}

// Promise: a way is kept as long as it leads somewhere: none is once it has ended, nor of
// what is not safe to keep; and of that no line of the thread is left but the withdrawal.
func TestNoWayStaysForGood(t *testing.T) {
	o := openOffice(t, NewMem())
	w, other := newWriter(t, 33.5, 36.3), newWriter(t, 34.5, 36.3)
	name, second := o.take(w.edit(nil), New), o.take(other.edit(nil), New)
	ok(t, o.Ask(second, "How many doctors?", 0))
	o.take(other.edit(nil), Newest)
	o.take(other.withdraw(report.NotSafe), Newest)
	row := o.rowOf(second)
	if row.Way != nil || row.Until != 0 || row.Last != 0 {
		t.Error("what is not safe to keep has a way back")
	}
	for _, e := range row.Entries {
		if e.Revision < 3 {
			t.Errorf("of what is not safe to keep it stands that there was a %v", e.What)
		}
	}
	if o.rowOf(name).Way == nil {
		t.Fatal("no way is kept at all: the test proves nothing")
	}
	o.now = o.now.Add(60 * 24 * time.Hour)
	o.take(newWriter(t, 33.5, 36.3).edit(nil), New) // a day on which something comes
	if row := o.rowOf(name); row.Way != nil || row.Until != 0 || row.Last != 0 {
		t.Error("a way that has ended is kept while the desk is open")
	}
	last := o.take(newWriter(t, 33.5, 36.3).edit(nil), New)
	o.now = o.now.Add(60 * 24 * time.Hour)
	o.reopen(false)
	if o.rowOf(last).Way != nil {
		t.Error("a way that has ended is kept when the desk is opened")
	}
}

// Promise: a hop that holds an older letter back, and lets it go once a newer one came by
// another way, gets none of the desk's replies.
func TestALetterThatWasHeldBackTakesNoReplies(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	held := w.edit(nil)
	name := o.take(w.edit(nil), New)
	before := string(o.rowOf(name).Way)
	o.take(held, Late)
	if string(o.rowOf(name).Way) != before {
		t.Error("replies go to whoever held a letter back")
	}
}

// Promise: a letter that came after a page was drawn is not taken for opened, and its writer
// does not hear so.
func TestNobodyHasReadWhatNobodySaw(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	w.next() // the first one comes late
	late := w.report
	late.Revision = 1
	name := o.take(w.edit(nil), New)
	shown := must[*Thread](t)(o.Thread(name))
	o.take(w.edit(func(r *report.Report) { r.Text = "Fire." }), Newest)
	o.take(sealed(t, report.LetterOf(late, w.key)), Late)
	o.line()
	ok(t, o.Desk.Opened(shown))
	if th := must[*Thread](t)(o.Thread(name)); th.Unread != 2 {
		t.Errorf("%d letters are not opened, want 2", th.Unread)
	}
	if got := w.hear(o.line()); len(got) != 1 || got[0].About != 2 {
		t.Errorf("the writer hears that %d letters were read, of revision %d", len(got), got[0].About)
	}
	ok(t, o.Opened(name))
	if got := w.hear(o.line()); len(got) != 1 || got[0].About != 3 {
		t.Error("the writer does not hear that the newest was read")
	}
}

// Promise: who works by what nobody has opened sees every letter that came, withdrawals too.
func TestAnUnopenedWithdrawalIsListed(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	ok(t, o.Opened(name))
	o.take(w.withdraw(report.NotSafe), Newest)
	if l := must[List](t)(o.List(Filter{Unread: true}, ByNewest, Range{})); l.Total != 1 || o.Totals().Unread != 1 {
		t.Errorf("%d cases have letters that nobody has opened, want 1", l.Total)
	}
	ok(t, o.Opened(name))
	if l := must[List](t)(o.List(Filter{Unread: true}, ByNewest, Range{})); l.Total != 0 {
		t.Errorf("%d cases have letters that nobody has opened, want 0", l.Total)
	}
}

// Promise: however often a writer changes a report or takes it back, what the desk itself
// did stays in the trail.
func TestWritersPushNothingOutOfTheTrail(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	c := must[*Thread](t)(o.Thread(o.take(w.edit(nil), New))).Case
	ok(t, o.Notify(c, Notification{To: "Mine clearance", By: "its director", Audience: export.Partners}))
	for i := range 2 * maxTrail {
		o.out = o.out[:0]
		l := report.Letter{What: report.AWithdrawal, Key: w.key, ID: w.id, Revision: uint16(2 + i), Why: report.Why(1 + i%3)}
		if got := must[[]Taken](t)(o.takeAll([]opened{letter(l)})); got[0].Outcome != Newest {
			t.Fatal(got[0].Outcome)
		}
	}
	shown := must[*Case](t)(o.Case(c))
	notified := false
	for _, s := range shown.Trail {
		notified = notified || s.Did == DidNotify
	}
	if !notified || len(shown.Trail) != maxTrail || shown.Dropped == 0 || shown.Trail[len(shown.Trail)-1].Did == DidNotify {
		t.Errorf("%d steps, %d dropped; whom it was told to: %v", len(shown.Trail), shown.Dropped, notified)
	}
}

// Promise: what one report of a case forbids stays forbidden when its row is damaged; a person
// can part the others, and clear those.
func TestDamageAllowsNothingMore(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 33.501, 36.3)
	na, nb := o.take(a.edit(func(r *report.Report) { r.Consent = 0 }), New), o.take(b.edit(nil), New)
	c := must[*Thread](t)(o.Thread(na)).Case
	ok(t, o.Merge(c, must[*Thread](t)(o.Thread(nb)).Case))
	it := must[export.Item](t)(o.Draft(c))
	it.Text = "canary of a"
	ok(t, o.Clear(c, it))
	ok(t, store.Commit([]Change{{Table: Reports, Number: o.reports[na].number, Data: []byte("damaged")}}))
	o.reopen(false)
	if _, err := o.Export(GeoJSON, []Name{c}, export.Everybody, ""); err != ErrDamaged {
		t.Errorf("an export to everybody of what a writer allowed nobody: %v", err)
	}
	if err := o.Notify(c, Notification{To: "A party", By: "its director", Audience: export.Parties}); err != ErrDamaged {
		t.Errorf("told to a party: %v", err)
	}
	if !must[*Case](t)(o.Case(c)).Damaged {
		t.Error("the case does not say that something of it is damaged")
	}
	parted := must[Name](t)(o.Part(nb))
	ok(t, o.Clear(parted, must[export.Item](t)(o.Draft(parted))))
	must[[]byte](t)(o.Export(GeoJSON, []Name{parted}, export.Everybody, ""))
	o.reopen(false)
	if got := must[*Case](t)(o.Case(parted)); got.Damaged || got.Item == nil {
		t.Error("what was parted from damage is damaged")
	}
}

// Promise: an edit that makes a merged report one of another kind lets no harm reach the
// parties under another report's kind.
func TestTwoKindsInACaseTellNobodyElse(t *testing.T) {
	o := openOffice(t, NewMem())
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 33.501, 36.3)
	na, nb := o.take(a.edit(nil), New), o.take(b.edit(nil), New)
	c := must[*Thread](t)(o.Thread(na)).Case
	ok(t, o.Merge(c, must[*Thread](t)(o.Thread(nb)).Case))
	o.take(b.edit(func(r *report.Report) { r.Kind, r.State, r.Type = report.Harm, 0, 1 }), Newest)
	o.now = o.now.Add(2 * time.Hour)
	o.take(a.edit(nil), Newest)
	party := Notification{To: "A party", By: "its director", Audience: export.Parties}
	if err := o.Notify(c, party); err != ErrMixed {
		t.Errorf("told to a party: %v", err)
	}
	if err := o.Clear(c, must[export.Item](t)(o.Draft(c))); err != ErrMixed {
		t.Errorf("cleared: %v", err)
	}
	must[Name](t)(o.Part(nb))
	ok(t, o.Notify(c, party))
}

// Promise: what is said to be ready is, for these readers, and nothing that is cleared is in
// neither list: one writer who edits stops nobody else's report from leaving.
func TestOneWriterStopsNoExport(t *testing.T) {
	o := openOffice(t, NewMem())
	var cases []Name
	var writers []*writer
	for i := range 4 {
		w := newWriter(t, 33.5+float64(i), 36.3)
		writers = append(writers, w)
		name := o.take(w.edit(func(r *report.Report) {
			if i == 2 {
				r.Consent = 0
			}
		}), New)
		c := must[*Thread](t)(o.Thread(name)).Case
		cases = append(cases, c)
		if i < 3 {
			ok(t, o.Clear(c, must[export.Item](t)(o.Draft(c))))
		}
	}
	o.take(writers[1].edit(nil), Newest)
	if l := must[List](t)(o.List(Filter{Cleared: true}, ByNewest, Range{})); l.Total != 2 {
		t.Errorf("%d cases are said to be cleared, want 2", l.Total)
	}
	for to, want := range map[export.Audience]int{export.Everybody: 1, export.Partners: 2} {
		ready, left, err := o.Ready(to)
		if err != nil || len(ready) != want || len(left) != 3-want || slices.Contains(left, cases[0]) || !slices.Contains(left, cases[1]) {
			t.Errorf("for %d: %d ready, %d left (%v)", to, len(ready), len(left), err)
		}
		restriction := ""
		if to == export.Partners {
			restriction = "Mine clearance"
		}
		must[[]byte](t)(o.Export(HXL, ready, to, restriction))
	}
}

// Promise: of what was erased nothing leaves or stays beside it: an item's day is that of a
// report that stands, and who was told, by whose consent, goes once it was taken back.
func TestNothingStaysBesideWhatWasErased(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 33.501, 36.3)
	na := o.take(a.edit(nil), New)
	o.now = o.now.Add(72 * time.Hour)
	nb := o.take(b.edit(nil), New)
	c := must[*Thread](t)(o.Thread(na)).Case
	ok(t, o.Merge(c, must[*Thread](t)(o.Thread(nb)).Case))
	ok(t, o.Notify(c, Notification{To: "canary-to", By: "canary-by", Audience: export.Partners}))
	o.take(a.withdraw(report.NotSafe), Newest)
	if got := must[export.Item](t)(o.Draft(c)).Reported; !got.Equal(o.now.Truncate(24 * time.Hour)) {
		t.Errorf("an item says the day %v of an erased letter", got)
	}
	if _, all := dump(t, store); !holds(all, "canary-to") || !holds(all, "canary-by") {
		t.Fatal("whom it has to be taken back from is not kept")
	}
	ok(t, o.Recalled(c))
	if _, all := dump(t, store); holds(all, "canary") {
		t.Error("who was told of what is erased, by whose consent, is kept")
	}
}

// Promise: what is exported is what stands when it is taken down that it left: a letter that
// comes while a file is made keeps the file back, and nothing is taken down.
func TestALetterWhileAFileIsMadeKeepsItBack(t *testing.T) {
	o := openOffice(t, NewMem())
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 34.5, 36.3)
	var cases []Name
	for _, w := range []*writer{a, b} {
		c := must[*Thread](t)(o.Thread(o.take(w.edit(nil), New))).Case
		ok(t, o.Clear(c, must[export.Item](t)(o.Draft(c))))
		cases = append(cases, c)
	}
	e := Exported{Format: HXL, Audience: export.Everybody}
	read := must[[]leaving](t)(o.prepare(cases))
	o.take(b.edit(func(r *report.Report) { r.Consent = 0 }), Newest)
	if left, err := o.leave(read, e); left || err != nil || len(must[*Case](t)(o.Case(cases[0])).Exports) != 0 {
		t.Errorf("a file with what changed has left (%v)", err)
	}
	if _, err := o.Export(HXL, cases, export.Everybody, ""); err != ErrStale {
		t.Errorf("after the letter: %v", err)
	}
	read = must[[]leaving](t)(o.prepare(cases[:1]))
	o.take(b.edit(nil), Newest)          // of another case
	o.take(a.answer(1, "Four."), Newest) // and one that changes nothing of what leaves
	if left, err := o.leave(read, e); !left || err != nil || len(must[*Case](t)(o.Case(cases[0])).Exports) != 1 {
		t.Errorf("a letter that changes nothing of it keeps a file back (%v)", err)
	}
}

// Promise: whoever read a publication finds in the next one that something was taken back, and
// on which day, also when nothing else of it is left at the desk; what is the same keeps its day.
func TestWhatWasPublishedIsTakenBackForGood(t *testing.T) {
	o := openOffice(t, NewMem())
	var cases, names []Name
	var writers []*writer
	for i := range 3 {
		w := newWriter(t, 33.5+float64(i), 36.3)
		writers = append(writers, w)
		names = append(names, o.take(w.edit(nil), New))
		cases = append(cases, must[*Thread](t)(o.Thread(names[i])).Case)
		ok(t, o.Clear(cases[i], must[export.Item](t)(o.Draft(cases[i]))))
	}
	first := o.now.Truncate(24 * time.Hour)
	p := must[Publishing](t)(o.Publishing())
	if len(p.Entries) != 3 || len(p.Withdrawn) != 0 || !p.Entries[0].Changed.Equal(first) {
		t.Fatalf("%d entries, %d withdrawn", len(p.Entries), len(p.Withdrawn))
	}
	ok(t, o.Published(cases))
	o.now = o.now.Add(48 * time.Hour)
	o.take(writers[0].withdraw(report.NotSafe), Newest)
	o.take(writers[1].edit(nil), Newest) // it is to be cleared again
	second := o.now.Truncate(24 * time.Hour)
	for range 2 {
		p = must[Publishing](t)(o.Publishing())
		if len(p.Entries) != 1 || !p.Entries[0].Changed.Equal(first) || len(p.Withdrawn) != 2 || !p.Withdrawn[0].Day.Equal(second) || !p.Withdrawn[1].Day.Equal(second) {
			t.Fatalf("%d entries, %d withdrawn: %v", len(p.Entries), len(p.Withdrawn), p.Withdrawn)
		}
		ok(t, o.Published(cases[2:]))
		o.now = o.now.Add(48 * time.Hour)
		o.reopen(false)
	}
	ok(t, o.Recalled(cases[0]))
	ok(t, o.Erase(names[0]))
	it := must[export.Item](t)(o.Draft(cases[1]))
	ok(t, o.Clear(cases[1], it))
	o.reopen(false)
	p = must[Publishing](t)(o.Publishing())
	if len(p.Entries) != 2 || len(p.Withdrawn) != 1 || p.Withdrawn[0] != (Withdrawal{cases[0], second, false}) {
		t.Errorf("%d entries, withdrawn %v", len(p.Entries), p.Withdrawn)
	}
	ok(t, o.Published(cases[1:]))
	o.reopen(false)
	if again := must[Publishing](t)(o.Publishing()); !slices.Equal(again.Withdrawn, p.Withdrawn) {
		t.Errorf("what is published again is still withdrawn: %v", again.Withdrawn)
	}
}

// Promise: what a map shows as one sign is what a list within its box has, also across 180
// degrees, at every zoom.
func TestAClustersBoxListsIt(t *testing.T) {
	o := openOffice(t, NewMem())
	const many = 60
	for i := range many {
		o.take(newWriter(t, -16.77, -180.4+float64(i)*3.0137).edit(nil), New)
	}
	for zoom := range 15 {
		m := must[Map](t)(o.Map(View{-20, 120, -10, 60}, zoom, Filter{}))
		found := 0
		for _, c := range m.Clusters {
			found += c.Count
			if l := must[List](t)(o.List(Filter{Within: &c.Box}, ByNewest, Range{})); l.Total != c.Count {
				t.Errorf("at zoom %d a sign of %d cases lists %d", zoom, c.Count, l.Total)
			}
		}
		if found != many {
			t.Errorf("at zoom %d there are %d cases", zoom, found)
		}
	}
}
