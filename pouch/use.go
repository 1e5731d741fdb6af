package pouch

import (
	"encoding/binary"
	"math"
	"time"

	"bulkhead/carrier"
	"bulkhead/carrier/cause"
)

// Use is what a device's owner wants to know of the network: the data used, the
// drop's clock, and what became of requests. All of it is as of the last answer,
// and every reading has its time. Nobody proves any of it: it is the word of the
// drop, of the network, and of whoever had the file. Uses compare with ==.
//
// In the head, from its byte 1024 on; all integers big-endian, times in seconds
// since 1970, 0: never:
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
	_ = uint(headUsed - useAt - useSize)
)

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

func (h *head) use() (u Use) {
	s := h.useSector()
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

func (h *head) setUse(u Use) {
	s := h.useSector()
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
