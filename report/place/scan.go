package place

import (
	"slices"
	"unicode"
)

// axis is what a hemisphere or a label says that a value is.
type axis uint8

const (
	unsaid axis = iota
	latitude
	longitude
)

type kind uint8

const (
	number     kind = iota + 1
	hemisphere      // N, S, E, W and words for them
	label           // lat, lon and words for them
	separator       // a comma or a semicolon between the two values
	bareComma       // a comma between two digits: decimal, or it separates
	eitherO         // O: east or west
)

type token struct {
	kind     kind
	whole    string // of a number
	fraction string
	sign     int8 // 1 for a plus that was typed
	mark     byte // 'd', 'm' or 's' of a number that has one
	axis     axis
	negative bool // south, west
}

var words = map[string]token{
	"n": north, "north": north, "nord": north, "شمال": north, "باکوور": north,
	"s": south, "south": south, "sud": south, "جنوب": south, "باشوور": south,
	"e": east, "east": east, "est": east, "شرق": east, "ڕۆژهەڵات": east,
	"w": west, "west": west, "ouest": west, "غرب": west, "ڕۆژئاوا": west,
	"o":   {kind: eitherO},
	"lat": {kind: label, axis: latitude}, "latitude": {kind: label, axis: latitude}, "عرض": {kind: label, axis: latitude},
	"lon": {kind: label, axis: longitude}, "lng": {kind: label, axis: longitude}, "long": {kind: label, axis: longitude},
	"longitude": {kind: label, axis: longitude}, "طول": {kind: label, axis: longitude},
}

var (
	north = token{kind: hemisphere, axis: latitude}
	south = token{kind: hemisphere, axis: latitude, negative: true}
	east  = token{kind: hemisphere, axis: longitude}
	west  = token{kind: hemisphere, axis: longitude, negative: true}
)

// scan cuts cleaned text into tokens.
func scan(text string) (tokens []token, err error) {
	s := []rune(text)
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	digits := func(i int) (string, int) {
		from := i
		for digit(i) {
			i++
		}
		return string(s[from:i]), i
	}
	for i := 0; i < len(s); {
		switch r := s[i]; {
		case r == ' ':
			i++
		case r == '+' || r == '-' || digit(i):
			t := token{kind: number}
			if !digit(i) {
				if t.sign = 1; r == '-' {
					t.sign = -1
				}
				if !digit(i+1) || digit(i-1) {
					return nil, ErrForm
				}
				i++
			}
			t.whole, i = digits(i)
			if i < len(s) && s[i] == '.' {
				if !digit(i + 1) {
					return nil, ErrForm
				}
				t.fraction, i = digits(i + 1)
			}
			tokens = append(tokens, t)
		case r == '°' || r == '\'' || r == '"':
			last := len(tokens) - 1
			if last < 0 || tokens[last].kind != number || tokens[last].mark != 0 {
				return nil, ErrForm
			}
			tokens[last].mark = map[rune]byte{'°': 'd', '\'': 'm', '"': 's'}[r]
			i++
		case r == ',' && digit(i-1) && digit(i+1):
			tokens = append(tokens, token{kind: bareComma})
			i++
		case r == ',' || r == ';':
			tokens = append(tokens, token{kind: separator})
			i++
		case unicode.IsLetter(r):
			from := i
			for i < len(s) && unicode.IsLetter(s[i]) {
				i++
			}
			t, known := words[string(s[from:i])]
			if !known {
				return nil, ErrForm
			}
			if i < len(s) && (s[i] == ':' || s[i] == '=') && t.kind == label {
				i++
			}
			tokens = append(tokens, t)
		default:
			return nil, ErrForm
		}
	}
	return tokens, nil
}

// commas returns the ways of reading the bare commas: all decimal, or all but one. With
// a decimal point somewhere they all separate.
func commas(tokens []token) (ways [][]token) {
	var at []int
	point := false
	for i, t := range tokens {
		if t.kind == bareComma {
			at = append(at, i)
		}
		point = point || t.kind == number && t.fraction != ""
	}
	switch {
	case len(at) == 0:
		return [][]token{tokens}
	case len(at) > 3 || len(at) > 1 && point:
		return nil
	case point:
		return [][]token{decimal(tokens, at[0])}
	case len(tokens) == 3: // "48,2"
		return [][]token{{tokens[0]}}
	}
	for _, separates := range append([]int{-1}, at...) {
		if way := decimal(tokens, separates); way != nil {
			ways = append(ways, way)
		}
	}
	return ways
}

// decimal makes each bare comma a decimal one, but for the one at separates. It returns
// nil if a number would have two.
func decimal(tokens []token, separates int) (way []token) {
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case t.kind != bareComma:
			way = append(way, t)
		case i == separates:
			way = append(way, token{kind: separator})
		default: // scan lets a bare comma stand between two numbers only
			before, after := &way[len(way)-1], tokens[i+1]
			if before.kind != number || before.fraction != "" || before.mark != 0 || after.sign != 0 {
				return nil
			}
			before.fraction, before.mark = after.whole, after.mark
			i++
		}
	}
	return way
}

// ouest returns the tokens with each O as west, and as east.
func ouest(tokens []token) [][]token {
	at := slices.IndexFunc(tokens, func(t token) bool { return t.kind == eitherO })
	if at < 0 {
		return [][]token{tokens}
	}
	one, other := slices.Clone(tokens), slices.Clone(tokens)
	one[at], other[at] = west, east
	return [][]token{one, other}
}
