package desk

import (
	"fmt"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
)

// publishing is what a publication of today has, in short: with + what it has, with ? what is
// left out and why, with - what was taken back; each with its day.
func (o *office) publishing(without ...Name) (cases []Name, says string) {
	o.t.Helper()
	p := must[Publishing](o.t)(o.Publishing(without...))
	for _, e := range p.Entries {
		cases = append(cases, Name(e.Item.Name))
		says += fmt.Sprint(" +", e.Item.Text, e.Changed.Format("02"))
	}
	for _, l := range p.Left {
		says += fmt.Sprint(" ?", l.Why)
	}
	for _, w := range p.Withdrawn {
		says += fmt.Sprint(" -", w.Day.Format("02"), w.New)
	}
	return cases, says
}

// Promise: a publication leaves out, and names with the reason, what changed since it was
// cleared and what has to be taken back; what was taken back is published again only once a
// person has cleared it anew; the trail says each of these once.
func TestWhatIsTakenBackComesBackByClearingAlone(t *testing.T) {
	o := openOffice(t, NewMem())
	w := newWriter(t, 33.5, 36.3)
	name := o.take(w.edit(nil), New)
	c := must[*Thread](t)(o.Thread(name)).Case
	publishes := func(want string, without ...Name) {
		t.Helper()
		cases, got := o.publishing(without...)
		if got != want {
			t.Fatalf("the publication says\n%q, want\n%q", got, want)
		}
		ok(t, o.Published(cases))
		o.reopen(false)
	}
	clears := func(text string) {
		t.Helper()
		it := must[export.Item](t)(o.Draft(c))
		it.Text = text
		ok(t, o.Clear(c, it))
	}
	next := func() { o.now = o.now.Add(24 * time.Hour) }

	publishes("")
	clears("one")
	publishes(" +one14")
	next()
	publishes(" +one14")
	ok(t, o.Ask(name, "how many?", 0)) // neither a question nor its answer changes a day
	o.take(w.answer(2, "twenty"), Newest)
	publishes(" +one14")
	clears("two")
	publishes(" +two15")
	next()
	publishes(" ?<nil> -16true", c)
	next()
	publishes(" +two15")
	o.take(w.edit(nil), Newest)
	publishes(fmt.Sprint(" ?", ErrStale, " -17true"))
	next()
	publishes(fmt.Sprint(" ?", ErrStale, " -17false"))
	clears("three")
	publishes(" +three18")

	ok(t, o.Recall(c)) // by a person
	publishes(fmt.Sprint(" ?", ErrRecall, " -18true"))
	if err := o.Published([]Name{c}); err != ErrRecall {
		t.Errorf("what has to be taken back is published: %v", err)
	}
	ok(t, o.Recalled(c))
	next()
	publishes(" -18false")
	clears("three")
	publishes(" +three19")

	var did []Did
	for _, s := range must[*Case](t)(o.Case(c)).Trail {
		if s.Did == DidPublish || s.Did == DidUnpublish {
			did = append(did, s.Did)
		}
	}
	if want := []Did{DidPublish, DidPublish, DidUnpublish, DidPublish, DidUnpublish, DidPublish, DidUnpublish, DidPublish}; fmt.Sprint(did) != fmt.Sprint(want) {
		t.Errorf("the trail says %v, want %v", did, want)
	}
}

// Promise: a movement is in no publication, nor what its writer did not allow, and the others
// are.
func TestWhatIsNotForEverybodyIsInNoPublication(t *testing.T) {
	o := openOffice(t, NewMem())
	for _, change := range []func(*report.Report){
		func(r *report.Report) { r.Consent = 0 },
		func(r *report.Report) {
			r.Kind, r.Type, r.State, r.Consent = report.Movement, 1, 1, report.MayNotify
		},
		nil,
	} {
		w := newWriter(t, 33.5, 36.3)
		c := must[*Thread](t)(o.Thread(o.take(w.edit(change), New))).Case
		ok(t, o.Clear(c, must[export.Item](t)(o.Draft(c))))
	}
	p := must[Publishing](t)(o.Publishing())
	whys := map[error]bool{}
	for _, l := range p.Left {
		whys[l.Why] = true
	}
	if len(p.Entries) != 1 || len(p.Left) != 2 || !whys[export.ErrMovement] || !whys[export.ErrConsent] {
		t.Errorf("the publication has %d entries, and leaves out %v", len(p.Entries), p.Left)
	}
}
