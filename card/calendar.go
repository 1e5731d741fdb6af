package card

import (
	"time"

	"bulkhead/round"

	"golang.org/x/crypto/cryptobyte"
)

// calendarSize is the length of a calendar on a card, in bytes: T in milliseconds and
// four spans.
const calendarSize = 4 + 4*8

func addCalendar(b *cryptobyte.Builder, c round.Calendar) {
	b.AddUint32(uint32(c.Length.Milliseconds()))
	b.AddBytes(make([]byte, calendarSize-4))
}

func readCalendar(s *cryptobyte.String, c *round.Calendar) bool {
	var length uint32
	var rest [calendarSize - 4]byte
	if !s.ReadUint32(&length) || !s.CopyBytes(rest[:]) || rest != [calendarSize - 4]byte{} {
		return false
	}
	*c = round.Calendar{Origin: time.Unix(0, 0).UTC(), Length: time.Duration(length) * time.Millisecond}
	return true
}
