package tell

import (
	"encoding/json"
	"time"
)

// Span is a length of time. In JSON it is a number of seconds.
type Span time.Duration

// MarshalJSON returns the seconds.
func (s Span) MarshalJSON() ([]byte, error) { return json.Marshal(time.Duration(s).Seconds()) }

// Duration returns s as Go has it.
func (s Span) Duration() time.Duration { return time.Duration(s) }
