package page

import (
	"net/http"
	"strconv"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report/export"
)

// exportSheet is the page on which everything that is cleared is exported.
type exportSheet struct {
	sheet
	Cleared            string
	Any                bool
	Left               []row // what may not be for these readers
	Skip               bool
	Audiences, Formats []choice
}

func (s *Site) exportSheet() (exportSheet, error) {
	list, err := s.Desk.List(desk.Filter{Cleared: true}, desk.ByNewest, desk.Range{Size: 1})
	p := exportSheet{sheet: s.sheet(s.Say.DeskExport(), "export"), Any: list.Total > 0, Audiences: audiences(s.Say)}
	p.Cleared = s.Say.DeskClearedCases(list.Total)
	for _, f := range formats(s.Say) {
		if f.Value != desk.CAP.String() { // an alert is about one case
			p.Formats = append(p.Formats, f)
		}
	}
	return p, err
}

func (s *Site) exportPage(w http.ResponseWriter, r *http.Request) {
	p, err := s.exportSheet()
	if err != nil {
		s.fail(w, err)
		return
	}
	s.show(w, http.StatusOK, "export", p)
}

// export hands out all that is cleared and that its writers let the audience have. It is
// a POST: that something left the desk stands in each case's trail.
func (s *Site) export(w http.ResponseWriter, r *http.Request) {
	to, err := audienceOf(r)
	var names, left []desk.Name
	if err == nil {
		names, left, err = s.Desk.Ready(to)
	}
	if err == nil && len(left) > 0 && field(r, "skip") != "1" {
		err = errLeft
	}
	var b []byte
	f := formatOf(field(r, "format"))
	if err == nil && (f == 0 || f == desk.CAP) {
		err = errForm
	}
	if err == nil {
		b, err = s.Desk.Export(f, names, to, field(r, "restriction"))
	}
	if err != nil {
		p, wrong := s.exportSheet()
		if wrong != nil {
			s.fail(w, wrong)
			return
		}
		p.Wrong = Told(s.Say, err)
		p.Skip = len(left) > 0
		for _, name := range left[:min(len(left), pageSize)] {
			if c, err := s.Desk.Case(name); err == nil {
				p.Left = append(p.Left, rowOf(s.Say, &c.Row))
			}
		}
		s.show(w, http.StatusConflict, "export", p)
		return
	}
	download(w, f, b)
}

func formatOf(code string) desk.Format {
	for _, f := range []desk.Format{desk.GeoJSON, desk.HXL, desk.CAP} {
		if f.String() == code {
			return f
		}
	}
	return 0
}

// exportCase hands out one case.
func (s *Site) exportCase(w http.ResponseWriter, r *http.Request, c desk.Name) {
	to, err := audienceOf(r)
	f := formatOf(field(r, "format"))
	if err == nil && f == 0 {
		err = errForm
	}
	var b []byte
	switch {
	case err != nil:
	case f == desk.CAP:
		e := export.Envelope{Sender: s.Sender, Restriction: field(r, "restriction"), Exercise: field(r, "exercise") == "1"}
		switch field(r, "message") {
		case "update":
			e.Message = export.Update
		case "cancel":
			e.Message = export.Cancel
		}
		b, err = s.Desk.Alert(c, to, e)
	default:
		b, err = s.Desk.Export(f, []desk.Name{c}, to, field(r, "restriction"))
	}
	if err != nil {
		s.caseWith(w, r, string(c), err, "")
		return
	}
	download(w, f, b)
}

// download hands a file to the browser, which keeps it. Its name says nothing of what is
// in it.
func download(w http.ResponseWriter, f desk.Format, b []byte) {
	is := map[desk.Format][2]string{
		desk.GeoJSON: {"application/geo+json", "export.geojson"},
		desk.HXL:     {"text/csv; charset=utf-8", "export.csv"},
		desk.CAP:     {"application/cap+xml", "export.xml"},
	}[f]
	w.Header().Set("Content-Type", is[0])
	w.Header().Set("Content-Disposition", `attachment; filename="`+is[1]+`"`)
	w.Write(b)
}

// exported is one way that a case left by.
type exported struct {
	Says, To string // To: who may have it, in one line
	Case     string // "" for what no alert can cancel
	Audience string // for the form of a cancel, as the next
	Readers  string
}

func exportedOf(say phrase.Say, c desk.Name, e *desk.Exported) exported {
	x := exported{Says: say.DeskExported(audienceWord(say, e.Audience), say.FullMinute(e.At), formatWord(say, e.Format)), To: say.Text(e.Restriction)}
	if e.Format == desk.CAP {
		x.Case, x.Audience, x.Readers = string(c), strconv.Itoa(int(e.Audience)), e.Restriction
	}
	return x
}

// recallSheet is what was told on and has to be taken back.
type recallSheet struct {
	sheet
	Recalls []recall
}

type recall struct {
	Link, Name string
	Notified   []told
	Exported   []exported
}

func (s *Site) recalls(w http.ResponseWriter, _ *http.Request) {
	all, err := s.Desk.Recalls()
	if err != nil {
		s.fail(w, err)
		return
	}
	p := recallSheet{sheet: s.sheet(s.Say.DeskRecalls(), "recalls")}
	for _, c := range all {
		one := recall{Link: "/case/" + string(c.Case), Name: string(c.Case)}
		for _, n := range c.Notified {
			one.Notified = append(one.Notified, told{To: s.Say.Text(n.To), At: s.Say.FullMinute(n.At), For: audienceWord(s.Say, n.Audience)})
		}
		for _, e := range c.Exports {
			one.Exported = append(one.Exported, exportedOf(s.Say, c.Case, &e))
		}
		p.Recalls = append(p.Recalls, one)
	}
	s.show(w, http.StatusOK, "recalls", p)
}
