package desk

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/seal"
)

// Promise: a report that comes is kept, answered "at the desk" in the same commit, and shown
// with its thread; edits and repeats are no second report, also after the desk was opened
// again.
func TestAReportComesAndIsAnswered(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	first := w.edit(nil)
	name := o.take(first, New)
	o.take(first, Again)
	if got := w.hear(o.line()); len(got) != 1 || got[0].Word != seal.SaysAtDesk || w.progress.Stage() != seal.AtDesk {
		t.Fatalf("the writer hears %d replies and is at %v", len(got), w.progress.Stage())
	}
	ok(t, o.Opened(name))
	ok(t, o.Opened(name)) // said once
	if got := w.hear(o.line()); len(got) != 1 || w.progress.Stage() != seal.ReadThere {
		t.Fatalf("the writer hears %d replies and is at %v", len(got), w.progress.Stage())
	}
	o.now = o.now.Add(5 * time.Hour)
	for range 2 { // the second time from the store alone
		resent := sealed(t, report.LetterOf(w.report, w.key))
		if got := o.take(resent, Repeat); got != name || len(w.hear(o.line())) != 1 {
			t.Fatal("a repeat is not answered again, or is another report")
		}
		o.reopen(false)
	}
	o.take(w.edit(func(r *report.Report) { r.Text = "Three wings." }), Newest)
	ok(t, o.Ask(name, "How many doctors?", 10))
	question := w.hear(o.line())[1]
	o.take(w.answer(question.Number, "Four."), Newest)
	th := must[*Thread](t)(o.Thread(name))
	var codes []string
	for _, e := range th.Entries {
		codes = append(codes, e.What.String())
	}
	want := "report said-at-desk said-read said-at-desk said-at-desk edit said-at-desk said-question answer said-at-desk"
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("the thread is %s\nwant %s", got, want)
	}
	if th.Now.Text != "Three wings." || th.Entries[0].Report.Text != "Two wings, 120 beds." || th.Waiting != 0 || th.Unread != 2 || th.Missing != 0 {
		t.Errorf("the thread shows %q, %d waiting, %d unread", th.Now.Text, th.Waiting, th.Unread)
	}
	ok(t, o.Close(name, "It was told on. Thank you."))
	if w.hear(o.line()); w.progress.Stage() != seal.Closed {
		t.Errorf("the writer is at %v", w.progress.Stage())
	}
	if err := o.Ask(name, "One more thing?", 0); err != ErrNoWay {
		t.Errorf("over a closed way: %v", err)
	}
	l := must[List](t)(o.List(Filter{}, ByNewest, Range{}))
	if l.Total != 1 || l.Rows[0].Text != "Three wings." || l.Rows[0].Reports != 1 || l.Rows[0].Unread != 2 {
		t.Errorf("the list has %d cases", l.Total)
	}
}

// Promise: nobody but a report's writer changes it; what is wrong is refused, counted and
// shown, and nothing is answered to whoever made it.
func TestForgedLettersChangeNothing(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	o.take(w.edit(func(r *report.Report) { r.Text = "Three wings." }), Newest)
	o.line()
	before := must[*Thread](t)(o.Thread(name))

	other := newWriter(t, 1, 1)
	foreign := w.report
	foreign.Revision, foreign.Text = 3, "Bomb it."
	o.take(sealed(t, report.LetterOf(foreign, other.key)), Foreign)
	o.take(sealed(t, report.Letter{What: report.AWithdrawal, Key: other.key, ID: w.id, Revision: 4, Why: report.NotSafe}), Foreign)
	two := w.report
	two.Text = "No wing at all."
	o.take(sealed(t, report.LetterOf(two, w.key)), Contradiction)
	packet := sealed(t, report.LetterOf(two, w.key))
	packet[len(packet)-1] ^= 1
	o.take(packet, NotOurs)
	o.take(packet[:100], Bad)
	packet[1] = 2
	o.take(packet, Newer)
	record, _ := key()
	another := *record
	another.Name = "Another desk"
	l := report.LetterOf(two, w.key)
	o.take(must[[]byte](t)(seal.Seal(&l, &another)), NotOurs)

	after := must[*Thread](t)(o.Thread(name))
	if after.Odd != 3 {
		t.Errorf("%d odd letters are shown, want 3", after.Odd)
	}
	after.Odd = before.Odd
	before.Entries[1].Sent, before.Entries[3].Sent = true, true
	if !reflect.DeepEqual(before, after) {
		t.Error("a refused letter has changed the thread")
	}
	if got := o.line(); len(got) != 0 {
		t.Errorf("%d replies go to whoever made these", len(got))
	}
	if tot := o.Totals(); tot.Reports != 1 || tot.Refused != 7 {
		t.Errorf("%+v", tot)
	}
}

// Promise: a withdrawal because a report is not safe to keep leaves nothing of it: no text,
// no place, no earlier revision, no answer, nothing that was cleared of it, no reply that
// waits; and what was told on has to be taken back.
func TestWhatIsNotSafeToKeepIsGone(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(func(r *report.Report) { r.Text = "canary-one"; r.Where.Name = "canary-place" }), New)
	o.take(w.edit(func(r *report.Report) { r.Text = "canary-two" }), Newest)
	ok(t, o.Ask(name, "canary-question?", 0))
	number := w.hear(o.line())[2].Number
	o.take(w.answer(number, "canary-answer"), Newest)
	c := must[*Thread](t)(o.Thread(name)).Case
	it := must[export.Item](t)(o.Draft(c))
	it.Text = "canary-cleared"
	ok(t, o.Clear(c, it))
	must[[]byte](t)(o.Alert(c, export.Partners, export.Envelope{Sender: "desk@example.org", Restriction: "Mine clearance", Exercise: true}))
	ok(t, o.Ask(name, "canary-waiting?", 0))
	missed := w.edit(func(r *report.Report) { r.Text = "canary-late" }) // comes after the withdrawal
	_, all := dump(t, store)
	for _, canary := range []string{"one", "two", "place", "question", "answer", "cleared", "waiting"} {
		if !holds(all, "canary-"+canary) {
			t.Fatalf("the test does not find %s, which is kept: it proves nothing", canary)
		}
	}

	o.take(w.withdraw(report.NotSafe), Newest)
	o.take(missed, Late)
	th := must[*Thread](t)(o.Thread(name))
	if !th.Erased || th.Now != nil || th.Withdrawn != report.NotSafe || th.Waiting != 0 {
		t.Errorf("the thread: %v %v %v", th.Erased, th.Now != nil, th.Withdrawn)
	}
	for _, e := range th.Entries {
		if e.Text != "" || e.Report != nil {
			t.Errorf("a %v says something still", e.What)
		}
	}
	for _, p := range o.line() {
		if r, err := seal.OpenReply(&w.key, w.id, p); err != nil || r.Word != seal.SaysAtDesk {
			t.Error("a reply about it still goes")
		}
	}
	_, all = dump(t, store)
	if holds(all, "canary") {
		t.Error("a canary stands in the store")
	}
	recalls := must[[]Recall](t)(o.Recalls())
	if len(recalls) != 1 || recalls[0].Case != c || len(recalls[0].Exports) != 1 || recalls[0].Exports[0].Restriction != "Mine clearance" {
		t.Fatalf("%d cases have to be taken back", len(recalls))
	}
	if _, err := o.Export(HXL, []Name{c}, export.Partners, "Mine clearance"); err != ErrUncleared {
		t.Errorf("it can be exported again: %v", err)
	}
	if err := o.Recalled(c); err != ErrAlerts {
		t.Errorf("an alert that was not cancelled is taken for taken back: %v", err)
	}
	cancel := must[[]byte](t)(o.Alert(c, export.Partners, export.Envelope{Sender: "desk@example.org", Restriction: "Mine clearance", Message: export.Cancel}))
	if !holds(cancel, "<status>Exercise</status>") {
		t.Error("a cancel of exercises alone is none")
	}
	ok(t, o.Recalled(c))
	o.reopen(false)
	if tot := o.Totals(); tot.Recalls != 0 || tot.Reports != 1 {
		t.Errorf("%+v", tot)
	}
	o.line()
	ok(t, o.Erase(name))
	if rows, all := dump(t, store); rows != 1 || holds(all, string(w.id[:])) { // that it was erased
		t.Errorf("%d rows are left of a report that a person erased", rows)
	}
}

// Promise: what a person erased does not come back, whoever kept its packets and whenever
// they send them; the desk forgets that it was there once no key of then is in use.
func TestWhatWasErasedStaysErased(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	w := newWriter(t, 33.5, 36.3)
	first := w.edit(func(r *report.Report) { r.Text = "canary-one" })
	name := o.take(first, New)
	second := w.edit(func(r *report.Report) { r.Text = "canary-two" })
	o.line()
	ok(t, o.Erase(name))
	for range 2 {
		o.reopen(false)
		o.take(first, TooOld)
		o.take(second, TooOld)
		if _, all := dump(t, store); holds(all, "canary") || len(o.line()) != 0 || o.Totals().Reports != 0 {
			t.Fatal("an erased report came back")
		}
	}
	must[*Desk](t)(Open(store, nil, Options{Now: o.Desk.now, Rand: rand.Reader}))
	if rows, _ := dump(t, store); rows != 0 {
		t.Errorf("%d rows are left when no key of then is in use", rows)
	}
}

// Promise: a person merges and parts, the program does not; what was told on under a name
// keeps it until it is taken back.
func TestAPersonMergesAndParts(t *testing.T) {
	o := openOffice(t, NewMem())
	var names, cases []Name
	var writers []*writer
	for i := range 3 {
		w := newWriter(t, 33.5+float64(i)/1000, 36.3)
		writers = append(writers, w)
		names = append(names, o.take(w.edit(nil), New))
		cases = append(cases, must[*Thread](t)(o.Thread(names[i])).Case)
	}
	if got := o.Totals(); got.Cases != 3 {
		t.Fatalf("%d cases: the program has merged", got.Cases)
	}
	near := must[*Case](t)(o.Case(cases[0]))
	matches, err := o.Suggestions(cases[0], 10)
	if err != nil || len(matches) != 2 || matches[0].Name != string(cases[1]) || matches[0].Reason.Metres < 100 {
		t.Fatalf("%d suggestions (%v)", len(matches), err)
	}
	ok(t, o.Merge(cases[0], cases[1]))
	ok(t, o.Merge(cases[0], cases[2]))
	o.reopen(false)
	c := must[*Case](t)(o.Case(cases[0]))
	if len(c.Threads) != 3 || c.Reports != 3 || c.Certainty.Probability <= near.Certainty.Probability || o.Totals().Cases != 1 {
		t.Fatalf("the case has %d reports", len(c.Threads))
	}
	if _, err := o.Case(cases[1]); err != ErrName {
		t.Errorf("a case that went into another: %v", err)
	}
	ok(t, o.Notify(cases[0], Notification{To: "Clearance team", Audience: export.Partners, By: "the hospital's director"}))
	parted := must[Name](t)(o.Part(names[1]))
	if err := o.Merge(parted, cases[0]); err != ErrTold {
		t.Errorf("a case that was told on is merged away: %v", err)
	}
	hazard := newWriter(t, 33.5, 36.3)
	h := o.take(hazard.edit(func(r *report.Report) { r.Kind, r.State, r.People = report.Hazard, 1, 0 }), New)
	if err := o.Merge(cases[0], must[*Thread](t)(o.Thread(h)).Case); err != ErrKind {
		t.Errorf("a hazard merged into a site: %v", err)
	}
	alone := must[*Thread](t)(o.Thread(h))
	if _, err := o.Part(alone.Report); err != ErrOne {
		t.Errorf("parting a case of one: %v", err)
	}
	o.take(writers[1].edit(func(r *report.Report) { r.Text = "Closed." }), Newest)
	if got := must[*Case](t)(o.Case(parted)); got.Threads[0].Now.Text != "Closed." || got.State != export.New {
		t.Error("a report that was parted is not in its new case")
	}
}

// Promise: what is cleared is what the person was shown, of the report that was shown: an
// edit in between is refused, of whichever report; an answer changes nothing of it; the
// draft has no name of a place in the writer's words.
func TestWhatIsClearedIsWhatWasShown(t *testing.T) {
	o := openOffice(t, NewMem())
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 33.502, 36.3)
	na := o.take(a.edit(nil), New)
	nb := o.take(b.edit(func(r *report.Report) { r.Text = "Of b." }), New)
	c := must[*Thread](t)(o.Thread(na)).Case
	ok(t, o.Merge(c, must[*Thread](t)(o.Thread(nb)).Case))
	ok(t, o.Ask(nb, "?", 0))
	question := b.hear(o.line())
	o.now = o.now.Add(2 * time.Hour)
	o.take(a.edit(func(r *report.Report) { r.Text = "Of a." }), Newest)
	for _, w := range []*writer{a, b} { // of the report that is shown, and of the other
		shown := must[*Case](t)(o.Case(c))
		if shown.Form.Where.Name != "" || shown.Threads[0].Now.Where.Name == "" {
			t.Fatal("a draft has the writer's own name of a place")
		}
		o.take(w.edit(nil), Newest)
		if err := o.Desk.Clear(c, *shown.Form, shown.Seen); err != ErrUnseen {
			t.Errorf("cleared what nobody has seen: %v", err)
		}
	}
	o.now = o.now.Add(2 * time.Hour)
	o.take(a.edit(nil), Newest)
	o.now = o.now.Add(2 * time.Hour)
	shown := must[*Case](t)(o.Case(c))
	o.take(b.answer(question[len(question)-1].Number, "Yes."), Newest)
	if now := must[*Case](t)(o.Case(c)); now.Seen != shown.Seen || now.Form.Text != "Of a." || now.Text != "Of a." {
		t.Errorf("an answer about another report puts %q in the place of what is shown", now.Form.Text)
	}
	ok(t, o.Desk.Clear(c, *shown.Form, shown.Seen))
	if err := o.Desk.Clear(c, *shown.Form, shown.Seen); err != ErrUnseen {
		t.Errorf("cleared again over what another has cleared: %v", err)
	}
	o.take(a.edit(func(r *report.Report) { r.Where.Bearing, r.Where.Distance = 5, 6 }), Newest)
	it := must[export.Item](t)(o.Draft(c))
	if err := o.Clear(c, it); err != ErrLandmark {
		t.Errorf("a direction from no name: %v", err)
	}
	it.Where.Name = "the mill"
	ok(t, o.Clear(c, it))
}

// Promise: a report that is parted takes nothing with it out of reach: what was cleared of
// its case is gone, and what was told on has to be taken back, before its writer says more.
func TestAPartedReportIsTakenBackToo(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	a, b := newWriter(t, 33.5, 36.3), newWriter(t, 33.501, 36.3)
	na, nb := o.take(a.edit(nil), New), o.take(b.edit(func(r *report.Report) { r.Where.Name = "canary-place" }), New)
	c := must[*Thread](t)(o.Thread(na)).Case
	ok(t, o.Merge(c, must[*Thread](t)(o.Thread(nb)).Case))
	it := must[export.Item](t)(o.Draft(c))
	it.Text, it.Where.Name = "canary-cleared", "canary-place"
	ok(t, o.Clear(c, it))
	must[[]byte](t)(o.Export(GeoJSON, []Name{c}, export.Everybody, ""))
	must[Name](t)(o.Part(nb))
	recalls := must[[]Recall](t)(o.Recalls())
	if len(recalls) != 1 || recalls[0].Case != c || len(recalls[0].Exports) != 1 {
		t.Errorf("%d cases have to be taken back", len(recalls))
	}
	o.take(b.withdraw(report.NotSafe), Newest)
	if _, all := dump(t, store); holds(all, "canary") {
		t.Error("what was cleared of a report that is not safe stands in the case that it was parted from")
	}
}

// Promise: nothing leaves without a person's clearing, the writers' consent, and a trace of
// whom it went to; an edit afterwards takes the clearing back.
func TestNothingLeavesUncleared(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(func(r *report.Report) { r.Consent = report.MayNotify }), New)
	c := must[*Thread](t)(o.Thread(name)).Case
	one := []Name{c}
	if _, err := o.Export(GeoJSON, one, export.Partners, "MSF"); err != ErrUncleared {
		t.Errorf("uncleared: %v", err)
	}
	it := must[export.Item](t)(o.Draft(c))
	finer := it
	it.Text = "A hospital with 120 beds."
	ok(t, o.Clear(c, it))
	if _, err := o.Export(GeoJSON, one, export.Everybody, ""); !errors.Is(err, export.ErrConsent) {
		t.Errorf("published without consent: %v", err)
	}
	if got := must[*Case](t)(o.Case(c)); len(got.Exports) != 0 {
		t.Error("what was refused is taken down as an export")
	}
	out := must[[]byte](t)(o.Export(HXL, one, export.Parties, "Coordination cell"))
	if !strings.Contains(string(out), "120 beds") || strings.Contains(string(out), string(name)) || !strings.Contains(string(out), string(c)) {
		t.Error("an export has the report's name, or not the case's")
	}
	for i := range 3 {
		must[[]byte](t)(o.Alert(c, export.Partners, export.Envelope{Sender: "desk@example.org", Restriction: "MSF", Message: export.Message(min(i, 1)), Exercise: true}))
	}
	cancel := must[[]byte](t)(o.Alert(c, export.Partners, export.Envelope{Sender: "desk@example.org", Restriction: "MSF", Message: export.Cancel, Exercise: true}))
	if n := strings.Count(string(cancel), "desk@example.org,"); n != 3 {
		t.Errorf("a cancel names %d alerts, want 3", n)
	}
	o.take(w.edit(func(r *report.Report) { r.Consent = 0 }), Newest)
	if _, err := o.Export(HXL, one, export.Partners, "MSF"); err != ErrStale {
		t.Errorf("an edit leaves the clearing: %v", err)
	}
	if len(must[[]Recall](t)(o.Recalls())) != 1 {
		t.Error("a consent that was taken back is no reason to recall")
	}
	if err := o.Notify(c, Notification{To: "A party", Audience: export.Parties, By: "its writer"}); err != export.ErrConsent {
		t.Errorf("notified without consent: %v", err)
	}
	if err := o.SetState(c, export.Notified); err != ErrState {
		t.Errorf("notified without a word to whom: %v", err)
	}
	o.take(w.edit(func(r *report.Report) { r.Where.Cell = coarse(t) }), Newest)
	if err := o.Clear(c, finer); err != ErrFiner {
		t.Errorf("a place finer than any report's: %v", err)
	}
	trail := must[*Case](t)(o.Case(c)).Trail
	var did []string
	for _, s := range trail {
		did = append(did, s.Did.String())
	}
	if want := "begun cleared exported exported exported exported exported changed changed"; strings.Join(did, " ") != want {
		t.Errorf("the trail is %s\nwant %s", strings.Join(did, " "), want)
	}
}

// Promise: no number that the store keeps says in which order reports came, though each came
// in a commit of its own: neither a row's own number nor any field in it.
func TestTheStoreKeepsNoOrderOfComing(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	const many = 200
	var letters [many]report.ID
	for i := range letters {
		w := newWriter(t, 33.5, 36.3)
		letters[i] = w.id
		o.take(w.edit(nil), New)
	}
	at := map[uint64]int{}                // when a report came, by its row
	cases := map[uint64]int{}             // and by its case's
	numbers := map[string][many]float64{} // of each field of each table
	gather := func(path string, when int, v any) {}
	gather = func(path string, when int, v any) {
		switch v := v.(type) {
		case float64:
			all := numbers[path]
			all[when] = v
			numbers[path] = all
		case map[string]any:
			for name, v := range v {
				gather(path+"."+name, when, v)
			}
		case []any:
			for i, v := range v {
				gather(fmt.Sprint(path, i), when, v)
			}
		}
	}
	ok(t, store.Load(func(r Stored) error {
		when := 0
		switch r.Table {
		case Reports:
			th := must[*threadRow](t)(decodeThread(r.Number, r.Data))
			when = slices.Index(letters[:], th.thread.ID)
			at[r.Number], cases[th.Case] = when, when
		case Cases:
			when = cases[r.Number]
		case Replies:
			var reply replyRow
			ok(t, decode(r.Data, &reply))
			when = at[reply.Report]
		default:
			return nil
		}
		var fields any
		ok(t, json.Unmarshal(r.Data, &fields))
		gather(fmt.Sprint("table ", r.Table), when, fields)
		gather(fmt.Sprint("number in table ", r.Table), when, float64(r.Number))
		return nil
	}))
	if len(numbers) < 8 {
		t.Fatalf("%d numbers were looked at: the test is broken", len(numbers))
	}
	for name, all := range numbers {
		var x, y, xx, yy, xy float64
		for i, v := range all {
			f := float64(i)
			x, y, xx, yy, xy = x+f, y+v, xx+f*f, yy+v*v, xy+f*v
		}
		if spread := many*yy - y*y; spread > 1e-6*yy { // it is not the same in all
			if r := (many*xy - x*y) / math.Sqrt((many*xx-x*x)*spread); math.Abs(r) > 0.4 { // 5.6 standard deviations
				t.Errorf("%s goes with the order of coming: %.2f", name, r)
			}
		}
	}
}

// Promise: the desk says of no two reports that they are one person's, keeps no minute of
// their coming, and no report's id leaves it.
func TestTheDeskKeepsNoMinuteAndShowsNoID(t *testing.T) {
	store := NewMem()
	o := openOffice(t, store)
	var packets [][]byte
	for i := range 200 {
		w := newWriter(t, 33+float64(i)/100, 36)
		packets = append(packets, w.edit(nil))
	}
	var taken []Taken
	for _, p := range packets { // one at a time, as a line brings them
		taken = append(taken, must[[]Taken](t)(o.Take([][]byte{p}))[0])
	}
	for _, tk := range taken {
		th := must[*Thread](t)(o.Thread(tk.Report))
		if th.Now.ID != (report.ID{}) || th.Entries[0].Report.ID != (report.ID{}) {
			t.Fatal("a report's id is shown")
		}
		for _, e := range th.Entries {
			if !th.Came.Equal(o.now.Truncate(time.Hour)) || !e.At.Equal(th.Came) {
				t.Fatalf("it is kept that a %v came at %v", e.What, e.At)
			}
		}
		shown := fmt.Sprintf("%v %+v %#v", *th, th.Entries, *th.Now)
		if strings.Contains(shown, "wings") || strings.Contains(shown, "Mill") {
			t.Fatal("a thread is printed")
		}
	}
	for _, x := range []any{Thread{}, Entry{}, Case{}, Row{}, Recall{}, Taken{}, Filter{}, Cluster{}, Totals{}} {
		for i := range reflect.TypeOf(x).NumField() {
			switch f := reflect.TypeOf(x).Field(i); strings.ToLower(f.Name) {
			case "way", "id", "writer", "author", "sender", "source", "tie", "liaison", "member", "person", "who", "key", "device":
				t.Errorf("%T has a field %s", x, f.Name)
			}
		}
	}
}
