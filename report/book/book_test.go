package book

import (
	"bytes"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/seeds"
	"bulkhead/report"
	"bulkhead/report/seal"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// world is a writer's book, and a desk that has all keys: the test's own.
type world struct {
	t      testing.TB
	rand   *mrand.ChaCha8
	book   Book
	desk   *seal.Record
	opener *seal.Opener
	now    box.Round
	way    byte
}

func newWorld(t testing.TB, seed uint64) *world {
	w := &world{t: t, rand: mrand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)}), now: 1000}
	key, public, err := seal.NewSeed(w.rand)
	if err != nil {
		t.Fatal(err)
	}
	w.desk = &seal.Record{Issued: 1, Begins: 1, Expires: 30_000, Public: public, Name: "Central desk"}
	w.opener = must[*seal.Opener](t)(seal.NewOpener(&key, w.desk))
	return w
}

// hospital is a filled form.
func hospital(t testing.TB) report.Report {
	var r report.Report
	fields := must[[]Field](t)(Parse(strings.Join([]string{
		"kind: site", "type: hospital", "state: working", "how: seen", "confidence: sure", "consent: notify",
		"people: 120", "when: since 2026-02-27", "place: Mill hospital", "coordinates: 48.8496 N, 2.3522 E", "precision: 1000",
		"text: 12 beds, one operating room.",
	}, "\n")))
	if err := Fill(&r, fields, time.UTC); err != nil {
		t.Fatal(err)
	}
	return r
}

// write keeps a new report and returns its entry.
func (w *world) write(r report.Report) *Entry {
	w.t.Helper()
	return must[*Entry](w.t)(w.book.New(r, w.now, w.rand))
}

// leave records that a letter was sealed, and returns its way.
func (w *world) leave(number uint32, l *report.Letter, err error) seal.Way {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	w.way++
	way := seal.Way{w.way}
	if err := w.book.Left(number, l, w.desk, way, uint32(w.way), false, w.now); err != nil {
		w.t.Fatal(err)
	}
	return way
}

// send sends an entry's draft.
func (w *world) send(number uint32) seal.Way {
	w.t.Helper()
	l, err := w.book.Letter(number)
	return w.leave(number, l, err)
}

// say has the desk reply, and returns what that is to the book.
func (w *world) say(e *Entry, r seal.Reply) report.Outcome {
	w.t.Helper()
	if r.Keep == 0 && r.Word != seal.SaysClosed {
		r.Keep = 7
	}
	packet := must[[]byte](w.t)(seal.SealReply(w.rand, &e.key, e.ID, seal.Way{1}, &r))
	of, outcome, err := w.book.Take(packet, w.now)
	if err != nil || of != e {
		w.t.Fatalf("the desk's reply opens for nobody: %v", err)
	}
	return outcome
}

func same(t testing.TB, a, b *report.Report) bool {
	return bytes.Equal(must[[]byte](t)(a.MarshalBinary()), must[[]byte](t)(b.MarshalBinary()))
}

// Promise: a draft is its writer's until it is sent; an edit of what was sent is the same report
// in its next revision.
func TestADraftIsEditedUntilItIsSent(t *testing.T) {
	w := newWorld(t, 1)
	r := hospital(t)
	e := w.write(r)
	r.Text = "14 beds."
	if err := w.book.Edit(e.Number, r, w.now); err != nil || e.Draft.Text != "14 beds." || e.Draft.Revision != 1 {
		t.Fatalf("the draft is not edited: %v", err)
	}
	w.send(e.Number)
	if e.Draft != nil || e.Sent.Text != "14 beds." || e.Revision() != 1 {
		t.Fatal("what was sent is a draft still")
	}
	if _, err := w.book.Letter(e.Number); !errors.Is(err, ErrNoDraft) {
		t.Errorf("it is sent again without an edit: %v", err)
	}
	again := must[report.Report](t)(w.book.Text(e.Number))
	again.State = 2
	if err := w.book.Edit(e.Number, again, w.now); err != nil {
		t.Fatal(err)
	}
	id := e.ID
	w.send(e.Number)
	if e.Revision() != 2 || e.Sent.ID != id || e.Sent.State != 2 || len(e.Pending) != 1 {
		t.Errorf("the edit is no next revision: %d, %d on their way", e.Revision(), len(e.Pending))
	}
	if err := w.book.Delete(e.Number); err != nil || len(w.book.All()) != 0 {
		t.Fatal("it is not forgotten")
	}
	if o := w.write(r); o.Number != 2 || o.ID == id {
		t.Error("a number or an id is given again")
	}
	spoilt := r
	spoilt.How = 0
	if _, err := w.book.New(spoilt, w.now, w.rand); !errors.Is(err, report.ErrValue) {
		t.Errorf("a draft that cannot leave is kept: %v", err)
	}
	for len(w.book.All()) < MaxEntries {
		w.write(r)
	}
	if _, err := w.book.New(r, w.now, w.rand); !errors.Is(err, ErrFull) {
		t.Errorf("one more than there is room for: %v", err)
	}
}

// Promise: a preview shows exactly what leaves: the desk reads those fields and no others, and
// no two reports have the same ones.
func TestAPreviewIsWhatLeaves(t *testing.T) {
	seeds.Each(t, 4, func(t *testing.T, seed uint64) {
		w := newWorld(t, seed)
		r := mrand.New(w.rand)
		for range 40 {
			form := anyReport(t, r)
			e := w.write(form)
			l := must[*report.Letter](t)(w.book.Letter(e.Number))
			shown, length, err := Leaves(l)
			if err != nil {
				t.Fatal(err)
			}
			desk := must[*report.Letter](t)(w.opener.Open(must[[]byte](t)(seal.Seal(l, w.desk))))
			if !reflect.DeepEqual(Fields(&shown.Report), Fields(&desk.Report)) || length != report.ShortLetter && length != report.LongLetter {
				t.Fatal("the desk reads something else")
			}
			var back report.Report
			if err := Fill(&back, Fields(&desk.Report), time.FixedZone("", -7*3600)); err != nil {
				t.Fatalf("fields that are no form: %v of %q", err, Fields(&desk.Report))
			}
			back.ID, back.Revision = desk.ID, desk.Revision
			if !same(t, &back, &desk.Report) {
				t.Fatalf("something leaves that is not shown: %q", Fields(&desk.Report))
			}
			if err := w.book.Delete(e.Number); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// anyReport draws a report, field by field.
func anyReport(t testing.TB, r *mrand.Rand) (out report.Report) {
	kind := report.Kind(1 + r.IntN(5))
	fields := []Field{{FieldKind, kind.String()}}
	for _, name := range FieldsOf(kind)[1:] {
		if r.IntN(3) == 0 && name != FieldHow && name != FieldConfidence {
			continue
		}
		value := ""
		if codes := Choices(kind, name); codes != nil {
			value = codes[r.IntN(len(codes))]
		}
		switch strings.TrimPrefix(name, toField) {
		case FieldPeople, FieldKilled, FieldInjured:
			value = fmt.Sprint(r.IntN(2_000_000))
		case FieldUnit:
			continue
		case FieldWhen:
			day := time.Unix(r.Int64N(1_900_000_000), 0).UTC()
			value = []string{day.Format(dayForm), sinceWord + day.Format(clockForm), day.Format(clockForm) + spanWord + day.Add(5*time.Hour).Format(clockForm) + "Z"}[r.IntN(3)]
		case FieldPlace:
			value = []string{"Mill", "جسر", "Old mill"}[r.IntN(3)]
		case FieldCoordinates:
			value = fmt.Sprintf("%.5f N %.5f W", r.Float64()*90, r.Float64()*180)
		case FieldPrecision, FieldBearing, FieldDistance:
			if !has(fields, strings.TrimSuffix(name, strings.TrimPrefix(name, toField))+map[bool]string{true: FieldCoordinates, false: FieldPlace}[strings.HasSuffix(name, FieldPrecision)]) {
				continue
			}
		case FieldText:
			value = strings.Repeat("x\n", r.IntN(4000)) + "end"
		}
		fields = append(fields, Field{name, value})
	}
	if err := Fill(&out, fields, time.UTC); err != nil {
		t.Fatalf("%v of %q", err, fields[:min(len(fields), 9)])
	}
	return out
}

func has(fields []Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

// Promise: what is not at the desk is sealed anew, the same revision, five times at most; then
// the writer is told, once.
func TestALetterIsSealedAnew(t *testing.T) {
	waits := Waits{Silent: 192, Stopped: 48}
	for name, stops := range map[string]bool{"the desk is silent": false, "it stops on its way": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 2)
			e := w.write(hospital(t))
			way := w.send(e.Number)
			first := *e.Sent
			w.now += 10_000
			if due, _ := w.book.Due(w.now, waits); len(due) != 0 {
				t.Fatal("what has not left the device is sealed anew")
			}
			for try := 1; ; try++ {
				wait := waits.Silent
				if w.book.PassedOn(way, w.now); e.Stage() != seal.PassedOn {
					t.Fatal("it is not passed on")
				}
				if stops {
					w.book.Stopped(way, 17, w.now)
					wait = waits.Stopped
				}
				w.now += wait - 1
				if due, _ := w.book.Due(w.now, waits); len(due) != 0 {
					t.Fatalf("try %d comes too early", try)
				}
				w.now++
				due, given := w.book.Due(w.now, waits)
				if try == MaxTries {
					if len(due) != 0 || len(given) != 1 || given[0] != e.Number || !e.Pending[0].GaveUp {
						t.Fatalf("after %d tries: %d due, %d given up", try, len(due), len(given))
					}
					break
				}
				if len(due) != 1 || len(given) != 0 || !same(t, &due[0].Letter.Report, &first) || due[0].Letter.Revision != 1 {
					t.Fatalf("try %d: %d due", try, len(due))
				}
				way = w.leave(due[0].Number, due[0].Letter, nil)
			}
			if due, given := w.book.Due(w.now+10_000, waits); len(due)+len(given) != 0 {
				t.Error("it is told twice")
			}
		})
	}
	w := newWorld(t, 3)
	e := w.write(hospital(t))
	w.book.PassedOn(w.send(e.Number), w.now)
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1})
	if due, _ := w.book.Due(w.now+10_000, waits); len(due) != 0 || len(e.Pending) != 0 || e.Stage() != seal.AtDesk {
		t.Error("what is at the desk is sealed anew")
	}
	old := w.send(w.write(hospital(t)).Number)
	w.book.Stopped(seal.Way{0xee}, 3, w.now)
	if due, _ := w.book.Due(w.now+10_000, waits); len(due) != 0 {
		t.Error("another packet's end stops it")
	}
	w.book.Stopped(old, 3, w.now)
	if due, _ := w.book.Due(w.now+10_000, waits); len(due) != 1 {
		t.Error("its own end does not")
	}
}

// Promise: a question is answered; an answer is sealed anew until the desk has that very one.
func TestAQuestionIsAnswered(t *testing.T) {
	w := newWorld(t, 4)
	e := w.write(hospital(t))
	w.book.PassedOn(w.send(e.Number), w.now)
	if got := w.say(e, seal.Reply{Number: 2, Word: seal.SaysQuestion, About: 1, Text: "How many floors?"}); got != report.Newest || e.Unread() != 1 || e.Missing() != 1 {
		t.Fatalf("the question is %d, %d missing", got, e.Missing())
	}
	if _, err := w.book.Answer(e.Number, 7, "Two."); !errors.Is(err, ErrNoReply) {
		t.Errorf("an answer to nothing: %v", err)
	}
	if _, err := w.book.Answer(e.Number, 2, "a\x00b"); !errors.Is(err, report.ErrText) {
		t.Errorf("an answer that is no text: %v", err)
	}
	l, err := w.book.Answer(e.Number, 2, "Two.")
	way := w.leave(e.Number, l, err)
	if !e.Replies[0].Answered || e.Stage() != seal.Waiting || e.Sent == nil {
		t.Fatal("it is not answered")
	}
	w.book.PassedOn(way, w.now)
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1})
	if due, _ := w.book.Due(w.now+500, Waits{192, 48}); len(due) != 1 || due[0].Letter.Text != "Two." || due[0].Letter.Answers != 2 {
		t.Fatal("the answer is not sealed anew")
	}
	w.say(e, seal.Reply{Number: 3, Word: seal.SaysRead, About: 2})
	if len(e.Pending) != 0 || e.Stage() != seal.ReadThere || e.Missing() != 0 {
		t.Error("the answer is on its way still")
	}
	w.book.MarkRead(e.Number)
	if e.Unread() != 0 {
		t.Error("it is not read")
	}
	l, err = w.book.Answer(e.Number, 2, "And a mill.")
	w.leave(e.Number, l, err)
	if err := w.book.Edit(e.Number, hospital(t), w.now); err != nil {
		t.Fatal(err)
	}
	w.send(e.Number)
	w.say(e, seal.Reply{Number: 4, Word: seal.SaysAtDesk, About: 4})
	if len(e.Pending) != 1 || e.Pending[0].Text != "And a mill." {
		t.Error("a word on an edit stands for the answer before it")
	}
	w.say(e, seal.Reply{Number: 5, Word: seal.SaysAtDesk, About: 3})
	for range MaxPending {
		l, err := w.book.Answer(e.Number, 2, "And a cellar.")
		w.leave(e.Number, l, err)
	}
	if _, err := w.book.Answer(e.Number, 2, "One more."); !errors.Is(err, ErrPending) {
		t.Errorf("a fifth letter on its way: %v", err)
	}
}

// Promise: a reply is only the desk's: another's opens for nobody, two of one number are told,
// and so is one about a revision that was never sent.
func TestOnlyTheDeskReplies(t *testing.T) {
	w := newWorld(t, 5)
	e := w.write(hospital(t))
	w.send(e.Number)
	id, key, err := report.NewThread(w.rand)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*report.ReplyKey{"another's key": &key} {
		packet := must[[]byte](t)(seal.SealReply(w.rand, key, e.ID, seal.Way{}, &seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1, Keep: 7}))
		if _, _, err := w.book.Take(packet, w.now); !errors.Is(err, seal.ErrNotOurs) || e.Stage() != seal.Waiting {
			t.Errorf("%s: %v", name, err)
		}
	}
	packet := must[[]byte](t)(seal.SealReply(w.rand, &e.key, id, seal.Way{}, &seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: 1, Keep: 7}))
	if _, _, err := w.book.Take(packet, w.now); !errors.Is(err, seal.ErrNotOurs) {
		t.Errorf("another id: %v", err)
	}
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysAnswer, About: 1, Text: "Thank you."})
	if got := w.say(e, seal.Reply{Number: 1, Word: seal.SaysAnswer, About: 1, Text: "Thank you."}); got != report.Repeat || e.Odd != 0 || len(e.Replies) != 1 {
		t.Errorf("a repeat is %d", got)
	}
	if got := w.say(e, seal.Reply{Number: 1, Word: seal.SaysQuestion, About: 1, Text: "Where do you live?"}); got != report.Contradiction || e.Odd != 1 || len(e.Replies) != 1 {
		t.Errorf("two of one number are %d", got)
	}
	if got := w.say(e, seal.Reply{Number: 2, Word: seal.SaysRead, About: 2}); got != report.Foreign || e.Odd != 2 {
		t.Errorf("one about what was never sent is %d", got)
	}
	for n := range uint16(MaxReplies + 2) {
		w.say(e, seal.Reply{Number: n + 2, Word: seal.SaysAnswer, About: 1, Text: fmt.Sprint("more ", n)})
		w.book.MarkRead(e.Number)
	}
	if len(e.Replies) != MaxReplies || e.Dropped != 3 || e.Replies[MaxReplies-1].Number != MaxReplies+3 {
		t.Errorf("%d texts are kept, %d gave way", len(e.Replies), e.Dropped)
	}
}

// Promise: a report is withdrawn without a trace while nothing of it has left; afterwards the
// desk is told. What is not safe to keep is not kept here.
func TestAReportIsWithdrawn(t *testing.T) {
	w := newWorld(t, 6)
	e := w.write(hospital(t))
	if _, err := w.book.Withdrawal(e.Number, report.Over); !errors.Is(err, ErrNotSent) {
		t.Errorf("what was never sent: %v", err)
	}
	w.send(e.Number)
	if err := w.book.Recall(e.Number); err != nil || e.Revision() != 0 || e.Draft == nil || e.Draft.Revision != 1 {
		t.Fatalf("it is no draft again: %v", err)
	}
	if err := w.book.Recall(e.Number); !errors.Is(err, ErrNotSent) {
		t.Errorf("a draft is recalled: %v", err)
	}
	way := w.send(e.Number)
	w.book.PassedOn(way, w.now)
	if err := w.book.Recall(e.Number); !errors.Is(err, ErrNotSent) {
		t.Errorf("what was passed on is recalled: %v", err)
	}
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysQuestion, About: 1, Text: "Behind the canary?"})
	l, err := w.book.Withdrawal(e.Number, report.NotSafe)
	if w.leave(e.Number, l, err); e.Withdrawn != report.NotSafe || e.Sent != nil || len(e.Pending) != 1 {
		t.Fatal("it is not withdrawn")
	}
	kept := must[[]byte](t)(w.book.MarshalBinary())
	for _, gone := range []string{"12 beds", "Mill", "canary"} {
		if bytes.Contains(kept, []byte(gone)) {
			t.Errorf("%q is kept", gone)
		}
	}
	for name, err := range map[string]error{
		"an edit":              w.book.Edit(e.Number, hospital(t), w.now),
		"a second one":         second(w.book.Withdrawal(e.Number, report.Over)),
		"a text to begin with": second(w.book.Text(e.Number)),
	} {
		if !errors.Is(err, ErrWithdrawn) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.say(e, seal.Reply{Number: 2, Word: seal.SaysAtDesk, About: 2})
	w.book.Tidy(w.now+8, Life{Over: 8, Silent: 100})
	if len(w.book.All()) != 1 {
		t.Fatal("it is gone before its owner could see")
	}
	if w.book.Tidy(w.now+9, Life{Over: 8, Silent: 100}); len(w.book.All()) != 0 {
		t.Error("it is kept for ever")
	}
}

func second[T any](_ T, err error) error { return err }

// Promise: when the desk closes a report, its words go from the device; drafts stay.
func TestAClosedReportIsForgotten(t *testing.T) {
	w := newWorld(t, 7)
	e, draft := w.write(hospital(t)), w.write(hospital(t))
	w.book.PassedOn(w.send(e.Number), w.now)
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysClosed, About: 1, Text: "It is told on."})
	if e.Stage() != seal.Closed || e.Sent != nil || e.Kind != report.Site || e.Unread() != 1 {
		t.Fatal("its words are kept")
	}
	if err := w.book.Edit(e.Number, hospital(t), w.now); !errors.Is(err, ErrClosed) {
		t.Errorf("it is edited: %v", err)
	}
	if _, err := w.book.Answer(e.Number, 1, "Thanks."); !errors.Is(err, ErrClosed) {
		t.Errorf("it is answered: %v", err)
	}
	silent, edited := w.write(hospital(t)), w.write(hospital(t))
	w.send(silent.Number)
	w.send(edited.Number)
	if err := w.book.Edit(edited.Number, hospital(t), w.now); err != nil {
		t.Fatal(err)
	}
	w.book.Tidy(w.now+50, Life{Over: 8, Silent: 100})
	if len(w.book.All()) != 3 {
		t.Fatalf("%d are kept", len(w.book.All()))
	}
	w.book.Tidy(w.now+5000, Life{Over: 8, Silent: 100})
	if all := w.book.All(); len(all) != 2 || all[0] != draft || all[1] != edited {
		t.Errorf("%d are kept at the end", len(all))
	}
}

// Promise: the same desk is the one with the same public key; or one of the same name that both
// founders have signed.
func TestTheSameDeskHasItsKeyOrBothFoundersWord(t *testing.T) {
	w := newWorld(t, 77)
	e := w.write(hospital(t))
	if e.SameDesk(w.desk, 3) {
		t.Error("a draft is at a desk")
	}
	w.send(e.Number)
	other := newWorld(t, 78).desk
	renamed := *w.desk
	renamed.Name = "Another name"
	strange := *other
	strange.Name = "Another name"
	for name, x := range map[string]struct {
		r    *seal.Record
		by   uint8
		same bool
	}{
		"its record": {w.desk, 1, true}, "its key, another name": {&renamed, 1, true},
		"its name, by both": {other, 3, true}, "its name, by one": {other, 2, false}, "neither": {&strange, 3, false},
	} {
		if e.SameDesk(x.r, x.by) != x.same {
			t.Errorf("%s: %t", name, !x.same)
		}
	}
}

// Promise: what could not be sealed is no packet: how many were, is told as it is. That a tie in
// quarantine was agreed to stays with the letter.
func TestWhatWasNotSealedIsNoPacket(t *testing.T) {
	w := newWorld(t, 79)
	e := w.write(hospital(t))
	l, err := w.book.Letter(e.Number)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.book.Left(e.Number, l, w.desk, seal.Way{9}, 9, true, w.now); err != nil {
		t.Fatal(err)
	}
	w.book.PassedOn(seal.Way{9}, w.now)
	for range MaxTries {
		w.now += 10
		kept := must[[]byte](t)(w.book.MarshalBinary())
		if err := w.book.UnmarshalBinary(kept); err != nil {
			t.Fatal(err)
		}
		due, _ := w.book.Due(w.now, Waits{Silent: 10, Stopped: 10})
		for _, d := range due {
			if !d.Anyway {
				t.Error("it is not known any more that its owner agreed")
			}
			w.book.NotSealed(d.Number, d.Letter.Revision, w.now)
		}
	}
	e = must[*Entry](t)(w.book.Entry(e.Number))
	if p := e.Pending[0]; !p.GaveUp || p.Tries != 1 {
		t.Errorf("given up: %t, after %d packets; it was sealed once", p.GaveUp, p.Tries)
	}
}

// Promise: what its owner has written and not sent stays when the desk closes the report; it
// leaves no more.
func TestADraftStaysWhenTheDeskCloses(t *testing.T) {
	w := newWorld(t, 80)
	e := w.write(hospital(t))
	w.send(e.Number)
	r := hospital(t)
	r.Text = "a long edit"
	if err := w.book.Edit(e.Number, r, w.now); err != nil {
		t.Fatal(err)
	}
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysClosed, About: 1, Text: "Thank you."})
	if e.Draft == nil || e.Draft.Text != "a long edit" || e.Sent != nil {
		t.Fatal("the draft is gone, or what was sent is not")
	}
	if _, err := w.book.Letter(e.Number); !errors.Is(err, ErrClosed) {
		t.Errorf("it leaves all the same: %v", err)
	}
	kept := must[[]byte](t)(w.book.MarshalBinary())
	if err := w.book.UnmarshalBinary(kept); err != nil {
		t.Error(err)
	}
}
