package dropserver

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"bulkhead/box"
)

const (
	// cardsAtOnce is how many new cards are kept at once, and cardEvery after how long
	// one more is: a founder stores one or two when places change, and whoever knows
	// the prefix cannot fill the disk (docs/protocol/card.md, "Sealed cards at a drop").
	cardsAtOnce = 16
	cardEvery   = time.Hour
)

// CardStore keeps sealed cards, which look random to the drop. Both methods may be
// called concurrently.
type CardStore interface {
	// Put keeps a card under its path, once, and is durable on return: see [Store.Put].
	// ErrFull if it keeps no more.
	Put(path box.ID, sealed *box.Content) (PutOutcome, error)
	// Get sets sealed to the card and returns true, or leaves it alone and returns false
	// if there is none.
	Get(path box.ID, sealed *box.Content) (found bool, err error)
}

// cardGate lets few new cards in.
type cardGate struct {
	mu    sync.Mutex
	free  int
	since time.Time // when free last was counted
}

// take reports whether one more card may come now.
func (g *cardGate) take(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.since.IsZero() || now.Before(g.since) { // at the start, or the clock went back
		if g.since.IsZero() {
			g.free = cardsAtOnce
		}
		g.since = now
	}
	more := int64(now.Sub(g.since) / cardEvery)
	g.since = g.since.Add(time.Duration(more) * cardEvery)
	g.free = int(min(int64(g.free)+more, cardsAtOnce))
	if g.free == 0 {
		return false
	}
	g.free--
	return true
}

// keepCard keeps a sealed card. It returns the status, or 0 if it answered nothing.
func (s *Server) keepCard(w http.ResponseWriter, now time.Time, path box.ID, sealed *box.Content) int {
	if s.c.Cards == nil {
		return 0
	}
	status := http.StatusInternalServerError
	var there box.Content
	found, err := s.c.Cards.Get(path, &there)
	switch {
	case err != nil:
	case found && there == *sealed:
		status = http.StatusOK
	case found:
		status = http.StatusConflict
	case !s.cards.take(now):
		status = http.StatusInsufficientStorage
	default:
		status = statusOf(s.c.Cards.Put(path, sealed))
	}
	s.metrics.card(status)
	w.Header()["Cache-Control"] = noStore
	w.WriteHeader(status)
	return status
}

func statusOf(outcome PutOutcome, err error) int {
	switch {
	case errors.Is(err, ErrFull):
		return http.StatusInsufficientStorage
	case err != nil:
	case outcome == Created:
		return http.StatusCreated
	case outcome == Same:
		return http.StatusOK
	case outcome == Conflict:
		return http.StatusConflict
	}
	return http.StatusInternalServerError
}

// giveCard gives a sealed card to a stranger, as a page of the site: the connection ends
// with it. It reports whether there is one.
func (s *Server) giveCard(w http.ResponseWriter, path box.ID, sealed *box.Content) bool {
	if s.c.Cards == nil {
		return false
	}
	if found, err := s.c.Cards.Get(path, sealed); err != nil || !found {
		return false
	}
	s.metrics.card(0)
	giveBox(w, sealed)
	return true
}
