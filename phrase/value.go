package phrase

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// The functions of this page say one value, as sentences and tables show it.

// Number says a whole number: 1,234.
func (s Say) Number(n int) string { return s.numeral(strconv.Itoa(n)) }

// Decimal says a number with so many digits after the point.
func (s Say) Decimal(n float64, after int) string {
	return s.numeral(strconv.FormatFloat(n, 'f', after, 64))
}

// Figure says a number with up to four digits that matter: 0.3, 12.35, 1,235.
func (s Say) Figure(n float64) string {
	after := 4
	for size := math.Abs(n); size >= 1 && after > 0; size /= 10 {
		after--
	}
	for size := math.Abs(n); size > 0 && size < .1 && after < 12; size *= 10 {
		after++
	}
	text := strconv.FormatFloat(n, 'f', after, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return s.numeral(text)
}

// numeral writes a number that is written as Go does in the language's digits,
// with separators. Nothing, and what was rounded to it, has no sign.
func (s Say) numeral(n string) string {
	var b strings.Builder
	sign := strings.HasPrefix(n, "-") && strings.ContainsAny(n, "123456789")
	whole, fraction, broken := strings.Cut(strings.TrimPrefix(n, "-"), ".")
	if sign {
		b.WriteByte('-')
	}
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(s.language().digits.group)
		}
		b.WriteRune(s.language().digits.zero + d - '0')
	}
	if broken {
		b.WriteString(s.language().digits.decimal)
		b.WriteString(s.figures(fraction))
	}
	return b.String()
}

// figures writes digits in those of the language, without separators.
func (s Say) figures(n string) string {
	return strings.Map(func(d rune) rune { return s.language().digits.zero + d - '0' }, n)
}

// three writes a number with three digits that matter, as Go does.
func three(n float64) string {
	if math.Abs(n) >= 100 {
		return strconv.FormatFloat(n, 'f', 0, 64)
	}
	return strconv.FormatFloat(n, 'g', 3, 64)
}

// Percent says a probability from 0 to 1 as so many of 100. What is not nothing
// is not 0, and what is not certain is not 100.
func (s Say) Percent(p float64) string {
	switch {
	case p > 0 && p < .01:
		return s.ValueLessThan1()
	case p < 1 && p > .99:
		return s.ValueMoreThan99()
	}
	return s.ValueOf100(int(math.Floor(100*p + .5)))
}

// Bytes says how much, in decimal units as data plans do.
func (s Say) Bytes(n uint64) string {
	switch {
	case n < 1e3:
		return s.ValueBytes(int(n))
	case n < 1e6:
		return s.ValueKilobytes(s.Decimal(float64(n)/1e3, 1))
	}
	return s.ValueMegabytes(s.Decimal(float64(n)/1e6, 1))
}

// Span says how long something is.
func (s Say) Span(d time.Duration) string {
	switch {
	case d < 2*time.Second:
		return s.ValueSeconds(d.Seconds())
	case d < 2*time.Minute:
		return s.ValueSeconds(math.Round(d.Seconds()))
	case d < 2*time.Hour:
		return s.ValueMinutes(math.Round(d.Minutes()))
	case d < 72*time.Hour:
		return s.ValueHours(d.Hours())
	}
	return s.ValueDays(d.Hours() / 24)
}

const year = 365.25 * 24 * 3600 // seconds

// LongTime says a number of seconds, be it millions of years, in the largest unit
// that fits.
func (s Say) LongTime(seconds float64) string {
	for _, u := range []struct {
		size float64
		said func(int) string
	}{{1e9 * year, s.PassphraseThousandMillionYears}, {1e6 * year, s.PassphraseMillionYears}, {1000 * year, s.PassphraseThousandYears}, {year, s.PassphraseYears}} {
		if n := seconds / u.size; n >= 2 || n >= 1 && u.size >= 1000*year {
			return u.said(int(math.Round(n)))
		}
	}
	for _, u := range []struct {
		size float64
		said func(float64) string
	}{{24 * 3600, s.ValueDays}, {3600, s.ValueHours}, {60, s.ValueMinutes}, {1, s.ValueSeconds}} {
		if n := seconds / u.size; n >= 2 {
			return u.said(math.Round(n))
		}
	}
	return s.PassphraseInstant()
}

// Ago says how long ago something was.
func (s Say) Ago(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return s.ValueJustNow()
	case d < 2*time.Hour:
		return s.ValueMinutesAgo(int(d.Minutes()))
	case d < 48*time.Hour:
		return s.ValueHoursAgo(int(d.Hours()))
	}
	return s.ValueDaysAgo(int(d.Hours() / 24))
}

// Since returns how long ago t was, as of the time that [Say.On] was given.
func (s Say) Since(t time.Time) time.Duration { return s.today.Sub(t) }

// Clock says when something is: "15:04", and before it the day if that is not
// today.
func (s Say) Clock(t time.Time) string {
	t = s.in(t)
	clock := s.isolated(s.ValueClock(s.two(t.Hour()), s.two(t.Minute())))
	if !s.today.IsZero() && t.Format(time.DateOnly) == s.in(s.today).Format(time.DateOnly) {
		return clock
	}
	return s.ValueDayAndTime(s.Date(t), clock)
}

// Moment says when something is, with the day and to the second.
func (s Say) Moment(t time.Time) string {
	t = s.in(t)
	return s.ValueDayAndTime(s.Date(t), s.isolated(s.ValueClockSeconds(s.two(t.Hour()), s.two(t.Minute()), s.two(t.Second()))))
}

// Date says a day: "Mon 2 Jan".
func (s Say) Date(t time.Time) string {
	t = s.in(t)
	return s.ValueDate(t.Day(), s.month(t.Month()), s.weekday(t.Weekday()))
}

func (s Say) two(n int) string { return s.figures(fmt.Sprintf("%02d", n)) }

func (s Say) weekday(d time.Weekday) string {
	return [...]func() string{s.ValueSun, s.ValueMon, s.ValueTue, s.ValueWed, s.ValueThu, s.ValueFri, s.ValueSat}[d]()
}

func (s Say) month(m time.Month) string {
	return [...]func() string{s.ValueJan, s.ValueFeb, s.ValueMar, s.ValueApr, s.ValueMay, s.ValueJun,
		s.ValueJul, s.ValueAug, s.ValueSep, s.ValueOct, s.ValueNov, s.ValueDec}[m-1]()
}

// List joins texts: "a, b and c".
func (s Say) List(texts []string) string {
	var parts []string
	for _, t := range texts {
		parts = append(parts, s.Text(t))
	}
	return s.Join(parts)
}

// Join joins what was said already, as [Say.List] does.
func (s Say) Join(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	said, last := parts[0], len(parts)-1
	for i, part := range parts[1:] {
		if i+1 == last {
			said = s.ValueListLast(said, part)
		} else {
			said = s.ValueListMore(said, part)
		}
	}
	return said
}

// Text says a text that a person made up or wrote, or that an error said, as one
// line: safe for a terminal, and with its own direction kept apart from the
// sentence's, if one of the two runs from right to left.
func (s Say) Text(text string) string {
	text = SafeLine(text)
	if s.language().RightToLeft || runsRight(text) {
		text = firstStrong + text + endIsolate
	}
	return through(s.language().text, text)
}

// Typed says what stands so on a command line, in a file or an address: from
// left to right, and never translated.
func (s Say) Typed(text string) string { return s.isolated(SafeLine(text)) }

// Syntax says a command line's form, of which words were said already, as Typed does.
func (s Say) Syntax(said string) string { return s.isolated(said) }

// isolated keeps what runs from left to right apart in a sentence that does not.
func (s Say) isolated(text string) string {
	if s.language().RightToLeft {
		return leftToRight + text + endIsolate
	}
	return text
}

// One method a kind of placeholder: phrase/internal/catalogue/vocabulary.go.

func (s Say) text(name, v string) value          { return value{name: name, shown: s.Text(v)} }
func (s Say) said(name, v string) value          { return value{name: name, shown: v} }
func (s Say) typed(name, v string) value         { return value{name: name, shown: s.Typed(v)} }
func (s Say) list(name string, v []string) value { return value{name: name, shown: s.List(v)} }
func (s Say) ref(name string, v uint32) value {
	return value{name: name, shown: s.Typed(strconv.FormatUint(uint64(v), 10))}
}
func (s Say) number(name string, v int) value { return value{name: name, shown: s.Number(v)} }
func (s Say) count(name string, v int) value  { return value{name: name, shown: s.Number(v), plural: v} }
func (s Say) amount(name string, v float64) value {
	n := three(v)
	return value{name: name, shown: s.numeral(n), plural: n}
}
func (s Say) clock(name string, v time.Time) value  { return value{name: name, shown: s.Clock(v)} }
func (s Say) moment(name string, v time.Time) value { return value{name: name, shown: s.Moment(v)} }
func (s Say) date(name string, v time.Time) value   { return value{name: name, shown: s.Date(v)} }
func (s Say) span(name string, v time.Duration) value {
	return value{name: name, shown: s.Span(v)}
}
func (s Say) ago(name string, v time.Duration) value { return value{name: name, shown: s.Ago(v)} }
func (s Say) bytes(name string, v uint64) value      { return value{name: name, shown: s.Bytes(v)} }
func (s Say) percent(name string, v float64) value {
	return value{name: name, shown: s.Percent(v)}
}

// A kind may be in the vocabulary before the first sentence that uses it.
var _ = []any{Say.typed, Say.list, Say.ref, Say.moment, Say.date, Say.span, Say.ago, Say.bytes, Say.percent}
