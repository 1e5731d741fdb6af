package dropserver

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"reflect"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/round"
)

const (
	// DefaultKeep is the number of rounds for which boxes are kept by default.
	DefaultKeep = 8
	// DefaultConnections is the most connections at once, by default. A phone
	// holds one for a second or so. Each may need two open files: its own, and
	// one of the site.
	DefaultConnections = 4096

	// minKeep are the rounds that are written at once: a box of the round
	// before must be there to be read.
	minKeep = 2
)

// The limits on one connection. An honest request is one packet of headers
// and 4,096 bytes; all of these are generous for a slow phone.
const (
	maxHeaderBytes = 8 << 10          // of one request
	headerTimeout  = 10 * time.Second // for the handshake, and for a request's headers
	readTimeout    = 30 * time.Second // for a request with its body
	writeTimeout   = 30 * time.Second // from the request's headers to the answer's end
	minIdle        = 60 * time.Second // between two requests, or T/2 if that is longer
	maxStreams     = 8                // requests at once on an HTTP/2 connection
	catchUp        = 2                // rounds that are dropped in one: a clock may have slept
	drainTimeout   = 10 * time.Second // for what runs when the server is told to end

	// strangerTime is how long a connection may last that does not show the
	// prefix. By HTTP/1.1 all of the above ends it sooner; by HTTP/2 nothing else
	// would, as long as it sends pings.
	strangerTime = headerTimeout + headerTimeout + readTimeout + writeTimeout
	// strangerBytes is how much a connection may send before it has shown the
	// prefix. By HTTP/1.1 no more than 20 KiB are read. By HTTP/2 maxStreams boxes
	// may come before the first is looked at: some 40 KiB. It ends floods of
	// frames that are no requests.
	strangerBytes = 256 << 10
)

// Config is what a server is made of.
type Config struct {
	Store       Store                      // the boxes; the caller opens and closes it
	RoundLength time.Duration              // T, at least drop.MinRound, a divisor of 24 h
	Spans       [round.MaxSpans]round.Span // of the day, in which alone rounds are; none: day and night
	Name        string                     // of this calendar, announced; may be empty
	Others      []Offer                    // calendars beside it, MaxOffers − 1 at most
	Slots       int                        // S, announced; default round.DefaultSlots
	Keep        int                        // for how many lengths T a box is kept after its round, at least 2; default DefaultKeep
	Prefix      drop.Prefix                // of the box paths
	Cards       CardStore                  // sealed cards; nil: it keeps and gives none
	Site        fs.FS                      // what strangers see; nil for a small built-in site
	Now         func() time.Time           // the clock; required
	Connections int                        // at once; default DefaultConnections
	Damage      func() Damage              // what the store has lost, for the metrics; nil for nothing

	// CertificateEnds is when the certificate that is shown expires, for the metrics;
	// nil without one. It may be called concurrently.
	CertificateEnds func() time.Time

	observing // empty, except in a build with the tag observe
}

// MaxOffers is how many calendars a drop offers at most: so few that groups share them.
const MaxOffers = 3

// Offer is one more calendar of a drop, under a prefix of its own.
type Offer struct {
	Name     string
	Calendar round.Calendar
	Prefix   drop.Prefix
	Store    Store // its boxes: round numbers of two calendars are not of one time
}

// check returns c with its defaults, or why it makes no server.
func (c Config) check() (Config, error) {
	if c.Slots == 0 {
		c.Slots = round.DefaultSlots
	}
	if c.Keep == 0 {
		c.Keep = DefaultKeep
	}
	if c.Connections == 0 {
		c.Connections = DefaultConnections
	}
	switch {
	case c.Store == nil:
		return c, errors.New("a drop needs a store")
	case c.Now == nil:
		return c, errors.New("a drop needs a clock")
	case c.Prefix == drop.Prefix{}:
		return c, errors.New("a drop needs a prefix")
	case c.Keep < minKeep:
		return c, fmt.Errorf("a drop keeps boxes for %d rounds at least", minKeep)
	case c.Slots < 1:
		return c, errors.New("a drop is laid out for one slot at least")
	case c.Connections < 1:
		return c, errors.New("a drop needs one connection at least")
	}
	if len(c.Others) >= MaxOffers {
		return c, fmt.Errorf("a drop offers %d calendars at most", MaxOffers)
	}
	seen, stores := map[drop.Prefix]bool{}, map[any]bool{}
	for _, o := range c.offers() {
		if err := o.Calendar.Check(); err != nil {
			return c, fmt.Errorf("rounds of %v: %w", o.Calendar.Length, err)
		}
		if _, ok := roundAt(o.Calendar, c.Now()); !ok {
			return c, errors.New("the clock is outside of the rounds that can be numbered")
		}
		if o.Store == nil || o.Prefix == (drop.Prefix{}) || seen[o.Prefix] {
			return c, errors.New("each calendar needs a store and a prefix of its own")
		}
		if reflect.TypeOf(o.Store).Comparable() { // one that is not cannot be told from another
			if stores[o.Store] {
				return c, errors.New("two calendars have one store: their round numbers would meet there")
			}
			stores[o.Store] = true
		}
		seen[o.Prefix] = true
	}
	return c, nil
}

// offers returns all calendars, the server's first one first.
func (c *Config) offers() []Offer {
	return append([]Offer{{c.Name, round.Calendar{Length: c.RoundLength, Spans: c.Spans}, c.Prefix, c.Store}}, c.Others...)
}

// roundAt returns the current round, and false while the clock is outside of all rounds.
func roundAt(c round.Calendar, now time.Time) (box.Round, bool) {
	return c.At(now), !now.Before(c.Start(0)) && now.Before(c.End(math.MaxUint32))
}
