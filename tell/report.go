package tell

import (
	"time"

	"bulkhead/device"
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/seal"
)

// Reports lists the owner's reports to desks.
type Reports struct {
	Reports []ReportRow `json:"reports"`
}

// ReportRow is one report of a list.
type ReportRow struct {
	Number    uint32 `json:"number"`
	Kind      string `json:"kind"`                // site, hazard, movement, need, harm
	Type      string `json:"type,omitempty"`      // by kind; none where it is another, or where the device keeps no more of it
	Place     string `json:"place,omitempty"`     // its name
	Draft     bool   `json:"draft"`               // something of it is not sent yet
	Revision  int    `json:"revision"`            // the newest that was sent; 0: none
	Stage     string `json:"stage,omitempty"`     // of that: waiting, passed-on, at-desk, read, closed
	Withdrawn string `json:"withdrawn,omitempty"` // why: wrong, over, not-safe
	Unread    int    `json:"unread"`              // texts of the desk that were not shown yet
	GaveUp    int    `json:"gave_up,omitempty"`   // packets after which nothing more is sent by itself: the desk has not said that it is there

	Form  *report.Report `json:"-"` // the draft, else what was sent; nil: the device keeps no more of it
	Of    report.Kind    `json:"-"`
	Why   report.Why     `json:"-"`
	AtNow seal.Stage     `json:"-"`
}

// ReportField is one field of a form: docs/report.md lists the names, and what each can hold.
type ReportField struct {
	Name  string `json:"name"`
	Value string `json:"value"` // a code, a number, a time in UTC, degrees, or the writer's words
}

// ReportShown is one report, and what a desk has said to it.
type ReportShown struct {
	ReportRow
	Fields  []ReportField `json:"fields"` // of the draft, else of what was sent
	Replies []ReportReply `json:"replies"`
	Missing int           `json:"missing"` // words of the desk that have not come, though later ones have
	Odd     int           `json:"odd"`     // replies that did not fit those before, and were not believed
	Dropped int           `json:"dropped"` // texts of the desk that gave way to later ones
}

// ReportReply is a text of a desk.
type ReportReply struct {
	Number   uint32    `json:"number"` // as an answer names it
	Word     string    `json:"word"`   // answer, question, closed
	Revision int       `json:"revision"`
	Text     string    `json:"text"`
	Came     time.Time `json:"came"`
	Answered bool      `json:"answered"`

	Is seal.Word `json:"-"`
}

// ReportKept is a draft that was written or changed.
type ReportKept struct {
	Number uint32        `json:"number"`
	Fields []ReportField `json:"fields"`
	Finer  bool          `json:"finer"` // the text or a name seems to say a place more exactly than was chosen

	Form *report.Report `json:"-"`
	New  bool           `json:"-"`
}

// ReportLeaves is what leaves of a report: read from the bytes that are sealed.
type ReportLeaves struct {
	Number   uint32        `json:"number"`
	Revision int           `json:"revision"`
	Fields   []ReportField `json:"fields"`      // these and no others
	Drawn    int           `json:"drawn_bytes"` // of its id and its reply key: chance, and nothing of the writer
	Bytes    int           `json:"bytes"`       // with its padding
	Boxes    int           `json:"boxes"`       // that it takes, sealed
	Finer    bool          `json:"finer"`       // the text or a name seems to say a place more exactly than was chosen

	Form *report.Report `json:"-"`
}

// ReportDeleted is a report that was erased from the device.
type ReportDeleted struct {
	Number  uint32 `json:"number"`
	Deleted bool   `json:"deleted"`
}

// ReportsOf lists the reports of a device.
func ReportsOf(d *device.Device) Reports {
	r := Reports{Reports: []ReportRow{}}
	for _, e := range d.Reports() {
		r.Reports = append(r.Reports, rowOf(e))
	}
	return r
}

func rowOf(e *book.Entry) ReportRow {
	row := ReportRow{Number: e.Number, Kind: e.Kind.String(), Draft: e.Draft != nil, Revision: int(e.Revision()), Unread: e.Unread(), Of: e.Kind, Why: e.Withdrawn}
	if row.Form = e.Draft; row.Form == nil {
		row.Form = e.Sent
	}
	if row.Form != nil {
		form := *row.Form
		row.Form, row.Type, row.Place = &form, form.TypeCode(), form.Where.Name
	}
	if row.Revision > 0 {
		row.Stage, row.AtNow = e.Stage().String(), e.Stage()
	}
	for i := range e.Pending {
		if p := &e.Pending[i]; p.GaveUp {
			row.GaveUp = max(row.GaveUp, int(p.Tries))
		}
	}
	if e.Withdrawn != 0 {
		row.Withdrawn = [...]string{"", "wrong", "over", "not-safe"}[e.Withdrawn]
	}
	return row
}

// ReportOf tells of one report.
func ReportOf(d *device.Device, number uint32) (ReportShown, error) {
	e, err := d.Report(number)
	if err != nil {
		return ReportShown{}, err
	}
	p := peopleOf(d)
	r := ReportShown{ReportRow: rowOf(e), Fields: fieldsOf(nil), Replies: []ReportReply{}, Missing: e.Missing(), Odd: int(e.Odd), Dropped: int(e.Dropped)}
	if r.Form != nil {
		r.Fields = fieldsOf(r.Form)
	}
	for _, o := range e.Replies {
		word := map[seal.Word]string{seal.SaysAnswer: "answer", seal.SaysQuestion: "question", seal.SaysClosed: "closed"}[o.Word]
		r.Replies = append(r.Replies, ReportReply{uint32(o.Number), word, int(o.About), o.Text, p.start(o.Came), o.Answered, o.Word})
	}
	return r, nil
}

func fieldsOf(r *report.Report) []ReportField {
	all := []ReportField{}
	if r != nil {
		for _, f := range book.Fields(r) {
			all = append(all, ReportField(f))
		}
	}
	return all
}

// ReportKeptOf tells of a draft.
func ReportKeptOf(number uint32, r report.Report, new bool) ReportKept {
	return ReportKept{number, fieldsOf(&r), book.Finer(&r), &r, new}
}

// drawnBytes are the id and the reply key of a report: drawn by chance, they say nothing.
const drawnBytes = report.IDSize + 32

// ReportLeavesOf tells what leaves: l was read back from the bytes that are sealed.
func ReportLeavesOf(number uint32, l *report.Letter, length int) ReportLeaves {
	r := l.Report
	boxes := 1
	if length > report.ShortLetter {
		boxes = 3
	}
	return ReportLeaves{number, int(l.Revision), fieldsOf(&r), drawnBytes, length, boxes, book.Finer(&r), &r}
}

// ReportSent is a report that was sealed to a desk.
type ReportSent struct {
	Number   uint32 `json:"number"`
	Revision int    `json:"revision"`
	Desk     Desk   `json:"desk"`
}

// ReportWithdrawn is a report that was taken back.
type ReportWithdrawn struct {
	Number   uint32 `json:"number"`
	Recalled bool   `json:"recalled"` // nothing of it had left, and it is a draft again
	Erased   bool   `json:"erased"`   // it is erased here, and its desk cannot be told; if neither, the desk is told
}

// ReportAnswered is an answer to a desk's question that was sealed to the desk.
type ReportAnswered struct {
	Number   uint32 `json:"number"`
	Question int    `json:"question"`
}
