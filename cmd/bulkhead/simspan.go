package main

import (
	"errors"
	"strconv"
	"time"
)

// span is a time on the command line: 18h, 4h30m, 15m; a number alone is hours.
type span time.Duration

// maxSpan keeps sums of spans far from where they overflow.
const maxSpan = 100 * 365 * 24 * time.Hour

var errSpan = errors.New("a time is something like 18h, 4h30m or 15m; a number alone is hours")

// UnmarshalText implements encoding.TextUnmarshaler, which kong reads flags by.
func (s *span) UnmarshalText(text []byte) error {
	d, err := time.ParseDuration(string(text))
	if hours, bare := strconv.ParseFloat(string(text), 64); bare == nil {
		if !(hours >= 0 && hours <= maxSpan.Hours()) {
			return errSpan
		}
		d, err = time.Duration(hours*float64(time.Hour)), nil
	}
	if err != nil || d < 0 || d > maxSpan {
		return errSpan
	}
	*s = span(d)
	return nil
}

func (s span) hours() float64 { return time.Duration(s).Hours() }

// hours is a time of so many hours.
func hours(n float64) time.Duration { return time.Duration(n * float64(time.Hour)) }
