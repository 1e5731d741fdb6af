package desk

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/seal"
)

// Bounds of what one report's writer, or a case, can make the desk keep.
const (
	maxEntries = 96     // letters and replies of one report
	maxTexts   = 96_000 // bytes of their texts, with those of reports that an edit replaced
	maxTrail   = 200    // steps of a case
	maxTold    = 64     // notifications of a case, and exports under different restrictions
	maxOdd     = 255    // refused letters of one report that are counted
)

// threadRow is what is kept of one report, as JSON inside the store's seal.
type threadRow struct {
	number uint64
	thread report.Thread
	c      *caseRow // of a report that is new in this commit

	Name    Name
	Case    uint64
	Thread  []byte // the form of thread, with the reply key
	Way     []byte `json:",omitempty"` // of the newest packet; none once it is closed
	Until   int64  `json:",omitempty"` // when the way ends at the earliest, Unix time
	Last    int64  `json:",omitempty"` // and when at the latest
	Came    int64  // hours since 1970
	Changed int64  // hours since 1970, of the newest letter
	Wrote   int64  `json:",omitempty"` // hours since 1970, of the report as it stands
	Entries []entryRow
	Dropped int    `json:",omitempty"`
	Odd     int    `json:",omitempty"`
	Said    uint16 `json:",omitempty"` // number of the newest reply
	Era     int    `json:",omitempty"` // the desk's, when that number was given
	Told    uint16 `json:",omitempty"` // the newest revision that the writer was told is read
	Erased  bool   `json:",omitempty"`
}

// entryRow is one letter or reply.
type entryRow struct {
	What     What
	At       int64      // minutes since 1970; of a letter, those of a whole hour
	Revision uint16     `json:",omitempty"`
	Number   uint16     `json:",omitempty"`
	Body     []byte     `json:",omitempty"` // the form of a report that is not the thread's newest
	Why      report.Why `json:",omitempty"`
	Text     string     `json:",omitempty"`
	Unread   bool       `json:",omitempty"`
}

// caseRow is what is kept of one case.
type caseRow struct {
	number uint64

	Name     Name
	State    State
	Reports  int            // so that one whose row is damaged is missed
	Public   int64          `json:",omitempty"` // Unix time since when it was public
	Observed bool           `json:",omitempty"`
	Item     []byte         `json:",omitempty"` // as cleared, in the form of a report
	Stale    bool           `json:",omitempty"` // a report changed since
	Day      int64          `json:",omitempty"` // since 1970, on which what is cleared was cleared
	Notified []Notification `json:",omitempty"`
	Exports  []Exported     `json:",omitempty"`
	Serial   int            `json:",omitempty"` // of the newest alert
	Recall   bool           `json:",omitempty"`
	Trail    []Step         `json:",omitempty"`
	Dropped  int            `json:",omitempty"`
}

// ownRow is the desk's own.
type ownRow struct {
	Era int // how often an earlier store was put back in place
}

// erasedRow says that a person has erased a report: who kept its packets cannot bring it back.
type erasedRow struct {
	Digest []byte // SHA-256 of its id
	Keys   []byte // names of the keys that the desk had in use then, one behind the other
}

// withdrawnRow says that a case was published and is no more: its readers have to find that.
type withdrawnRow struct {
	number uint64

	Name Name
	Day  int64 // since 1970, on which it was taken back
}

// replyRow is a reply that the line does not have yet.
type replyRow struct {
	number uint64

	Report uint64
	Number uint16
	Packet []byte
}

// encode returns a row's form.
func encode(row any) ([]byte, error) { return json.Marshal(row) }

// decode reads a row's form, and refuses fields that it does not have.
func decode(b []byte, row any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(row); err != nil {
		return ErrDamaged // the reason could quote what was kept
	}
	return nil
}

func decodeThread(number uint64, b []byte) (*threadRow, error) {
	t := &threadRow{number: number}
	if err := decode(b, t); err != nil {
		return nil, err
	}
	if err := t.thread.UnmarshalBinary(t.Thread); err != nil || t.Name == "" || t.Way != nil && len(t.Way) != seal.WaySize {
		return nil, ErrDamaged
	}
	return t, nil
}

func (t *threadRow) encode() ([]byte, error) {
	var err error
	if t.Thread, err = t.thread.MarshalBinary(); err != nil {
		return nil, err
	}
	return encode(t)
}

// hour and minute are the two grains of time that a desk keeps: of what came, and of what
// its own people did.
func hour(t time.Time) int64   { return t.Unix() / 3600 }
func minute(t time.Time) int64 { return t.Unix() / 60 }

func day(t time.Time) int64 { return t.Unix() / 86_400 }

func ofDay(d int64) time.Time    { return time.Unix(d*86_400, 0).UTC() }
func ofHour(h int64) time.Time   { return time.Unix(h*3600, 0).UTC() }
func ofMinute(m int64) time.Time { return time.Unix(m*60, 0).UTC() }

// add appends an entry, and drops others if they have no room: first receipts, then the
// oldest that was read.
func (t *threadRow) add(e entryRow) {
	t.Entries = append(t.Entries, e)
	for t.tooLarge() {
		older := t.Entries[:len(t.Entries)-1]
		at := slices.IndexFunc(older, func(e entryRow) bool {
			return len(t.Entries) > maxEntries && (e.What == SaidAtDesk || e.What == SaidRead)
		})
		if at < 0 {
			at = slices.IndexFunc(older, func(e entryRow) bool { return !e.Unread && len(e.Body)+len(e.Text) > 0 })
		}
		if at < 0 {
			at = slices.IndexFunc(older, func(e entryRow) bool { return len(t.Entries) > maxEntries || len(e.Body)+len(e.Text) > 0 })
		}
		t.Entries = slices.Delete(t.Entries, at, at+1)
		t.Dropped++
	}
}

func (t *threadRow) tooLarge() bool {
	size := 0
	for _, e := range t.Entries {
		size += len(e.Body) + len(e.Text)
	}
	return len(t.Entries) > maxEntries || size > maxTexts
}

// waiting returns how many questions of the desk's have no answer.
func (t *threadRow) waiting() (n int) {
	for _, q := range t.Entries {
		if q.What == SaidQuestion && q.Text != "" && !slices.ContainsFunc(t.Entries, func(a entryRow) bool { return a.What == WroteAnswer && a.Number == q.Number }) {
			n++
		}
	}
	return n
}

func (t *threadRow) unread() (n int) {
	for _, e := range t.Entries {
		if e.Unread {
			n++
		}
	}
	return n
}

// erase takes out everything that was said up to a revision, and all that the desk said of
// it, with when it was said. Left are withdrawals that nobody has opened, and the newest.
func (t *threadRow) erase(upTo uint16) {
	t.Entries = slices.DeleteFunc(t.Entries, func(e entryRow) bool {
		goes := e.Revision < upTo && !(e.What == WroteWithdrawal && e.Unread) || e.Revision == upTo && e.What != WroteWithdrawal
		if goes {
			clear(e.Body)
		}
		return goes
	})
	t.Erased = true
}

// told reports whether anything of the case has left the desk.
func (c *caseRow) told() bool { return len(c.Notified)+len(c.Exports) > 0 }

// step adds to the trail. What has no room goes: first the oldest of what writers did, since
// they can do it without end.
func (c *caseRow) step(at time.Time, what Did, of Name) {
	c.Trail = append(c.Trail, Step{At: at, Did: what, Of: of, State: c.State})
	for len(c.Trail) > maxTrail {
		at := slices.IndexFunc(c.Trail[:maxTrail], func(s Step) bool { return s.Did == DidChange || s.Did == DidWithdraw || s.Did == DidEraseUnsafe })
		c.Trail = slices.Delete(c.Trail, max(0, at), max(0, at)+1)
		c.Dropped++
	}
}

// changed takes in that a report of the case says something else now: what was cleared is
// not cleared any more.
func (c *caseRow) changed() { c.Stale = c.Item != nil }

// itemID stands in the form of a cleared item, which has no report's id.
var itemID = report.ID{1}

func packItem(it *export.Item) ([]byte, error) {
	r := report.Report{ID: itemID, Revision: 1, Kind: it.Kind, Type: it.Type, State: it.State, Access: it.Access, Severity: it.Severity,
		How: report.Public, Confidence: report.Likely, People: it.People, Killed: it.Killed, Injured: it.Injured,
		When: it.When, Where: it.Where, To: it.To, Text: it.Text}
	return r.MarshalBinary()
}

func itemOf(r *report.Report) export.Item {
	return export.Item{Kind: r.Kind, Type: r.Type, State: r.State, Access: r.Access, Severity: r.Severity, People: r.People,
		Killed: r.Killed, Injured: r.Injured, When: r.When, Where: r.Where, To: r.To, Text: r.Text}
}
