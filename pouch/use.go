package pouch

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"time"

	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/internal/durable"
)

// Use is what a device's owner wants to know of a place, or of all of them
// together: the data used, the drop's clock, and what became of requests. All of it
// is as of the last answer, and every reading has its time. Nobody proves any of
// it: it is the word of the drop, of the network, and of whoever had the file. Uses
// compare with ==.
//
// In the file each place has a sector, in the order of the numbers of
// card.Pair.Place; a place on both cards has that of the card in force. All integers
// big-endian, times in seconds since 1970, 0: never:
//
//	0    4     beginning of the last answer's day (UTC)
//	4    8     bytes on the wire on that day
//	12   4     the drop's clock less ours, in seconds, signed
//	16   4     when it was compared
//	20   4+4   writes: when the last was answered; how many have failed since
//	28   4+4   reads: the same
//	36   4     when the first request of the day was answered or failed
//	40   8·24  for each cause how many requests of the day failed by it, 4, and
//	           when the last did, 4
type Use struct {
	Day   time.Time     // the day of the last answer, UTC
	Bytes uint64        // on the wire on that day, as far as the carrier can count them
	Skew  time.Duration // the drop's clock less ours, to the second, as of Compared
	// Compared is when the drop last told its time; zero: never.
	Compared time.Time

	Writes Way
	Reads  Way

	Since  time.Time // the first request of Day; zero: none was ever made
	Failed [cause.Causes]Failures
}

// Way is one direction of travel.
type Way struct {
	Answered time.Time // the last request that the drop answered with what it was for; zero: none ever
	Failed   uint32    // requests since that one, all of which failed
}

// Failures are the requests of one day that failed by one cause.
type Failures struct {
	Count uint32
	Last  time.Time // zero: none
}

const (
	day = 24 * time.Hour

	// useCauses are the places for causes in the file.
	useCauses = 24
	useSize   = 40 + 8*useCauses
)

// There is a place for every cause, and all is in one sector.
const (
	_ = uint(useCauses - cause.Causes)
	_ = uint(durable.Sector - useSize)
)

// useAt is where in the file the use of a place lies.
func useAt(number int) int { return usesAt + number*durable.Sector }

// useOf returns the number whose sector a place has; -1 if it is on neither card.
func (p *Plan) useOf(place card.Place, gateway string) int {
	for n := range card.MaxPairPlaces {
		if other, keys, ok := p.Cards.At(n); ok && other == place && keys == gateway {
			return n
		}
	}
	return -1
}

// checkUses returns an error matching ErrFormat if something is known of a place that
// is none.
func (p *Plan) checkUses(known []byte) error {
	for n := range card.MaxPairPlaces {
		used := 0
		if place, gateway, ok := p.Cards.At(n); ok && p.useOf(place, gateway) == n {
			used = useSize
		}
		if !zero(known[useAt(n):][:durable.Sector][used:]) {
			return fmt.Errorf("%w: what is known of a place that is none", ErrFormat)
		}
	}
	return nil
}

// PlaceUse is what is known of one place.
type PlaceUse struct {
	Number int // as card.Pair.Place gives it
	Place  card.Place
	Use
}

// Together returns what is known of all places: of the last day on which any answered
// or failed, and by the clock that most of them agree on. A direction has failed if no
// place's last request in it was answered.
func Together(uses []PlaceUse) (all Use) {
	for _, u := range uses {
		if u.Day.After(all.Day) || all.Day.IsZero() {
			all.Day = u.Day
		}
	}
	var compared []PlaceUse
	writes, reads := true, true // nothing goes through
	for _, u := range uses {
		writes, reads = writes && !u.Writes.Goes(), reads && !u.Reads.Goes()
		all.Writes, all.Reads = all.Writes.and(u.Writes), all.Reads.and(u.Reads)
		if !u.Compared.IsZero() {
			compared = append(compared, u)
		}
		if u.Day.Equal(all.Day) {
			all.addDay(u.Use)
		}
	}
	if !writes {
		all.Writes.Failed = 0
	}
	if !reads {
		all.Reads.Failed = 0
	}
	if len(compared) > 0 {
		slices.SortStableFunc(compared, func(a, b PlaceUse) int { return cmp.Compare(a.Skew, b.Skew) })
		middle := compared[len(compared)/2]
		if other := compared[(len(compared)-1)/2]; other.Skew.Abs() > middle.Skew.Abs() {
			middle = other
		}
		all.Skew, all.Compared = middle.Skew, middle.Compared
	}
	return all
}

// addDay adds what became of one day's requests at another place.
func (u *Use) addDay(o Use) {
	u.Bytes += o.Bytes
	if u.Since.IsZero() || !o.Since.IsZero() && o.Since.Before(u.Since) {
		u.Since = o.Since
	}
	for i, f := range o.Failed {
		u.Failed[i].Count = uint32(min(uint64(u.Failed[i].Count)+uint64(f.Count), math.MaxUint32))
		if f.Last.After(u.Failed[i].Last) {
			u.Failed[i].Last = f.Last
		}
	}
}

// Goes reports whether the last request was answered.
func (w Way) Goes() bool { return w.Failed == 0 && !w.Answered.IsZero() }

// and returns the way of two places together, of which none goes.
func (w Way) and(o Way) Way {
	if o.Answered.After(w.Answered) {
		w.Answered = o.Answered
	}
	w.Failed = uint32(min(uint64(w.Failed)+uint64(o.Failed), math.MaxUint32))
	return w
}

// Asked returns when the last request was answered, or failed; zero: never.
func (u *Use) Asked() time.Time {
	last := u.Writes.Answered
	if u.Reads.Answered.After(last) {
		last = u.Reads.Answered
	}
	for _, f := range u.Failed {
		if f.Last.After(last) {
			last = f.Last
		}
	}
	return last
}

// Likeliest returns the cause by which most requests failed of those causes that
// came up after a time, and how many did on that day; None if none came up.
func (u *Use) Likeliest(after time.Time) (c cause.Cause, count uint32) {
	for i, f := range u.Failed {
		if f.Count > count && f.Last.After(after) {
			c, count = cause.Cause(i), f.Count
		}
	}
	return c, count
}

// with returns the use after one more answer.
func (u Use) with(ans answer) Use {
	at := ans.at.UTC().Truncate(time.Second)
	if today := at.Truncate(day); !today.Equal(u.Day) {
		u.Day, u.Bytes, u.Since, u.Failed = today, 0, at, [cause.Causes]Failures{}
	}
	if u.Since.IsZero() {
		u.Since = at
	}
	u.Bytes += uint64(max(ans.answer.Bytes, 0))
	if !ans.answer.Date.IsZero() {
		u.Skew, u.Compared = ans.answer.Date.Sub(ans.at), at
	}
	if ans.answer.Cause == cause.Stopped {
		return u
	}
	way := &u.Writes
	if ans.request.Kind != Write {
		way = &u.Reads
	}
	if ans.answer.Outcome != carrier.Failed && ans.answer.Outcome != carrier.Refused {
		*way = Way{Answered: at}
		return u
	}
	way.Failed = oneMore(way.Failed)
	c := ans.answer.Cause
	if c == cause.None || c >= cause.Causes {
		c = cause.Unknown
	}
	u.Failed[c] = Failures{oneMore(u.Failed[c].Count), at}
	return u
}

func oneMore(n uint32) uint32 {
	if n == math.MaxUint32 {
		return n
	}
	return n + 1
}

func useIn(s []byte) (u Use) {
	u = Use{
		Day:      time.Unix(int64(binary.BigEndian.Uint32(s)), 0).UTC(),
		Bytes:    binary.BigEndian.Uint64(s[4:]),
		Skew:     time.Duration(int32(binary.BigEndian.Uint32(s[12:]))) * time.Second,
		Compared: timeAt(s[16:]),
		Writes:   Way{timeAt(s[20:]), binary.BigEndian.Uint32(s[24:])},
		Reads:    Way{timeAt(s[28:]), binary.BigEndian.Uint32(s[32:])},
		Since:    timeAt(s[36:]),
	}
	for i := range u.Failed {
		place := s[40+8*i:]
		u.Failed[i] = Failures{binary.BigEndian.Uint32(place), timeAt(place[4:])}
	}
	return u
}

func putUse(s []byte, u Use) {
	binary.BigEndian.PutUint32(s, uint32(u.Day.Unix()))
	binary.BigEndian.PutUint64(s[4:], u.Bytes)
	skew := min(max(u.Skew/time.Second, math.MinInt32), math.MaxInt32)
	binary.BigEndian.PutUint32(s[12:], uint32(int32(skew)))
	putTime(s[16:], u.Compared)
	putTime(s[20:], u.Writes.Answered)
	binary.BigEndian.PutUint32(s[24:], u.Writes.Failed)
	putTime(s[28:], u.Reads.Answered)
	binary.BigEndian.PutUint32(s[32:], u.Reads.Failed)
	putTime(s[36:], u.Since)
	for i, f := range u.Failed {
		binary.BigEndian.PutUint32(s[40+8*i:], f.Count)
		putTime(s[44+8*i:], f.Last)
	}
}

// timeAt reads a time; zero: never.
func timeAt(b []byte) time.Time {
	n := binary.BigEndian.Uint32(b)
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(int64(n), 0).UTC()
}

func putTime(b []byte, t time.Time) {
	n := uint32(0)
	if !t.IsZero() {
		n = uint32(t.Unix())
	}
	binary.BigEndian.PutUint32(b, n)
}
