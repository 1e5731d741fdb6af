package dropserver

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

// body holds a request's body as far as anybody cares.
type body [box.Size + 1]byte

// Handler returns the server's answers without its connections.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.answer) }

// answer answers any request. What is not exactly a request of the protocol
// goes to the site, which answers an unknown path. Up to that point every
// request is treated the same, whatever its path: the body is read as far as a
// box is long, so that neither its length nor an expected "100 Continue" tells
// a stranger anything.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	g := guestOf(r.Context())
	g.heard()
	o, kind, ref := s.of(r.RequestURI)
	if isOurs(kind, r.Method) {
		g.show() // before the body: a slow phone must not go for a stranger
	}
	b := s.bodies.Get().(*body)
	defer s.bodies.Put(b)
	n, whole := readBody(r.Body, b[:])
	now := s.c.Now() // after the body: a slow one does not hold its round open
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	status := s.protocol(w, r.Method, g, now, o, kind, ref, b, n, whole)
	if status == 0 {
		sealed := kind == drop.Card && whole && n == 0 && r.Method == http.MethodGet
		status = s.stranger(w, r, g, sealed, ref.ID, (*box.Content)(b[:box.Size]))
	}
	if kind == drop.Box {
		s.c.observe(r, now, ref, n, status)
	}
}

// isOurs reports whether a path and a method are of the protocol. Only who has
// the prefix can ask so.
func isOurs(kind drop.Kind, method string) bool {
	return kind == drop.Box && (method == http.MethodPut || method == http.MethodGet) || kind == drop.InfoOf && method == http.MethodGet ||
		kind == drop.CardKept && method == http.MethodPut
}

// protocol answers a request of the protocol, of whose body n bytes are in b.
// It returns the status, or 0 if it answered nothing.
func (s *Server) protocol(w http.ResponseWriter, method string, g *guest, now time.Time, o *offer, kind drop.Kind, ref box.Ref, b *body, n int, whole bool) int {
	if !whole || !isOurs(kind, method) {
		return 0
	}
	defer g.work()()
	content := (*box.Content)(b[:box.Size])
	switch {
	case kind == drop.Box && method == http.MethodPut && n == box.Size:
		return s.put(w, now, o, ref, content)
	case kind == drop.Box && method == http.MethodGet && n == 0:
		return s.get(w, now, o, ref, content)
	case kind == drop.CardKept && n == box.Size:
		return s.keepCard(w, now, ref.ID, content)
	case kind == drop.InfoOf && n == 0:
		return s.info(w, now, o)
	}
	return 0
}

// stranger answers as the site does, and ends the connection with it: site
// visitors are not kept. Of several requests of one connection it answers one
// after the other, since each may hold a file open. If sealed says so, it may be a
// sealed card that is asked for, by whoever was invited.
func (s *Server) stranger(w http.ResponseWriter, r *http.Request, g *guest, sealed bool, path box.ID, content *box.Content) int {
	defer g.onePage()()
	if !r.Close { // else it ends anyway
		w.Header()["Connection"] = closeIt
	}
	if sealed && s.giveCard(w, path, content) {
		return http.StatusOK
	}
	s.metrics.site.Inc()
	return s.site.answer(w, r)
}

// readBody reads until into is full or the body ends, and reports whether it
// has ended as it should.
func readBody(r io.Reader, into []byte) (n int, whole bool) {
	for n < len(into) {
		m, err := r.Read(into[n:])
		n += m
		if err != nil {
			return n, err == io.EOF
		}
	}
	return n, false // longer than any box
}

// put keeps a box. It returns the status, or 0 if it answered nothing.
func (s *Server) put(w http.ResponseWriter, now time.Time, o *offer, ref box.Ref, content *box.Content) int {
	if _, ok := roundAt(o.Calendar, now); !ok || !o.Calendar.Takes(ref.Round, now) || o.isDropped(ref.Round) {
		return 0
	}
	begin := time.Now() // for the metrics alone: a duration, not a clock
	outcome, err := o.Store.Put(ref, content)
	s.metrics.put(outcome, err, time.Since(begin))
	status := statusOf(outcome, err)
	w.Header()["Cache-Control"] = noStore
	w.WriteHeader(status)
	return status
}

// get gives a box, or zeros in its place.
func (s *Server) get(w http.ResponseWriter, now time.Time, o *offer, ref box.Ref, content *box.Content) int {
	if _, ok := roundAt(o.Calendar, now); !ok || !o.Calendar.Gives(ref.Round, now, s.c.Keep) || o.isDropped(ref.Round) {
		return 0
	}
	found, err := o.Store.Get(ref, content)
	s.metrics.get(found, err)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return http.StatusInternalServerError
	}
	if !found {
		clear(content[:])
	}
	giveBox(w, content)
	return http.StatusOK
}

// giveBox answers with 4,096 bytes.
func giveBox(w http.ResponseWriter, content *box.Content) {
	h := w.Header()
	h["Cache-Control"] = noStore
	h["Content-Type"] = boxType
	h["Content-Length"] = boxLength
	_, _ = w.Write(content[:]) // whoever asked may be gone
}

// Header values of answers, never changed.
var (
	closeIt   = []string{"close"}
	noStore   = []string{"no-store"}
	boxType   = []string{drop.BoxType}
	boxLength = []string{strconv.Itoa(box.Size)}
)

// info says what the drop is.
func (s *Server) info(w http.ResponseWriter, now time.Time, o *offer) int {
	current, ok := roundAt(o.Calendar, now)
	if !ok {
		return 0
	}
	b, err := json.Marshal(drop.Info{
		RoundSeconds: o.Calendar.Length.Seconds(),
		Hours:        o.Calendar.HoursText(),
		Calendar:     o.Name,
		Calendars:    s.offered(),
		Slots:        s.c.Slots,
		KeepRounds:   s.c.Keep,
		CurrentRound: current,
		Time:         now.Unix(),
	})
	if err != nil {
		return 0
	}
	h := w.Header()
	h["Cache-Control"] = noStore
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	_, _ = w.Write(b)
	return http.StatusOK
}

// offered lists the calendars, if there are several.
func (s *Server) offered() (all []drop.Offer) {
	if len(s.offers) == 1 {
		return nil
	}
	for _, o := range s.offers {
		all = append(all, drop.Offer{Name: o.Name, Prefix: o.Prefix.Text(), RoundSeconds: o.Calendar.Length.Seconds(), Hours: o.Calendar.HoursText()})
	}
	return all
}

// isDropped reports whether the boxes of round r are dropped. After a clock that
// was ahead is set right, such a round can be current again: what was kept in it
// must not read as absent, nor its ids take other bytes.
func (o *offer) isDropped(r box.Round) bool { return int64(r) < o.gone.Load() }
