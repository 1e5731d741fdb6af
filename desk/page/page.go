package page

import (
	"embed"
	"errors"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
)

// Options are what a page is made with.
type Options struct {
	Desk *desk.Desk
	Say  phrase.Say // its zone is the desk's
	Now  func() time.Time
	Rand io.Reader // a cryptographic source, for the link, the session and its forms
	// Host is the address that the page is served at, as a browser writes it: 127.0.0.1
	// and a port. Requests with another one are refused.
	Host string
	// Borders says whether the map draws borders between countries at first. A person
	// can change it.
	Borders bool
	// Detail is a PMTiles file with more detail for the map, DetailSize bytes long; nil:
	// none. Several goroutines read it.
	Detail     io.ReaderAt
	DetailSize int64
	// Sender is the desk's name in alerts, as CAP wants it.
	Sender string
	// Lock is called, once at most, when a person asks on the page to end.
	Lock func()
}

// Site is the desk's page. Any number of goroutines may use it.
type Site struct {
	Options
	guard  *guard
	routes http.Handler
	locked chan struct{} // holds one while nobody has locked it
}

//go:embed templates/*.html
var templates embed.FS

var sheets = template.Must(template.New("").ParseFS(templates, "templates/*.html"))

// New returns the page of a desk.
func New(o Options) *Site {
	s := &Site{Options: o, guard: newGuard(o.Host, o.Rand), locked: make(chan struct{}, 1)}
	s.locked <- struct{}{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.inbox)
	mux.HandleFunc("GET /map", s.mapPage)
	mux.HandleFunc("GET /map/view", s.mapView)
	mux.HandleFunc("GET /map/outlines", s.outlines)
	mux.HandleFunc("GET /map/detail.pmtiles", s.detail)
	mux.HandleFunc("GET /case/{name}", s.showCase)
	mux.HandleFunc("POST /case/{name}/{act}", s.act)
	mux.HandleFunc("GET /export", s.exportPage)
	mux.HandleFunc("POST /export", s.export)
	mux.HandleFunc("GET /recalls", s.recalls)
	mux.HandleFunc("POST /lock", s.lock)
	mux.HandleFunc("GET /static/{name}", static)
	mux.HandleFunc("/", s.nothing)
	s.routes = s.guard.wrap(mux)
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.routes.ServeHTTP(w, r) }

// Link returns a link to the page that one browser can follow, once; it has to reach a
// person and nobody else. The link before leads nowhere from now on, and whoever follows
// the new one ends the session before.
func (s *Site) Link() (string, error) { return s.guard.link() }

// sheet is what every page shows besides its own.
type sheet struct {
	Say     phrase.Say
	Title   string
	Here    string // which entry of the menu this is
	Key     string // of the session's forms
	Totals  desk.Totals
	Done    string // a sentence: what was done
	Wrong   string // a sentence: why nothing was done
	Scripts []string
}

// done says what a form has done, but not of erasing that it is done while it is not: that
// stands at the head of every page.
func (s *sheet) done(r *http.Request) {
	act := r.URL.Query().Get("done")
	if act != "erase" || !s.Totals.Erasing {
		s.Done = doneWord(s.Say, act)
	}
}

// With is what a list within the page needs: the page's words and its forms' key.
func (s sheet) With(list any) map[string]any {
	return map[string]any{"List": list, "Say": s.Say, "Key": s.Key}
}

func (s *Site) sheet(title, here string) sheet {
	say := s.Say.On(s.Now())
	return sheet{Say: say, Title: title, Here: here, Key: s.guard.formKey(), Totals: s.Desk.Totals()}
}

// show writes one page.
func (s *Site) show(w http.ResponseWriter, status int, name string, data any) {
	var b strings.Builder
	if err := sheets.ExecuteTemplate(&b, name, data); err != nil {
		panic(err) // a template of ours: tests draw each of them
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, b.String())
}

// fail shows an error in words on a page of its own.
func (s *Site) fail(w http.ResponseWriter, err error) {
	p := s.sheet(s.Say.DeskWrongTitle(), "")
	status := http.StatusConflict
	if errors.Is(err, desk.ErrName) {
		status = http.StatusNotFound
	}
	p.Wrong = Told(s.Say, err)
	s.show(w, status, "wrong", p)
}

func (s *Site) nothing(w http.ResponseWriter, _ *http.Request) {
	p := s.sheet(s.Say.DeskWrongTitle(), "")
	p.Wrong = s.Say.DeskNoPage()
	s.show(w, http.StatusNotFound, "wrong", p)
}

// lock ends the session and the program that serves it.
func (s *Site) lock(w http.ResponseWriter, _ *http.Request) {
	s.guard.end()
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	s.show(w, http.StatusOK, "locked", s.sheet(s.Say.DeskLockedTitle(), ""))
	select {
	case <-s.locked:
		if s.Lock != nil {
			s.Lock()
		}
	default:
	}
}

// query is a link with its values.
func query(path string, v url.Values) string {
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
