package report

import (
	"time"

	"golang.org/x/crypto/cryptobyte"
)

// Unit is how well a time is known.
type Unit uint8

// The units, in quarters of an hour. There is none finer: a minute names the writer's
// own path more often than it helps a desk.
const (
	QuarterHour Unit = 1
	Hour        Unit = 4
	SixHours    Unit = 24
	Day         Unit = 96 // of UTC
)

func (u Unit) valid() bool { return u == QuarterHour || u == Hour || u == SixHours || u == Day }

// Duration returns the unit's length.
func (u Unit) Duration() time.Duration { return time.Duration(u) * quarter }

const (
	quarter = 15 * time.Minute
	// lastQuarter is the last one before the year 2200: years keep four digits.
	lastQuarter = 8_064_575
)

// Form says whether a time is a moment, a span, or goes on.
type Form uint8

const (
	Unsaid Form = iota
	AMoment
	ASpan
	ASince // begun, and goes on as far as the writer knows
)

// When is a time that was rounded down to its unit: it cannot hold a finer one. The zero
// When is not said. Two are the same if they are ==.
type When struct {
	form     Form
	unit     Unit
	from, to uint32 // quarters since 1970; to only for a span: where its last unit begins
}

// Moment returns the unit that t is in.
func Moment(t time.Time, u Unit) (When, error) { return made(AMoment, t, t, u) }

// Since returns what began in the unit that t is in, and goes on.
func Since(t time.Time, u Unit) (When, error) { return made(ASince, t, t, u) }

// Span returns the units from the one that from is in to the one that to is in, both with
// it. Where both are one, it is a moment.
func Span(from, to time.Time, u Unit) (When, error) { return made(ASpan, from, to, u) }

func made(form Form, from, to time.Time, u Unit) (When, error) {
	if !u.valid() {
		return When{}, ErrUnit
	}
	cut := func(t time.Time) int64 {
		s := t.Unix()
		step := int64(u.Duration() / time.Second)
		if s < 0 {
			return -1
		}
		return s / step * int64(u)
	}
	a, b := cut(from), cut(to)
	if a < 0 || a > lastQuarter || b < a || b > lastQuarter {
		return When{}, ErrTime
	}
	w := When{form, u, uint32(a), uint32(b)}
	if form == ASpan && a == b {
		w.form = AMoment
	}
	if w.form != ASpan {
		w.to = 0
	}
	return w, nil
}

func (w When) valid() bool {
	if w == (When{}) {
		return true
	}
	u := uint32(w.unit)
	return w.form <= ASince && w.form != Unsaid && w.unit.valid() && w.from <= lastQuarter && w.from%u == 0 &&
		(w.form == ASpan && w.to > w.from && w.to <= lastQuarter && w.to%u == 0 || w.form != ASpan && w.to == 0)
}

// Form returns whether it is a moment, a span or goes on.
func (w When) Form() Form { return w.form }

// Unit returns how well it is known, 0 if it is not said.
func (w When) Unit() Unit { return w.unit }

// From returns where its first unit begins, in UTC.
func (w When) From() time.Time { return time.Unix(int64(w.from)*900, 0).UTC() }

// To returns where its last unit ends, in UTC: of a moment, and of what goes on, that of
// its only one.
func (w When) To() time.Time {
	last := max(w.from, w.to)
	return time.Unix(int64(last)*900, 0).UTC().Add(w.unit.Duration())
}

func (w When) append(b *cryptobyte.Builder) {
	b.AddUint8(uint8(w.form))
	if w.form == Unsaid {
		return
	}
	b.AddUint8(uint8(w.unit))
	b.AddUint32(w.from)
	if w.form == ASpan {
		b.AddUint32(w.to)
	}
}

func (w *When) take(s *cryptobyte.String) bool {
	if !s.ReadUint8((*uint8)(&w.form)) || w.form == Unsaid {
		return w.form == Unsaid
	}
	return s.ReadUint8((*uint8)(&w.unit)) && s.ReadUint32(&w.from) && (w.form != ASpan || s.ReadUint32(&w.to)) && w.valid()
}
