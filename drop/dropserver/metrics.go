package dropserver

import (
	"errors"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are counts of what the server does: none tells one device, one box
// or one address from another.
type metrics struct {
	registry    *prometheus.Registry
	puts        map[string]prometheus.Counter // by outcome
	gets        map[string]prometheus.Counter // by outcome
	took        prometheus.Histogram
	site        prometheus.Counter
	cards       map[int]prometheus.Counter  // by what was answered to whoever had one kept; 0: one was given
	expiries    map[bool]prometheus.Counter // by whether they went well
	connections prometheus.Gauge
	closed      map[why]prometheus.Counter
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		took: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "bulkhead_drop_put_seconds", Help: "Time until the store had answered a put.",
			Buckets: prometheus.ExponentialBuckets(0.00025, 2, 14), // to 2 s
		}),
		site: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "bulkhead_drop_site_total", Help: "Requests answered by the site: strangers, and refused rounds.",
		}),
		connections: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "bulkhead_drop_connections", Help: "Open connections.",
		}),
	}
	puts := counters("bulkhead_drop_puts_total", "Boxes that came, by outcome.", "outcome")
	gets := counters("bulkhead_drop_gets_total", "Boxes that were asked for, by outcome.", "outcome")
	expiries := counters("bulkhead_drop_expiries_total", "Times that expired rounds were dropped, by whether it went well.", "ok")
	cards := counters("bulkhead_drop_cards_total", "Sealed cards that came, by outcome, and that were given.", "outcome")
	m.cards = map[int]prometheus.Counter{
		0: cards.WithLabelValues("given"), http.StatusCreated: cards.WithLabelValues("created"), http.StatusOK: cards.WithLabelValues("same"),
		http.StatusConflict: cards.WithLabelValues("conflict"), http.StatusInsufficientStorage: cards.WithLabelValues("full"),
		http.StatusInternalServerError: cards.WithLabelValues("error"),
	}
	m.puts = label(puts, "created", "same", "conflict", "full", "damaged", "error")
	m.gets = label(gets, "found", "absent", "damaged", "error")
	m.expiries = map[bool]prometheus.Counter{true: expiries.WithLabelValues("true"), false: expiries.WithLabelValues("false")}
	round := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "bulkhead_drop_current_round", Help: "The current round by the drop's clock.",
	}, func() float64 { r, _ := s.round(s.c.Now()); return float64(r) })
	strangers := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "bulkhead_drop_strangers", Help: "Open connections that have not shown the prefix.",
	}, func() float64 { return float64(s.door.strangers()) })
	closed := counters("bulkhead_drop_closed_total", "Connections that were closed to let others in, or for what they did as strangers.", "why")
	m.closed = make(map[why]prometheus.Counter)
	for _, w := range []why{forAnother, overShare, forKnown, refused, tooLong, tooMuch} {
		m.closed[w] = closed.WithLabelValues(string(w))
	}
	m.registry.MustRegister(gauge("bulkhead_drop_lost_boxes", "Boxes that the last start found damaged, or that earlier ones did.", func() int { return s.damage().Lost }),
		gauge("bulkhead_drop_doubtful_rounds", "Rounds of which boxes were lost that nothing knows any more.", func() int { return s.damage().Rounds }))
	if ends := s.c.CertificateEnds; ends != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "bulkhead_drop_certificate_expiry_timestamp_seconds", Help: "When the certificate that is shown expires, in seconds since 1970.",
		}, func() float64 { return float64(ends().Unix()) }))
	}
	m.registry.MustRegister(cards, puts, gets, expiries, m.took, m.site, m.connections, strangers, closed, round,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// card counts what became of a sealed card.
func (m *metrics) card(status int) { m.cards[status].Inc() }

func gauge(name, help string, value func() int) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(value()) })
}

// damage returns what the store says of its disk.
func (s *Server) damage() Damage {
	if s.c.Damage == nil {
		return Damage{}
	}
	return s.c.Damage()
}

func counters(name, help, by string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, []string{by})
}

func label(v *prometheus.CounterVec, values ...string) map[string]prometheus.Counter {
	m := make(map[string]prometheus.Counter)
	for _, value := range values {
		m[value] = v.WithLabelValues(value)
	}
	return m
}

// Metrics returns the handler of the metrics, for a listener on loopback.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}

func (m *metrics) put(o PutOutcome, err error, took time.Duration) {
	m.took.Observe(took.Seconds())
	switch {
	case errors.Is(err, ErrFull):
		m.puts["full"].Inc()
	case errors.Is(err, ErrDamaged):
		m.puts["damaged"].Inc()
	case err != nil:
		m.puts["error"].Inc()
	default:
		m.puts[[...]string{Created: "created", Same: "same", Conflict: "conflict"}[o]].Inc()
	}
}

func (m *metrics) get(found bool, err error) {
	switch {
	case errors.Is(err, ErrDamaged):
		m.gets["damaged"].Inc()
	case err != nil:
		m.gets["error"].Inc()
	case found:
		m.gets["found"].Inc()
	default:
		m.gets["absent"].Inc()
	}
}

func (m *metrics) dropped(err error) { m.expiries[err == nil].Inc() }

func (m *metrics) ended(because why) { m.closed[because].Inc() }
