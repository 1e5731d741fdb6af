package book

import (
	"bytes"
	"errors"
	"fmt"
	mrand "math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"bulkhead/internal/seeds"
	"bulkhead/keys"
	"bulkhead/report"
	"bulkhead/report/seal"
)

// Promise: a book comes back from the vault as it was, and never takes more room than it was
// charged for; nothing that a desk says makes it take more.
func TestABookComesBackAndIsCharged(t *testing.T) {
	seeds.Each(t, 3, func(t *testing.T, seed uint64) {
		w := newWorld(t, seed)
		r := mrand.New(w.rand)
		replies := map[uint32]uint16{}
		for step := range 150 {
			all := w.book.All()
			if len(all) < 4 || len(all) < 12 && r.IntN(6) == 0 {
				w.write(anyReport(t, r))
				continue
			}
			w.now += 3
			e := all[r.IntN(len(all))]
			before := w.book.Bytes()
			switch r.IntN(8) {
			case 0:
				w.book.Edit(e.Number, anyReport(t, r), w.now)
			case 1:
				if l, err := w.book.Letter(e.Number); err == nil {
					w.book.PassedOn(w.leave(e.Number, l, nil), w.now)
				}
			case 2:
				if l, err := w.book.Withdrawal(e.Number, report.Why(1+r.IntN(3))); err == nil && r.IntN(6) == 0 {
					w.leave(e.Number, l, nil)
				}
			case 3:
				if len(e.Replies) > 0 {
					if l, err := w.book.Answer(e.Number, e.Replies[0].Number, strings.Repeat("answer ", 1+r.IntN(1000))); err == nil {
						w.leave(e.Number, l, nil)
					}
				}
			case 4:
				w.book.Delete(e.Number)
			default:
				if e.Revision() == 0 {
					break
				}
				for range 6 {
					replies[e.Number]++
					word := seal.Word(1 + r.IntN(4))
					if r.IntN(40) == 0 {
						word = seal.SaysClosed
					}
					text := strings.Repeat("q", seal.MaxReply)
					if word < seal.SaysAnswer {
						text = ""
					}
					w.say(e, seal.Reply{Number: replies[e.Number], Word: word, About: 1 + uint16(r.IntN(int(e.Revision())+1)), Text: text})
				}
				if w.book.Bytes() > before {
					t.Fatalf("step %d: a desk has made it larger, %d bytes to %d", step, before, w.book.Bytes())
				}
			}
			kept := must[[]byte](t)(w.book.MarshalBinary())
			if len(kept) > 8+w.book.Bytes() {
				t.Fatalf("step %d: it takes %d bytes and was charged for %d", step, len(kept), w.book.Bytes())
			}
			var back Book
			if err := back.UnmarshalBinary(kept); err != nil {
				t.Fatalf("step %d: %v", step, err)
			}
			if again := must[[]byte](t)(back.MarshalBinary()); !bytes.Equal(again, kept) || !reflect.DeepEqual(trimmed(&back), trimmed(&w.book)) {
				t.Fatalf("step %d: it comes back as another", step)
			}
		}
		kept := must[[]byte](t)(w.book.MarshalBinary())
		for range 150 {
			changed := bytes.Clone(kept)
			changed[r.IntN(len(changed))] ^= 1 << r.IntN(8)
			back := w.book
			if err := back.UnmarshalBinary(changed); err == nil {
				if again := must[[]byte](t)(back.MarshalBinary()); !bytes.Equal(again, changed) {
					t.Fatal("a second form of a book")
				}
			} else if !errors.Is(err, ErrBook) || !reflect.DeepEqual(trimmed(&back), trimmed(&w.book)) {
				t.Fatalf("a refusal changes something: %v", err)
			}
		}
	})
}

// trimmed returns a book whose empty lists are none.
func trimmed(b *Book) *Book {
	for _, e := range b.entries {
		if len(e.Pending) == 0 {
			e.Pending = nil
		}
		if len(e.Replies) == 0 {
			e.Replies = nil
		}
	}
	return b
}

// Promise: a book that no device makes is refused.
func TestABookThatNobodyMakesIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Entry){
		"a letter of a revision that was never sealed": func(e *Entry) { e.Pending[0].Revision = 9 },
		"a report of another id":                       func(e *Entry) { e.ID[0]++ },
		"no number":                                    func(e *Entry) { e.Number = 0 },
		"a letter without a try":                       func(e *Entry) { e.Pending[0].Tries = 0 },
		"a receipt with words":                         func(e *Entry) { e.Replies[0].Word = seal.SaysAtDesk },
		"a reply without any":                          func(e *Entry) { e.Replies[0].Text = "" },
	} {
		w := newWorld(t, 11)
		e := w.write(hospital(t))
		w.send(e.Number)
		l := e.Pending[0]
		w.say(e, seal.Reply{Number: 1, Word: seal.SaysQuestion, About: 1, Text: "?"})
		e.Pending = []Pending{l}
		var back Book
		if err := back.UnmarshalBinary(must[[]byte](t)(w.book.MarshalBinary())); err != nil {
			t.Fatal(err)
		}
		spoil(e)
		if err := back.UnmarshalBinary(must[[]byte](t)(w.book.MarshalBinary())); !errors.Is(err, ErrBook) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Promise: nothing prints a report, a place, an id or a key.
func TestNothingIsPrinted(t *testing.T) {
	w := newWorld(t, 9)
	e := w.write(hospital(t))
	w.send(e.Number)
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysQuestion, About: 1, Text: "canary"})
	for _, v := range []any{&w.book, e, e.Pending, e.Replies, e.Sent} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if out := fmt.Sprintf(verb, v); strings.Contains(out, "canary") || strings.Contains(out, "beds") || strings.Contains(out, fmt.Sprint(e.ID[0], " ", e.ID[1])) {
				t.Errorf("%T prints %s", v, out)
			}
		}
	}
	if len(e.key.Bytes()) != keys.Size {
		t.Error("no key")
	}
}

// FuzzBook: no bytes end the program, and what is read has one form.
func FuzzBook(f *testing.F) {
	w := newWorld(f, 8)
	e := w.write(hospital(f))
	w.send(e.Number)
	w.say(e, seal.Reply{Number: 1, Word: seal.SaysQuestion, About: 1, Text: "?"})
	f.Add(must[[]byte](f)(w.book.MarshalBinary()))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b Book
		if b.UnmarshalBinary(data) == nil && !bytes.Equal(must[[]byte](t)(b.MarshalBinary()), data) {
			t.Error("a second form")
		}
	})
}
