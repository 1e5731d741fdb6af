package sim

import (
	"errors"
	"fmt"
	"time"
)

var (
	// ErrQuestion is the error of a question that has no answer.
	ErrQuestion = errors.New("no such question")

	// ErrShape is the error of a shape or file that no group can have here.
	ErrShape = errors.New("no such shape")

	// ErrFile is the error of a file that is no graph. Neither it nor any other error
	// holds a word of the file: it may be names.
	ErrFile = errors.New("not a graph")
)

// Fault says why something is no question, shape or graph that is answered here. It
// is ErrQuestion, ErrShape or ErrFile.
type Fault struct {
	Kind        error
	Why         Why
	Line        int           // of the file, from 1; 0: of none
	Value       float64       // what was asked for
	Span        time.Duration // the same, of a time
	Least, Most int           // what may be asked for, or may be in a file
	Name        string        // of a shape, as it was asked for; of a file's format
}

// Error implements error.
func (f *Fault) Error() string {
	where := ""
	if f.Line > 0 {
		where = fmt.Sprintf("line %d: ", f.Line)
	}
	if f.Name != "" {
		return fmt.Sprintf("%v: %s%v %q", f.Kind, where, f.Why, f.Name)
	}
	return fmt.Sprintf("%v: %s%v", f.Kind, where, f.Why)
}

// Unwrap returns Kind.
func (f *Fault) Unwrap() error { return f.Kind }

// Why is the reason of a [Fault]. As an error it is one that does not say yet where.
type Why uint8

const (
	WhyChance      Why = iota // Value is no chance
	WhyHops                   // Value is below 0
	WhyRuns                   // Value is not within Least and Most
	WhyWatch                  // a time below 0, or no time to look at
	WhyHourLinks              // more than Most links, to be asked for hours
	WhyNotice                 // Span is too short to notice within
	WhyNoticeHours            // with these hours nobody is missed for Span
	WhyTimes                  // a time that is not above 0
	WhyNeeds                  // a chance that is none, or less than nobody
	WhyUnhealable             // with one link a pair nobody can be healed
	WhyMonthsOf               // more than Most members, to be asked for months
	WhyMonths                 // Value is not within Least and Most
	WhyCaptures               // so is this, a month
	WhyGrowth                 // and this
	WhyKind                   // Name is no kind of shape
	WhyMembers                // Value is not within Least and Most
	WhyPairs                  // so is this, a lead
	WhyLinks                  // more than Most
	WhyLinkNobody             // a link to a member that does not exist
	WhyLong                   // more than Most bytes
	WhyLongLine               // so is a line
	WhyLongName               // and a name
	WhyNobody                 // nobody is in it
	WhyManyMembers            // more than Most
	WhyForeign                // the file is of a format, Name, that is not read
	WhyUTF16                  // what is not UTF-8
	WhySpreadsheet
	WhyPacked
	WhyNoText
	WhyNotUTF8
	WhyQuotes       // they begin or end in the midst of a name
	WhyColumnQuotes // or of a column
	WhyPeople       // a table of people, not of links
	WhyWidth        // not as many columns as the rows before
	WhyColumns      // more than two names, and nobody says which make a link
	WhyThird        // a third column that is no number
	WhyThirdPeople  // whose numbers are all numbers of people
	WhyNameMissing
	WhySign      // one that is none of the file's own stands between or within names
	WhyNoLinks   // no line has two names
	WhyHeading   // the first line may name the columns, or be a link
	WhyNoGraph   // the XML has none, or ends too early
	WhyNotXML    // by its grammar
	WhyXML       // cannot be read as XML
	WhyCharset   // an encoding that is not read
	WhyDepth     // elements more than Most deep
	WhyClose     // an element is closed that was not opened last
	WhyGraphs    // a second graph
	WhyPlace     // a node or edge outside of the graph
	WhyHyper     // hyperedges
	WhyTwice     // a node is there twice
	WhyNoName    // a node or edge without the name of a node
	WhyNoNode    // an edge to a node that is not there
	WhyEdgeGroup // an edge to a group, which is nobody
)

// Whys are how many reasons there are, from 0.
const Whys = WhyEdgeGroup + 1

// String returns the code.
func (w Why) String() string {
	return [Whys]string{"chance", "hops", "runs", "watch", "hour-links", "notice", "notice-hours", "times", "needs", "unhealable", "months-of", "months", "captures", "growth",
		"kind", "members", "pairs", "links", "link-nobody", "long", "long-line", "long-name", "nobody", "many-members",
		"foreign", "utf-16", "spreadsheet", "packed", "no-text", "not-utf-8", "quotes", "column-quotes", "people", "width", "columns", "third", "third-people",
		"name-missing", "sign", "no-links", "heading", "no-graph", "not-xml", "xml", "charset", "depth", "close", "graphs", "place", "hyper", "twice",
		"no-name", "no-node", "edge-group"}[w]
}

// Error implements error.
func (w Why) Error() string { return w.String() }

// in makes a fault of what a file, or a line of it, is refused for.
func (w Why) in(line int) error {
	most := map[Why]int{WhyLong: maxFile, WhyLongLine: maxLine, WhyLongName: maxName, WhyManyMembers: MaxMembers, WhyLinks: maxLinks, WhyDepth: maxDepth}
	return &Fault{Kind: ErrFile, Why: w, Line: line, Most: most[w]}
}

// badLine says of an error, if it is a reason, on which line it is.
func badLine(line int, err error) error {
	var why Why
	if errors.As(err, &why) {
		return why.in(line)
	}
	return err
}

// foreign refuses a file of a format that is known and not read.
func foreign(format string) error { return &Fault{Kind: ErrFile, Why: WhyForeign, Name: format} }
