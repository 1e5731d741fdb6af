package page

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// now is when all of these tests are.
var now = time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC)

const host = "127.0.0.1:4711"

// office is a desk with its page, and writers who send it reports.
type office struct {
	t    testing.TB
	desk *desk.Desk
	site *Site
	to   *seal.Record
}

func newOffice(t testing.TB, change func(*Options)) *office {
	t.Helper()
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	to := &seal.Record{Group: seal.Group{5}, Issued: 1000, Begins: 1000, Expires: 9000, Public: public, Name: "Notification team"}
	opener, err := seal.NewOpener(&seed, to)
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(desk.NewMem(), []*seal.Opener{opener}, desk.Options{Now: func() time.Time { return now }, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Desk: d, Say: phrase.New("en", time.UTC), Now: func() time.Time { return now }, Rand: rand.Reader, Host: host, Borders: true, Sender: "notification-team"}
	if change != nil {
		change(&o)
	}
	return &office{t, d, New(o), to}
}

// writer is one who has written one report.
type writer struct {
	id  report.ID
	key report.ReplyKey
	now report.Report
}

// cell is a place in Khartoum's quarter, some hundred metres from others.
func cell(t testing.TB, lat, lon float64, p place.Precision) place.Place {
	t.Helper()
	e, err := place.Degrees(lat, lon)
	if err != nil {
		t.Fatal(err)
	}
	c, err := e.Coarsen(p)
	if err != nil {
		t.Fatal(err)
	}
	return place.Place{Cell: c}
}

// hospital is a report of a protected site.
func hospital(t testing.TB) report.Report {
	when, err := report.Since(now.Add(-30*time.Hour), report.SixHours)
	if err != nil {
		t.Fatal(err)
	}
	where := cell(t, 15.6123, 32.5345, place.HundredMetres)
	where.Name = "Clinic by the old bridge"
	return report.Report{Kind: report.Site, Type: 1, State: 2, Access: report.AccessHard, Severity: report.Severe, How: report.Seen, Confidence: report.Sure,
		Consent: report.MayNotify | report.MayPublish, People: report.Counted(120), When: when, Where: where, Text: "Two wards work.\nThe generator runs at night."}
}

// send sends a report to the desk, by a writer of its own, and returns the desk's name of
// it and of its case.
func (o *office) send(r report.Report) (w *writer, name, of desk.Name) {
	o.t.Helper()
	id, key, err := report.NewThread(rand.Reader)
	if err != nil {
		o.t.Fatal(err)
	}
	r.ID, r.Revision = id, 1
	w = &writer{id, key, r}
	name = o.take(report.LetterOf(r, key))
	t, err := o.desk.Thread(name)
	if err != nil {
		o.t.Fatal(err)
	}
	return w, name, t.Case
}

func (o *office) take(l report.Letter) desk.Name {
	o.t.Helper()
	packet, err := seal.Seal(&l, o.to)
	if err != nil {
		o.t.Fatal(err)
	}
	got, err := o.desk.Take([][]byte{packet})
	if err != nil || len(got) != 1 || got[0].Report == "" {
		o.t.Fatalf("the desk has not taken a letter: %v %v", got, err)
	}
	return got[0].Report
}

// browser is the one that followed the link.
type browser struct {
	o      *office
	cookie string
	key    string
}

// begin follows a fresh link.
func (o *office) begin() *browser {
	o.t.Helper()
	link, err := o.site.Link()
	if err != nil {
		o.t.Fatal(err)
	}
	w := o.ask("GET", strings.TrimPrefix(link, "http://"+host), nil)
	c := w.Result().Cookies()
	if w.Code != http.StatusSeeOther || len(c) != 1 {
		o.t.Fatalf("a fresh link leads nowhere: %d", w.Code)
	}
	b := &browser{o: o, cookie: c[0].Name + "=" + c[0].Value}
	page := b.get("/")
	m := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(page.Body.String())
	if m == nil {
		o.t.Fatal("the inbox has no form")
	}
	b.key = m[1]
	return b
}

// ask makes a request of anybody's.
func (o *office) ask(method, target string, change func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	o.site.ServeHTTP(w, r)
	return w
}

func (b *browser) get(target string) *httptest.ResponseRecorder {
	return b.o.ask("GET", target, func(r *http.Request) {
		r.Header.Set("Cookie", b.cookie)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	})
}

// page is a page that must be there.
func (b *browser) page(target string) string {
	b.o.t.Helper()
	w := b.get(target)
	if w.Code != http.StatusOK {
		b.o.t.Fatalf("%s answers %d: %s", target, w.Code, w.Body)
	}
	return w.Body.String()
}

// form is a request with a form as a browser sends it.
func form(target string, values url.Values) *http.Request {
	r := httptest.NewRequest("POST", target, strings.NewReader(values.Encode()))
	r.Host = host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+host)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

func (b *browser) post(target string, pairs ...string) *httptest.ResponseRecorder {
	v := url.Values{keyField: {b.key}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	if of, is := strings.CutSuffix(strings.TrimPrefix(target, "/case/"), "/clear"); is && !v.Has("seen") {
		if c, err := b.o.desk.Case(desk.Name(of)); err == nil { // who clears has just looked
			v.Set("seen", c.Seen)
		}
	}
	r := form(target, v)
	r.Header.Set("Cookie", b.cookie)
	w := httptest.NewRecorder()
	b.o.site.ServeHTTP(w, r)
	return w
}

// does posts a form that must be carried out.
func (b *browser) does(target string, pairs ...string) string {
	b.o.t.Helper()
	w := b.post(target, pairs...)
	if w.Code != http.StatusSeeOther {
		b.o.t.Fatalf("%s answers %d: %s", target, w.Code, wrongOf(w.Body.String()))
	}
	return w.Header().Get("Location")
}

// wrongOf is what a page says that went wrong.
func wrongOf(page string) string {
	m := regexp.MustCompile(`role="alert">([^<]*)<`).FindStringSubmatch(page)
	if m == nil {
		return fmt.Sprintf("%.200q", page)
	}
	return m[1]
}
