package book

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/report"
	"bulkhead/report/seal"
)

// Reply is what a desk said to a report in words: an answer, a question, or why it is closed.
// That it is at the desk, or was read, is a stage and no reply here.
type Reply struct {
	Number   uint16 // the desk's, from 1
	Word     seal.Word
	About    uint16 // the revision that it is about
	Text     string
	Came     box.Round
	Read     bool // the person has seen it
	Answered bool
}

// Format implements [fmt.Formatter] and prints nothing of the reply.
func (Reply) Format(f fmt.State, _ rune) { io.WriteString(f, "reply(hidden)") }

// Take takes a reply's packet in, and returns to which report it is and what it is to that. An
// error is of a packet that opens for none of them, or of a newer program's: nothing changes.
// What has another outcome than Newest or Late changes nothing but [Entry.Odd].
func (b *Book) Take(packet []byte, now box.Round) (*Entry, report.Outcome, error) {
	for _, e := range b.entries {
		if e.Revision() == 0 {
			continue
		}
		r, err := seal.OpenReply(&e.key, e.ID, packet)
		switch {
		case errors.Is(err, seal.ErrNotOurs):
			continue
		case err != nil:
			return nil, 0, err
		}
		return e, e.take(r, now), nil
	}
	return nil, 0, seal.ErrNotOurs
}

func (e *Entry) take(r *seal.Reply, now box.Round) report.Outcome {
	outcome := e.progress.Take(r)
	switch outcome {
	case report.Newest, report.Late:
	case report.Contradiction, report.Foreign:
		e.Odd = min(e.Odd+1, 0xfffe)
		return outcome
	default:
		return outcome
	}
	e.At = max(e.At, now)
	if r.Text != "" {
		e.keep(Reply{Number: r.Number, Word: r.Word, About: r.About, Text: r.Text, Came: now})
	}
	e.Pending = slices.DeleteFunc(e.Pending, func(p Pending) bool {
		// A later report takes the place of one before it; an answer stands for itself.
		return r.About == p.Revision || r.Word == seal.SaysClosed && r.About > p.Revision || p.What != report.AnAnswer && e.progress.StageOf(p.Revision) >= seal.AtDesk
	})
	if e.closed() {
		e.Sent, e.Pending, e.ways = nil, nil, nil // a draft is its owner's
	}
	return outcome
}

// keep keeps a text; if there are too many, the oldest that was read goes, else the oldest.
func (e *Entry) keep(r Reply) {
	at := slices.IndexFunc(e.Replies, func(o Reply) bool { return o.Number > r.Number })
	if at < 0 {
		at = len(e.Replies)
	}
	e.Replies = slices.Insert(e.Replies, at, r)
	if len(e.Replies) <= MaxReplies {
		return
	}
	goes := max(0, slices.IndexFunc(e.Replies, func(o Reply) bool { return o.Read }))
	e.Replies = slices.Delete(e.Replies, goes, goes+1)
	e.Dropped = min(e.Dropped+1, 0xfffe)
}
