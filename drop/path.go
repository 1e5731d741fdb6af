package drop

import (
	"strconv"
	"strings"

	"bulkhead/box"
)

// The paths of a drop, below "/" and its prefix.
const (
	boxesPath = "/v1/boxes/" // then round, "/", id
	infoPath  = "/v1/drop"
	cardsPath = "/v1/cards/" // then a card's path, in hex
)

// MaxPathSize is the length of the longest path of a drop, in bytes.
const MaxPathSize = 1 + PrefixTextSize + len(boxesPath) + len("4294967295") + 1 + box.HexIDSize

// BoxPath returns the path of a box: "/", the prefix, "/v1/boxes/", the round
// in decimal, "/" and the id in lower-case hex.
func (p Prefix) BoxPath(ref box.Ref) string {
	b := make([]byte, 0, MaxPathSize)
	b = append(b, '/')
	b = append(b, p.Text()...)
	b = append(b, boxesPath...)
	b = strconv.AppendUint(b, uint64(ref.Round), 10)
	b = append(b, '/')
	b = append(b, ref.ID.Hex()...)
	return string(b)
}

// InfoPath returns the path under which a drop says what it is.
func (p Prefix) InfoPath() string { return "/" + p.Text() + infoPath }

// CardPath returns the path under which a sealed card is given to whoever knows it:
// "/" and 64 lower-case hex digits.
func CardPath(path box.ID) string { return "/" + path.Hex() }

// CardPath returns the path under which a sealed card is to be kept.
func (p Prefix) CardPath(path box.ID) string { return "/" + p.Text() + cardsPath + path.Hex() }

// Kind is what a path names.
type Kind uint8

const (
	Unknown  Kind = iota // nothing of a drop's
	Box                  // one box
	InfoOf               // the drop itself
	Card                 // a sealed card, to be read: a path without a prefix
	CardKept             // a sealed card, to be kept
)

// ParsePath reads a request target as it came, undecoded. It knows one form of
// each path: an escape, a query, a leading zero, an upper-case digit or a
// trailing slash makes it Unknown. The prefix is compared in constant time.
// The ref is set for a Box, and its id alone for a Card and CardKept.
func (p Prefix) ParsePath(target string) (Kind, box.Ref) {
	if len(target) == 1+box.HexIDSize && target[0] == '/' { // 256 bits that nobody guesses: no prefix
		if id, err := box.ParseID(target[1:]); err == nil {
			return Card, box.Ref{ID: id}
		}
	}
	if len(target) <= 1+PrefixTextSize || len(target) > MaxPathSize || target[0] != '/' {
		return Unknown, box.Ref{}
	}
	if !p.Matches(target[1 : 1+PrefixTextSize]) {
		return Unknown, box.Ref{}
	}
	rest := target[1+PrefixTextSize:]
	if rest == infoPath {
		return InfoOf, box.Ref{}
	}
	if hex, ok := strings.CutPrefix(rest, cardsPath); ok {
		if id, err := box.ParseID(hex); err == nil {
			return CardKept, box.Ref{ID: id}
		}
		return Unknown, box.Ref{}
	}
	rest, ok := strings.CutPrefix(rest, boxesPath)
	if !ok {
		return Unknown, box.Ref{}
	}
	ref, ok := parseRef(rest)
	if !ok {
		return Unknown, box.Ref{}
	}
	return Box, ref
}

// parseRef reads a round, a slash and an id.
func parseRef(s string) (box.Ref, bool) {
	digits, hex, ok := strings.Cut(s, "/")
	if !ok || digits == "" || digits[0] == '0' && digits != "0" || strings.Trim(digits, "0123456789") != "" {
		return box.Ref{}, false
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil {
		return box.Ref{}, false
	}
	id, err := box.ParseID(hex)
	if err != nil {
		return box.Ref{}, false
	}
	return box.Ref{Round: box.Round(n), ID: id}, true
}
