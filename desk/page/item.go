package page

import (
	"net/http"
	"strconv"
	"strings"

	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
)

// itemForm is the form in which a person clears a case: what stands in it leaves the
// desk with an export, and nothing else does.
type itemForm struct {
	There                         bool // something stands that can be cleared
	Text                          string
	Types, States                 []choice
	Accesses, Severities          []choice
	People, Killed, Injured       string
	HasAccess, HasPeople, HasHarm bool
	Seen                          string // what the form is made of
	Where, To                     placeForm
	Movement                      bool
	When                          string
	Whens                         []choice
}

// placeForm is how a place leaves: no finer than it came, under a name in a person's words.
type placeForm struct {
	Says, Name string
	Exact      []choice
}

func placeOf(say phrase.Say, p place.Place) placeForm {
	f := placeForm{Says: say.ReportPlace(p), Name: p.Name}
	for n := p.Cell.Precision(); n > 0; n-- {
		f.Exact = append(f.Exact, choice{strconv.Itoa(int(n)), say.DeskMetres(say.Number(n.Metres())), n == p.Cell.Precision()})
	}
	f.Exact = append(f.Exact, choice{"0", say.DeskNoCoordinates(), p.Cell.IsZero()})
	return f
}

// readPlace puts what the form holds of a place into it. Neither a name nor coordinates: no
// place is said.
func readPlace(r *http.Request, of string, p *place.Place) error {
	if r.PostForm.Has(of + "-name") {
		p.Name = field(r, of+"-name")
	}
	if r.PostForm.Has(of + "-exact") {
		n, err := strconv.ParseUint(field(r, of+"-exact"), 10, 8)
		if now := p.Cell.Precision(); err != nil || place.Precision(n) > now {
			return errForm
		} else if n == 0 {
			p.Cell = place.Cell{}
		} else if place.Precision(n) < now {
			e, err := place.Degrees(p.Cell.Degrees())
			if err != nil {
				return err
			}
			if p.Cell, err = e.Coarsen(place.Precision(n)); err != nil {
				return err
			}
		}
	}
	if p.Name == "" && p.Cell.IsZero() {
		*p = place.Place{}
	}
	return nil
}

// toTheDay returns a time without what is finer than a day.
func toTheDay(w report.When) (report.When, error) {
	switch w.Form() {
	case report.AMoment:
		return report.Moment(w.From(), report.Day)
	case report.ASpan:
		return report.Span(w.From(), w.To().Add(-1), report.Day)
	case report.ASince:
		return report.Since(w.From(), report.Day)
	}
	return w, nil
}

func formOf(say phrase.Say, it *export.Item) itemForm {
	f := itemForm{
		There: true, Text: it.Text, Where: placeOf(say, it.Where), When: say.ReportWhen(it.When), HasAccess: it.Kind != report.Movement,
		HasPeople: it.Kind != report.Hazard, HasHarm: it.Kind == report.Harm, People: digits(it.People), Killed: digits(it.Killed), Injured: digits(it.Injured),
	}
	if f.Movement = it.Kind == report.Movement; f.Movement {
		f.To = placeOf(say, it.To)
	}
	if it.When.Form() != report.Unsaid {
		f.Whens = []choice{{"", say.DeskAsItStands(), false}, {"day", say.DeskToTheDay(), false}, {"none", say.DeskNoTime(), false}}
	}
	for n := range uint8(len(it.Kind.Types()) + 1) {
		f.Types = append(f.Types, choice{strconv.Itoa(int(n)), say.ReportType(it.Kind, n), it.Type == n})
	}
	if len(it.Kind.States()) > 0 {
		for n := range uint8(len(it.Kind.States()) + 1) {
			f.States = append(f.States, choice{strconv.Itoa(int(n)), say.ReportState(it.Kind, n), it.State == n})
		}
	}
	for v := report.Access(0); v <= report.AccessCutOff; v++ {
		f.Accesses = append(f.Accesses, choice{strconv.Itoa(int(v)), say.ReportAccess(v), it.Access == v})
	}
	for v := report.Severity(0); v <= report.Extreme; v++ {
		f.Severities = append(f.Severities, choice{strconv.Itoa(int(v)), say.ReportSeverity(v), it.Severity == v})
	}
	return f
}

// digits is a number as a form has it: without separators, "" for not said.
func digits(c report.Count) string {
	n, known := c.Number()
	if !known {
		return ""
	}
	return strconv.Itoa(n)
}

// read puts what the form holds into the item.
func (s *Site) read(r *http.Request, it *export.Item) error {
	it.Text = strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"))
	if err := readPlace(r, "where", &it.Where); err != nil {
		return err
	}
	if it.Kind == report.Movement {
		if err := readPlace(r, "to", &it.To); err != nil {
			return err
		}
	}
	switch field(r, "when") {
	case "":
	case "day":
		var err error
		if it.When, err = toTheDay(it.When); err != nil {
			return err
		}
	case "none":
		it.When = report.When{}
	default:
		return errForm
	}
	for name, to := range map[string]*uint8{"type": &it.Type, "state": &it.State, "access": (*uint8)(&it.Access), "severity": (*uint8)(&it.Severity)} {
		if !r.PostForm.Has(name) {
			continue
		}
		n, err := strconv.ParseUint(r.PostFormValue(name), 10, 8)
		if err != nil {
			return errForm
		}
		*to = uint8(n)
	}
	for name, to := range map[string]*report.Count{"people": &it.People, "killed": &it.Killed, "injured": &it.Injured} {
		typed := strings.TrimSpace(r.PostFormValue(name))
		if !r.PostForm.Has(name) {
			continue
		}
		*to = 0
		if typed == "" {
			continue
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > report.MaxCount {
			return errForm
		}
		*to = report.Counted(n)
	}
	return nil
}

// typed puts back into the page's form what a person had typed into it.
func (p *casePage) typed(r *http.Request) {
	if r.Method != http.MethodPost {
		return
	}
	switch r.PathValue("act") {
	case "ask", "answer", "close":
		for i := range p.Threads {
			if p.Threads[i].Name == field(r, "report") {
				p.Threads[i].Typed = r.PostFormValue("text")
			}
		}
		return
	case "clear":
	default:
		return
	}
	p.Item.Text = r.PostFormValue("text")
	p.Item.Where.Name, p.Item.To.Name = r.PostFormValue("where-name"), r.PostFormValue("to-name")
	p.Item.People, p.Item.Killed, p.Item.Injured = r.PostFormValue("people"), r.PostFormValue("killed"), r.PostFormValue("injured")
}
