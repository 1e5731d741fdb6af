package desk

import (
	"fmt"
	"io"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
	"bulkhead/report/weigh"
)

// State is how far the desk is with a case. It is notified once somebody was told: see
// [Desk.Notify].
type State = export.Status

// What is what an entry of a thread is.
type What uint8

const (
	WroteReport     What = iota + 1 // the first one
	WroteEdit                       // another revision of it, earlier or later
	WroteWithdrawal                 // the writer takes it back
	WroteAnswer                     // to a question of the desk's
	SaidAtDesk                      // by itself, once it was kept
	SaidRead                        // once a person had opened it
	SaidAnswer
	SaidQuestion
	SaidClosed
)

var whats = [...]string{"", "report", "edit", "withdrawal", "answer", "said-at-desk", "said-read", "said-answer", "said-question", "said-closed"}

// String returns the code.
func (w What) String() string {
	if int(w) >= len(whats) {
		return ""
	}
	return whats[w]
}

// Entry is one letter of a thread, or one reply.
type Entry struct {
	What     What
	At       time.Time      // of a letter to the hour, of a reply to the minute
	Revision uint16         // of a letter; of a reply, the one that it is about
	Number   uint16         // of a reply; of an answer, the number of the reply that it answers
	Report   *report.Report // of a report or an edit, without its id; nil if it is not kept
	Why      report.Why     // of a withdrawal
	Text     string
	Unread   bool // nobody at the desk has opened it
	Sent     bool // of a reply: the line has it
}

// Thread is one report as the desk shows it: all that came with its id, and all that the
// desk said to it. Nothing in it says who writes.
type Thread struct {
	Report    Name
	Case      Name
	Came      time.Time      // to the hour: no finer is kept
	Now       *report.Report // the newest, without its id; nil if there is none
	Withdrawn report.Why     // 0 if it stands
	Erased    bool           // something that it said was not safe to keep, and is gone
	Missing   int            // revisions that have not come, of the last 64
	Odd       int            // letters that were refused: contradictions, and another's; at most 255
	Unread    int
	Waiting   int       // questions of the desk's without an answer
	Open      time.Time // until when a reply finds its way; zero: there is none
	Entries   []Entry   // the oldest first
	Dropped   int       // entries that had to make room
}

// Format implements [fmt.Formatter] and prints nothing of the thread.
func (Thread) Format(f fmt.State, _ rune) { io.WriteString(f, "thread(hidden)") }

// Format implements [fmt.Formatter] and prints nothing of the entry.
func (Entry) Format(f fmt.State, _ rune) { io.WriteString(f, "entry(hidden)") }

// Row is a case as a list shows it. Kind to Text are those of its newest report that
// stands; Severity is the worst.
type Row struct {
	Case      Name
	State     State
	Kind      report.Kind // 0: no report stands
	Type      uint8
	KindState uint8 // the report's own: working, marked …
	Severity  report.Severity
	How       report.How
	Where     place.Place
	To        place.Place
	When      report.When
	People    report.Count
	Text      string    // at most 200 bytes of its beginning
	Came      time.Time // the first letter, to the hour
	Changed   time.Time // the last letter, to the hour
	Reports   int       // withdrawn ones too
	Unread    int
	Waiting   int
	Percent   int // certainty, 1 to 99; 0: no report stands
	Cleared   bool
	Stale     bool // cleared, and changed since
	Withdrawn bool // all of its reports are
	Recall    bool // it was told on, and has to be taken back
	Damaged   bool // what was kept cannot be read
}

// Format implements [fmt.Formatter] and prints nothing of the row.
func (Row) Format(f fmt.State, _ rune) { io.WriteString(f, "row(hidden)") }

// Case is what the desk takes to be one thing: one report, or several that a person has
// merged.
type Case struct {
	Row
	Threads   []Thread // in an order of their names
	Certainty weigh.Certainty
	Assume    weigh.Assumptions // shown with the certainty, and with suggestions
	Public    time.Time         // since when it was public; zero: not
	Observed  bool              // a person has set that it is so
	Consent   report.Consent    // what the writers of all reports that stand have given
	Item      *export.Item      // as cleared, nil if it is not
	Form      *export.Item      // what a person begins clearing with: see Draft; nil if nothing stands
	Seen      string            // names what Form and all reports say: Clear wants it
	Notified  []Notification
	Exports   []Exported
	Trail     []Step
	Crowded   bool // more cases lie near than suggestions compare
	Dropped   int  // steps that had to make room
}

// Format implements [fmt.Formatter] and prints nothing of the case.
func (Case) Format(f fmt.State, _ rune) { io.WriteString(f, "case(hidden)") }

// Notification is that somebody was told of a case.
type Notification struct {
	To       string          // who, in one line
	Audience export.Audience // export.Partners or export.Parties
	By       string          // by whose consent, in one line
	Consent  report.Consent  // what the writers had given then: the desk sets it
	At       time.Time       // to the minute: the desk sets it
}

// Format implements [fmt.Formatter] and prints nothing of the notification.
func (Notification) Format(f fmt.State, _ rune) { io.WriteString(f, "notification(hidden)") }

// Format is in which form something was exported.
type Format uint8

const (
	GeoJSON Format = iota + 1
	HXL
	CAP
	Publication
)

// String returns the code.
func (f Format) String() string {
	if f > Publication {
		return ""
	}
	return [...]string{"", "geojson", "hxl", "cap", "publication"}[f]
}

// Exported is that a case left the desk.
type Exported struct {
	Format      Format
	Audience    export.Audience
	Restriction string    // who may have it, in one line; none for everybody
	At          time.Time // the last time, to the minute
	Serial      int       // of an alert
	Sent        time.Time // of an alert, as it stands in it
	Exercise    bool      `json:",omitempty"` // of an alert
}

// Did is what a step of a case's trail was.
type Did uint8

const (
	DidBegin Did = iota + 1 // a report came
	DidChange
	DidWithdraw
	DidEraseUnsafe // by the writer's word that it is not safe to keep
	DidErase       // by a person
	DidMerge       // Of: the case that went into it
	DidTake        // Of: a report that a merge brought
	DidPart        // Of: the report that left, or came
	DidSetState
	DidNotify
	DidSetPublic
	DidSetObserved
	DidClear
	DidUnclear
	DidExport
	DidPublish
	DidAsk // Of: the report, as with the two below
	DidAnswer
	DidClose
	DidRecall    // it has to be taken back
	DidRecalled  // a person has done so
	DidUnpublish // no publication has it from here on
)

var dids = [...]string{"", "begun", "changed", "withdrawn", "erased-unsafe", "erased", "merged", "taken-in", "parted", "state", "notified", "public",
	"observed", "cleared", "uncleared", "exported", "published", "asked", "answered", "closed", "recall", "recalled", "unpublished"}

// String returns the code.
func (d Did) String() string {
	if int(d) >= len(dids) {
		return ""
	}
	return dids[d]
}

// Step is one step of a case. Who did it is not kept: a desk that is taken names nobody.
type Step struct {
	At    time.Time // to the minute; of what came, to the hour
	Did   Did
	Of    Name   `json:",omitempty"`
	State State  `json:",omitempty"` // of the case after it
	Note  string `json:",omitempty"` // who was told, or who may have an export
}
