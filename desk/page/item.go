package page

import (
	"net/http"
	"strconv"
	"strings"

	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
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
	Where, To, When               string
}

func formOf(say phrase.Say, it *export.Item) itemForm {
	f := itemForm{
		There: true, Text: it.Text, Where: say.ReportPlace(it.Where), When: say.ReportWhen(it.When), HasAccess: it.Kind != report.Movement,
		HasPeople: it.Kind != report.Hazard, HasHarm: it.Kind == report.Harm, People: digits(it.People), Killed: digits(it.Killed), Injured: digits(it.Injured),
	}
	if it.Kind == report.Movement {
		f.To = say.ReportPlace(it.To)
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
	if r.Method != http.MethodPost || r.PathValue("act") != "clear" {
		return
	}
	p.Item.Text = r.PostFormValue("text")
	p.Item.People, p.Item.Killed, p.Item.Injured = r.PostFormValue("people"), r.PostFormValue("killed"), r.PostFormValue("injured")
}
