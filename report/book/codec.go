package book

import (
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

// MarshalBinary returns the book's bytes, all integers big-endian:
//
//	4  the number last given
//	1  number of entries, at most 64, by their numbers, and for each:
//	   4 number, 16 id, 32 reply key, 1 kind, 2+n draft or nothing, 2+n what was sent or
//	   nothing, 32 digest of the desk's record, 32 SHA-256 of its public key, 1+n its name,
//	   1 why it is withdrawn or 0, 2 odd replies,
//	   2 texts that gave way, 4 when anything happened last, 2+n progress
//	   1 number of letters that are pending, at most 4, and for each: 1 what, 2 revision,
//	     1 why, 2 answers, 2+n text, 16 way, 4 message, 4 when, 1 tries, 1 passed on,
//	     1 why it stopped, 1 given up, 1 how often it could not be sealed, 1 anyway
//	   1 number of ways, at most 8, and for each: 16
//	   1 number of replies, at most 4, by their numbers, and for each: 2 number, 1 what,
//	     2 about, 2+n text, 4 when it came, 1 read, 1 answered
//
// A report is in the form that leaves.
func (b *Book) MarshalBinary() ([]byte, error) {
	out := cryptobyte.NewBuilder(nil)
	out.AddUint32(b.last)
	out.AddUint8(uint8(len(b.entries)))
	for _, e := range b.entries {
		out.AddUint32(e.Number)
		out.AddBytes(e.ID[:])
		out.AddBytes(e.key.Bytes())
		out.AddUint8(uint8(e.Kind))
		for _, r := range []*report.Report{e.Draft, e.Sent} {
			if r == nil {
				out.AddUint16(0)
				continue
			}
			out.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddValue(form{r}) })
		}
		out.AddBytes(e.Desk[:])
		out.AddBytes(e.DeskKey[:])
		out.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(e.DeskName)) })
		out.AddUint8(uint8(e.Withdrawn))
		out.AddUint16(e.Odd)
		out.AddUint16(e.Dropped)
		out.AddUint32(uint32(e.At))
		out.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddValue(form{&e.progress}) })
		out.AddUint8(uint8(len(e.Pending)))
		for i := range e.Pending {
			e.Pending[i].add(out)
		}
		out.AddUint8(uint8(len(e.ways)))
		for i := range e.ways {
			out.AddBytes(e.ways[i][:])
		}
		out.AddUint8(uint8(len(e.Replies)))
		for i := range e.Replies {
			e.Replies[i].add(out)
		}
	}
	return out.Bytes()
}

// form adds the one form of what has one.
type form struct {
	of interface{ MarshalBinary() ([]byte, error) }
}

// Marshal implements [cryptobyte.MarshalingValue].
func (f form) Marshal(b *cryptobyte.Builder) error {
	bytes, err := f.of.MarshalBinary()
	b.AddBytes(bytes)
	return err
}

// UnmarshalBinary reads what MarshalBinary returned, and nothing else: [ErrBook]. b is as it was
// if it fails.
func (b *Book) UnmarshalBinary(data []byte) error {
	var n Book
	var count uint8
	s := cryptobyte.String(data)
	if !s.ReadUint32(&n.last) || !s.ReadUint8(&count) || count > MaxEntries {
		return ErrBook
	}
	before := uint32(0)
	for range count {
		e := new(Entry)
		if !e.read(&s) || e.Number <= before || e.Number > n.last {
			return ErrBook
		}
		before = e.Number
		n.entries = append(n.entries, e)
	}
	if !s.Empty() {
		return ErrBook
	}
	*b = n
	return nil
}

func (e *Entry) read(s *cryptobyte.String) bool {
	var progress, name cryptobyte.String
	var pending, ways, replies uint8
	if !s.ReadUint32(&e.Number) || !s.CopyBytes(e.ID[:]) || !s.CopyBytes(e.key.Bytes()) || !s.ReadUint8((*uint8)(&e.Kind)) || e.Kind > report.Harm ||
		!e.readReport(s, &e.Draft) || !e.readReport(s, &e.Sent) || !s.CopyBytes(e.Desk[:]) || !s.CopyBytes(e.DeskKey[:]) || !s.ReadUint8LengthPrefixed(&name) || len(name) > seal.MaxName || !s.ReadUint8((*uint8)(&e.Withdrawn)) || e.Withdrawn > report.NotSafe ||
		!s.ReadUint16(&e.Odd) || !s.ReadUint16(&e.Dropped) || !s.ReadUint32((*uint32)(&e.At)) || !s.ReadUint16LengthPrefixed(&progress) ||
		e.progress.UnmarshalBinary(progress) != nil || e.Draft == nil && e.Revision() == 0 || !s.ReadUint8(&pending) || pending > MaxPending {
		return false
	}
	e.DeskName = string(name)
	for range pending {
		var p Pending
		if !p.read(s) || p.Revision > e.Revision() || e.pending(p.Revision) != nil {
			return false
		}
		e.Pending = append(e.Pending, p)
	}
	if !s.ReadUint8(&ways) || ways > MaxWays {
		return false
	}
	for range ways {
		var w seal.Way
		if !s.CopyBytes(w[:]) {
			return false
		}
		e.ways = append(e.ways, w)
	}
	if !s.ReadUint8(&replies) || replies > MaxReplies {
		return false
	}
	before := uint16(0)
	for range replies {
		var r Reply
		if !r.read(s) || r.Number <= before {
			return false
		}
		before = r.Number
		e.Replies = append(e.Replies, r)
	}
	return true
}

func (e *Entry) readReport(s *cryptobyte.String, to **report.Report) bool {
	var bytes cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&bytes) {
		return false
	}
	if bytes.Empty() {
		return true
	}
	*to = new(report.Report)
	return (*to).UnmarshalBinary(bytes) == nil && (*to).ID == e.ID
}

func (p *Pending) add(b *cryptobyte.Builder) {
	b.AddUint8(uint8(p.What))
	b.AddUint16(p.Revision)
	b.AddUint8(uint8(p.Why))
	b.AddUint16(p.Answers)
	addText(b, p.Text)
	b.AddBytes(p.Way[:])
	b.AddUint32(p.Message)
	b.AddUint32(uint32(p.At))
	b.AddBytes([]byte{p.Tries, flag(p.Passed), p.Stop, flag(p.GaveUp), p.Failed, flag(p.Anyway)})
}

func (p *Pending) read(s *cryptobyte.String) bool {
	var v [6]byte
	if !s.ReadUint8((*uint8)(&p.What)) || !s.ReadUint16(&p.Revision) || p.Revision == 0 || !s.ReadUint8((*uint8)(&p.Why)) || !s.ReadUint16(&p.Answers) ||
		!readText(s, &p.Text, report.MaxText) || !s.CopyBytes(p.Way[:]) || !s.ReadUint32(&p.Message) || !s.ReadUint32((*uint32)(&p.At)) || !s.CopyBytes(v[:]) ||
		v[0] == 0 || v[0] > MaxTries || v[1] > 1 || v[3] > 1 || v[4] > MaxTries || v[5] > 1 {
		return false
	}
	p.Tries, p.Passed, p.Stop, p.GaveUp, p.Failed, p.Anyway = v[0], v[1] == 1, v[2], v[3] == 1, v[4], v[5] == 1
	switch p.What {
	case report.AReport:
		return p.Why == 0 && p.Answers == 0 && p.Text == ""
	case report.AWithdrawal:
		return p.Why >= report.Wrong && p.Why <= report.NotSafe && p.Answers == 0 && p.Text == ""
	case report.AnAnswer:
		return p.Why == 0 && p.Answers != 0 && p.Text != ""
	}
	return false
}

func (r *Reply) add(b *cryptobyte.Builder) {
	b.AddUint16(r.Number)
	b.AddUint8(uint8(r.Word))
	b.AddUint16(r.About)
	addText(b, r.Text)
	b.AddUint32(uint32(r.Came))
	b.AddBytes([]byte{flag(r.Read), flag(r.Answered)})
}

func (r *Reply) read(s *cryptobyte.String) bool {
	var v [2]byte
	if !s.ReadUint16(&r.Number) || !s.ReadUint8((*uint8)(&r.Word)) || r.Word < seal.SaysAnswer || r.Word > seal.SaysClosed || !s.ReadUint16(&r.About) ||
		!readText(s, &r.Text, seal.MaxReply) || r.Text == "" || !s.ReadUint32((*uint32)(&r.Came)) || !s.CopyBytes(v[:]) || v[0] > 1 || v[1] > 1 {
		return false
	}
	r.Read, r.Answered = v[0] == 1, v[1] == 1
	return true
}

func addText(b *cryptobyte.Builder, text string) {
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(text)) })
}

func readText(s *cryptobyte.String, to *string, most int) bool {
	var text cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&text) || len(text) > most || !place.Plain(string(text), true) {
		return false
	}
	*to = string(text)
	return true
}

func flag(v bool) uint8 {
	if v {
		return 1
	}
	return 0
}
