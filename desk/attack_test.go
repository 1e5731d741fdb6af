package desk

import (
	"crypto/rand"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// letter is what came out of a packet: tests of thousands seal and open none.
func letter(l report.Letter) opened {
	var way seal.Way
	rand.Read(way[:])
	return opened{letter: &l, way: way}
}

// Promise: one hostile writer with 10,000 ids in one spot makes the desk neither slow to
// open nor surer of anything, hides nobody's report, and fills no more than the bound; what
// had no room got no receipt.
func TestAFloodOfOneWriterHidesNobody(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	o.room = 10_001
	o.reopen(false)
	honest := newWriter(t, 33.5, 36.3)
	mine := o.take(honest.edit(func(r *report.Report) { r.Severity = report.Extreme }), New)
	o.now = o.now.Add(2 * time.Hour)
	flood := newWriter(t, 33.5, 36.3)
	var letters []opened
	for range 10_050 {
		id, key, err := report.NewThread(rand.Reader)
		ok(t, err)
		r := flood.report
		r.ID, r.Revision = id, 1
		letters = append(letters, letter(report.LetterOf(r, key)))
	}
	counts := map[Outcome]int{}
	for _, tk := range must[[]Taken](t)(o.takeAll(letters)) {
		counts[tk.Outcome]++
	}
	if counts[New] != 10_000 || counts[Full] != 50 || o.Totals().Replies != 10_001 {
		t.Fatalf("%v, and %d receipts", counts, o.Totals().Replies)
	}
	o.reopen(false)
	c := must[*Thread](t)(o.Thread(mine)).Case
	if l := must[List](t)(o.List(Filter{}, BySeverity, Range{})); l.Total != 10_001 || l.Rows[0].Case != c {
		t.Errorf("the honest report is not the first by severity of %d", l.Total)
	}
	m := must[Map](t)(o.Map(View{33, 36, 34, 37}, 12, Filter{}))
	if len(m.Clusters) != 1 || m.Clusters[0].Count != 10_001 {
		t.Errorf("the map has %d clusters", len(m.Clusters))
	}
	matches, err := o.Suggestions(c, 20)
	if err != nil || len(matches) != 20 {
		t.Errorf("%d suggestions (%v)", len(matches), err)
	}
	for _, m := range matches[:5] {
		ok(t, o.Merge(c, Name(m.Name)))
	}
	if got := must[*Case](t)(o.Case(c)); got.Certainty.Probability > .95 {
		t.Errorf("six reports make it %.2f", got.Certainty.Probability)
	}
	l := must[List](t)(o.List(Filter{Since: o.now}, ByNewest, Range{Size: 200}))
	for _, r := range l.Rows { // a person erases the flood
		for _, th := range must[*Case](t)(o.Case(r.Case)).Threads {
			if th.Report != mine {
				ok(t, o.Erase(th.Report))
			}
		}
	}
	if got := o.Totals().Reports; got > 10_001-195 || o.Totals().Full {
		t.Errorf("%d reports are left", got)
	}
}

// Promise: a writer who edits without end keeps the desk from nothing: its thread has a
// bound, what its people did stays in the trail, and the newest is what counts.
func TestAThreadHasABound(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	c := must[*Thread](t)(o.Thread(name)).Case
	ok(t, o.SetState(c, export.Confirmed))
	ok(t, o.Notify(c, Notification{To: "Clearance team", Audience: export.Partners, By: "its writer"}))
	for i := range 300 {
		w.next()
		l := report.Letter{What: report.AnAnswer, Key: w.key, ID: w.id, Revision: w.revision, Answers: 7, Text: strings.Repeat("x", 9000)}
		if i%2 == 0 {
			w.report.Revision, w.report.Text = w.revision, fmt.Sprint(i, strings.Repeat("y", 9000))
			l = report.LetterOf(w.report, w.key)
		}
		if got := must[[]Taken](t)(o.takeAll([]opened{letter(l)})); got[0].Outcome != Newest {
			t.Fatalf("letter %d: %v", i, got[0].Outcome)
		}
	}
	row := must[[]byte](t)(store.Read(Reports, o.reports[name].number))
	if len(row) > 3*maxTexts {
		t.Errorf("its row has %d bytes", len(row))
	}
	th := must[*Thread](t)(o.Thread(name))
	if len(th.Entries) > maxEntries || th.Dropped < 400 || !strings.HasPrefix(th.Now.Text, "298") {
		t.Errorf("%d entries, %d dropped, now %.4q", len(th.Entries), th.Dropped, th.Now.Text)
	}
	did := map[Did]int{}
	for _, s := range must[*Case](t)(o.Case(c)).Trail {
		did[s.Did]++
	}
	if did[DidNotify] != 1 || did[DidSetState] != 1 || did[DidBegin] != 1 {
		t.Errorf("what people did has gone from the trail: %v", did)
	}
}

// failing is a store whose commits, or reads, fail when they are told to.
type failing struct {
	*Mem
	commit error
	spoil  map[rowID]bool
	erased map[rowID]bool // by the last commit
}

func (f *failing) Commit(c []Change) error {
	if f.commit != nil && !errors.Is(f.commit, ErrErasing) {
		return f.commit
	}
	f.erased = map[rowID]bool{}
	for _, x := range c {
		f.erased[rowID{x.Table, x.Number}] = x.Erase
	}
	if err := f.Mem.Commit(c); err != nil {
		return err
	}
	return f.commit
}

func (f *failing) Read(t Table, n uint64) ([]byte, error) {
	if f.spoil[rowID{t, n}] {
		return nil, ErrDamagedRow
	}
	return f.Mem.Read(t, n)
}

func (f *failing) Load(each func(Stored) error) error {
	return f.Mem.Load(func(r Stored) error {
		if f.spoil[rowID{r.Table, r.Number}] {
			r.Data, r.Damaged = nil, true
		}
		return each(r)
	})
}

// Promise: where the store takes nothing, nothing is answered and nothing has changed; the
// same packets are taken later.
func TestNothingIsAnsweredThatIsNotKept(t *testing.T) {
	store := &failing{Mem: NewMem()}
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	first := w.edit(nil)
	store.commit = errors.New("the disk is full")
	if _, err := o.Take([][]byte{first}); err == nil {
		t.Fatal("it is taken all the same")
	}
	if got := o.Totals(); got.Reports != 0 || got.Replies != 0 || got.Cases != 0 {
		t.Errorf("%+v", got)
	}
	store.commit = nil
	name := o.take(first, New)
	edit := w.edit(func(r *report.Report) { r.Text = "Three wings." })
	store.commit = errors.New("the disk is full")
	c := must[*Thread](t)(o.Thread(name)).Case
	for what, err := range map[string]error{"edit": func() error { _, err := o.Take([][]byte{edit}); return err }(), "state": o.SetState(c, export.Confirmed),
		"ask": o.Ask(name, "Where?", 0), "erase": o.Erase(name), "opened": o.Opened(name)} {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
	}
	if th := must[*Thread](t)(o.Thread(name)); th.Now.Revision != 1 || len(th.Entries) != 2 || th.Unread != 1 {
		t.Error("what was not kept is shown")
	}
	store.commit = fmt.Errorf("%w: the vault is full", ErrErasing)
	o.take(edit, Newest)
	ok(t, o.Erase(name))
	if got := o.Totals(); !got.Erasing || got.Reports != 0 {
		t.Errorf("%+v", got)
	}
	ok(t, o.Tidy())
	if !o.Totals().Erasing {
		t.Error("what could not be erased again is taken for erased")
	}
	store.commit = nil
	ok(t, o.Tidy()) // nothing comes, and nobody does anything
	if o.Totals().Erasing {
		t.Error("an idle desk does not erase what it could not erase before")
	}
}

// Promise: damage of one row is seen and is that row's alone: the desk opens, everything
// else works, a letter to what is damaged is neither kept nor answered.
func TestDamageIsAlone(t *testing.T) {
	store := &failing{Mem: NewMem(), spoil: map[rowID]bool{}}
	o := openOffice(t, store)
	var writers []*writer
	var names []Name
	for i := range 4 {
		w := newWriter(t, 33.5+float64(i), 36.3)
		writers, names = append(writers, w), append(names, o.take(w.edit(nil), New))
	}
	caseOf := func(i int) Name { return must[*Thread](t)(o.Thread(names[i])).Case }
	ok(t, o.Merge(caseOf(0), caseOf(1)))
	ok(t, o.SetState(caseOf(2), export.Confirmed))

	// Damaged while it is open.
	store.spoil[rowID{Reports, o.reports[names[3]].number}] = true
	o.take(writers[3].edit(nil), Damaged)
	if l := must[List](t)(o.List(Filter{}, ByNewest, Range{})); l.Total != 3 {
		t.Errorf("the list has %d cases", l.Total)
	}
	if _, err := o.Thread(names[3]); err != ErrDamaged {
		t.Errorf("the thread: %v", err)
	}
	before := o.line() // what waits goes out all the same
	if len(before) != 4 {
		t.Errorf("%d replies go out", len(before))
	}
	// Damaged when it is opened: a report, and the case of two others.
	merged := caseOf(0)
	store.spoil[rowID{Cases, o.folders[merged].number}] = true
	o.reopen(false)
	if got := o.Totals(); got.Damaged != 2 || got.Reports != 3 {
		t.Errorf("%+v", got)
	}
	if a, b := caseOf(0), caseOf(1); a == b || a == merged {
		t.Error("two reports whose case is damaged are in one, or in it still")
	}
	o.take(writers[0].edit(func(r *report.Report) { r.Text = "Three wings." }), Newest)
	if th := must[*Thread](t)(o.Thread(names[0])); th.Now.Text != "Three wings." {
		t.Error("a report whose case was damaged takes no edit")
	}
	if row := must[*Case](t)(o.Case(caseOf(2))); row.State != export.Confirmed {
		t.Error("a case that is whole has changed")
	}
	o.reopen(false)
	if a, b := caseOf(0), caseOf(1); a == b {
		t.Error("the new cases are not kept")
	}
}

// Promise: a desk whose store was put back to an earlier time gives no number of a reply
// twice, and so contradicts itself to no writer.
func TestAnEarlierStoreContradictsNobody(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	w.hear(o.line())
	backup := NewMem()
	ok(t, store.Load(func(r Stored) error {
		return backup.Commit([]Change{{Table: r.Table, Number: r.Number, Data: r.Data}})
	}))
	ok(t, o.Ask(name, "How many doctors?", 0))
	ok(t, o.Answer(name, "Thank you.", 0))
	w.hear(o.line())

	restored := openOffice(t, backup)
	restored.now = o.now
	if testing.Verbose() {
		t.Log("the copy was taken before two replies")
	}
	restored.reopen(true)
	ok(t, restored.Ask(name, "How many beds?", 0))
	w.hear(restored.line()) // fails if it is not the newest
	restored.reopen(false)
	ok(t, restored.Ask(name, "How many wards?", 0))
	if got := w.hear(restored.line()); len(got) != 1 || got[0].Number != 103 {
		t.Errorf("%d replies, number %d", len(got), got[0].Number)
	}
}

// Promise: whatever came and was done, in whatever order, a desk that is opened again shows
// what it showed; no case is empty or lost, and no list forgets one.
func TestOpenedAgainItShowsTheSame(t *testing.T) {
	seeds.Each(t, 6, func(t *testing.T, seed uint64) {
		rng := mrand.New(mrand.NewPCG(seed, 21))
		o := openOffice(t, NewMem())
		var writers []*writer
		any := func(names []Name) Name {
			if len(names) == 0 {
				return ""
			}
			return names[rng.IntN(len(names))]
		}
		for range 150 {
			var reports, cases []Name
			l := must[List](t)(o.List(Filter{Recall: true}, ByNewest, Range{Size: 200}))
			for _, x := range []Filter{{}, {Withdrawn: true}} {
				l.Rows = append(l.Rows, must[List](t)(o.List(x, ByNewest, Range{Size: 200})).Rows...)
			}
			for _, r := range l.Rows {
				cases = append(cases, r.Case)
				for _, th := range must[*Case](t)(o.Case(r.Case)).Threads {
					reports = append(reports, th.Report)
				}
			}
			o.now = o.now.Add(time.Duration(rng.IntN(200)) * time.Minute)
			switch rng.IntN(14) {
			case 0, 1, 2:
				w := newWriter(t, 33.5+float64(rng.IntN(3))/1000, 36.3)
				w.report.How = report.How(1 + rng.IntN(3))
				if rng.IntN(4) == 0 {
					w.report.Where = place.Place{Name: "Somewhere"}
				}
				writers = append(writers, w)
				w.revision++
				w.report.Revision = w.revision
				must[[]Taken](t)(o.takeAll([]opened{letter(report.LetterOf(w.report, w.key))}))
			case 3, 4, 5, 6:
				if len(writers) == 0 {
					continue
				}
				w := writers[rng.IntN(len(writers))]
				w.revision += uint16(rng.IntN(3))
				revision := max(1, w.revision-uint16(rng.IntN(2)))
				r := w.report
				r.Revision, r.Text, r.Consent = revision, fmt.Sprint(rng.IntN(100)), report.Consent(rng.IntN(4))
				x := report.LetterOf(r, w.key)
				switch rng.IntN(4) {
				case 0:
					x = report.Letter{What: report.AWithdrawal, Key: w.key, ID: w.id, Revision: revision, Why: report.Why(1 + rng.IntN(3))}
				case 1:
					x = report.Letter{What: report.AnAnswer, Key: w.key, ID: w.id, Revision: revision, Answers: 1, Text: "Yes."}
				}
				must[[]Taken](t)(o.takeAll([]opened{letter(x), letter(x)}))
			case 7:
				o.Merge(any(cases), any(cases))
			case 8:
				o.Part(any(reports))
			case 9:
				o.Ask(any(reports), "What?", 3)
				o.Close(any(reports), "")
			case 10:
				c := any(cases)
				if it, err := o.Draft(c); err == nil {
					ok(t, o.Clear(c, it))
					must[[]byte](t)(o.Export(HXL, []Name{c}, export.Partners, "MSF"))
				}
			case 11:
				o.Erase(any(reports))
				o.Recalled(any(cases))
			case 12:
				o.Opened(any(reports))
				o.SetState(any(cases), State(rng.IntN(5)))
			case 13:
				o.line()
			}
		}
		before := everything(t, o)
		o.reopen(false)
		after := everything(t, o)
		for what := range before {
			if !reflect.DeepEqual(before[what], after[what]) {
				t.Errorf("%s is not the same", what)
			}
		}
	})
}

// everything is all that a desk shows.
func everything(t *testing.T, o *office) map[string]any {
	all := map[string]any{}
	listed := map[Name]bool{}
	for i, x := range []Filter{{}, {Withdrawn: true}, {Recall: true}, {Cleared: true}, {Unread: true}, {Waiting: true}, {Unplaced: true}} {
		l := must[List](t)(o.List(x, ByNewest, Range{Size: 200}))
		all[fmt.Sprint("list ", i)] = l
		for _, r := range l.Rows {
			listed[r.Case] = true
			c := must[*Case](t)(o.Case(r.Case))
			all[fmt.Sprint("case ", r.Case)] = c
			if len(c.Threads) == 0 && !c.Recall {
				t.Errorf("a case has no report")
			}
			all[fmt.Sprint("near ", r.Case)] = must2(t)(o.Suggestions(r.Case, 50))
		}
		all[fmt.Sprint("map ", i)] = must[Map](t)(o.Map(View{33, 36, 34, 37}, 17, x))
	}
	tot := o.Totals()
	tot.Refused = 0
	all["totals"] = tot
	if len(listed) != tot.Cases {
		t.Errorf("%d cases are in a list of %d", len(listed), tot.Cases)
	}
	return all
}

func must2(t *testing.T) func(any, error) any { return must[any](t) }

// Promise: many may look while letters come and people decide.
func TestManyLookAtOnce(t *testing.T) {
	o := openOffice(t, NewMem())
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for range 30 {
				for _, r := range must[List](t)(o.List(Filter{}, ByNewest, Range{})).Rows {
					o.Case(r.Case)
					o.Suggestions(r.Case, 3)
				}
				o.Map(View{33, 36, 34, 37}, 9, Filter{})
				o.Totals()
			}
		})
	}
	for i := range 30 {
		w := newWriter(t, 33.5+float64(i%3)/1000, 36.3)
		w.revision, w.report.Revision = 1, 1
		name := must[[]Taken](t)(o.takeAll([]opened{letter(report.LetterOf(w.report, w.key))}))[0].Report
		ok(t, o.Opened(name))
		if i%5 == 4 {
			ok(t, o.Erase(name))
		}
	}
	wg.Wait()
}

// Promise: what has to be unreadable is erased, not only replaced: the rows of the report, of
// its case and of what waits, for a writer's word as for a person's.
func TestErasingIsTheStores(t *testing.T) {
	store := &failing{Mem: NewMem()}
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	k := o.reports[name]
	ok(t, o.Ask(name, "How many doctors?", 0))
	question := o.out[1]
	o.take(w.withdraw(report.Wrong), Newest)
	if store.erased[rowID{Reports, k.number}] {
		t.Error("a report that was wrong is erased")
	}
	o.take(w.withdraw(report.NotSafe), Newest)
	for _, row := range []rowID{{Reports, k.number}, {Cases, k.in.number}, {Replies, question}} {
		if !store.erased[row] {
			t.Errorf("a row of table %d is replaced and not erased", row.table)
		}
	}
	receipt := o.out[0]
	ok(t, o.Erase(name))
	for _, row := range []rowID{{Reports, k.number}, {Cases, k.in.number}, {Replies, receipt}} {
		if !store.erased[row] {
			t.Errorf("a row of table %d goes and is not erased", row.table)
		}
	}
}

// Promise: a hop that repeats what it has kept of an older revision leads no reply to where
// that came from.
func TestAnOlderRepeatLeadsNoReply(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	first := w.edit(nil)
	name := o.take(first, New)
	second := w.edit(nil)
	o.take(second, Newest)
	o.line()
	o.reopen(false) // which forgets that it had the very packet
	o.take(first, Repeat)
	ok(t, o.Ask(name, "How many doctors?", 0))
	var to []seal.Way
	for _, p := range o.line() {
		way, _, err := seal.ReplyHead(p)
		ok(t, err)
		to = append(to, way)
	}
	if len(to) != 2 || to[0] != must[seal.Way](t)(seal.WayOf(first)) || to[1] != must[seal.Way](t)(seal.WayOf(second)) {
		t.Errorf("%d replies, and the question goes where the older revision came from", len(to))
	}
	o.take(sealed(t, report.LetterOf(w.report, w.key)), Repeat) // anew, of the newest
	ok(t, o.Ask(name, "How many beds?", 0))
	replies := o.line()
	if a, _, _ := seal.ReplyHead(replies[0]); a == to[1] {
		t.Error("the newest packet's way is not the one that is used")
	} else if b, _, _ := seal.ReplyHead(replies[1]); a != b {
		t.Error("a question does not go over the newest packet's way")
	}
}
