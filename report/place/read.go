package place

import (
	"regexp"
	"slices"
	"strings"
)

// maxTyped is more than the longest pair of coordinates in words, in bytes.
const maxTyped = 200

// Order is how it is known which number is the latitude.
type Order uint8

const (
	Said   Order = iota + 1 // hemispheres or labels say it
	Only                    // no other order is in range
	First                   // nothing says it; latitude was typed first, as is usual
	Second                  // nothing says it; this is the pair if longitude was typed first
)

// Reading is one way of understanding what was typed.
type Reading struct {
	Exact Exact
	Order Order
}

// Read returns every way in which text is a pair of coordinates, the likeliest first:
// at least one, or a [Refusal]. If there are several, the person is asked; nothing is
// ever guessed. One too is shown back before it is used.
func Read(text string) ([]Reading, error) {
	if len(text) > maxTyped {
		return nil, ErrLong
	}
	text = clean(text)
	switch {
	case text == "":
		return nil, ErrEmpty
	case grid.MatchString(text):
		return nil, ErrGrid
	case plusCode.MatchString(text):
		return nil, ErrPlusCode
	}
	tokens, err := scan(text)
	if err != nil {
		return nil, err
	}
	var found []Reading
	refused := Refusal(ErrForm)
	for _, t := range commas(tokens) {
		for _, u := range ouest(t) {
			pair, err := pairOf(u)
			if err != nil {
				refused = worse(refused, err.(Refusal))
				continue
			}
			for _, r := range pair.orders() {
				if !slices.ContainsFunc(found, func(have Reading) bool { return have.Exact == r.Exact }) {
					found = append(found, r)
				}
			}
			if len(pair.orders()) == 0 {
				refused = worse(refused, ErrRange)
			}
		}
	}
	if len(found) == 0 {
		return nil, refused
	}
	return found, nil
}

var (
	grid     = regexp.MustCompile(`^\d{1,2} ?[c-hj-np-x] ?([a-hj-np-z]{2} ?(\d{1,5} \d{1,5}|(\d{2}){1,5})$| ?\d{6,7}(\.\d+)?[ ,])`)
	plusCode = regexp.MustCompile(`^[23456789cfghjmpqrvwx]{2,8}\+[23456789cfghjmpqrvwx]{0,3}\b`)
)

// worse returns the refusal that says more: what is known about numbers comes before
// what is known about form.
func worse(a, b Refusal) Refusal {
	rank := []Refusal{ErrForm, ErrOne, ErrHemispheres, ErrSign, ErrMinutes, ErrRange}
	if slices.Index(rank, b) > slices.Index(rank, a) {
		return b
	}
	return a
}

// pair is two values, each with what was said of it.
type pair [2]struct {
	units int64
	axis  axis
}

// orders returns the pair's readings: those in range.
func (p pair) orders() []Reading {
	fits := func(lat, lon int64, o Order) []Reading {
		if lat < -quarter*perDegree || lat > quarter*perDegree || lon < -half*perDegree || lon > half*perDegree {
			return nil
		}
		return []Reading{{Exact{lat, lon}, o}}
	}
	switch p[0].axis {
	case latitude:
		return fits(p[0].units, p[1].units, Said)
	case longitude:
		return fits(p[1].units, p[0].units, Said)
	}
	all := append(fits(p[0].units, p[1].units, First), fits(p[1].units, p[0].units, Second)...)
	if len(all) == 1 {
		all[0].Order = Only
	}
	return all
}

// pairOf reads tokens in which every comma is a decimal one or separates.
func pairOf(tokens []token) (pair, error) {
	values, err := split(tokens)
	if err != nil {
		return pair{}, err
	}
	var p pair
	for i, v := range values {
		if p[i].units, err = v.units(); err != nil {
			return pair{}, err
		}
		p[i].axis = v.axis
		if v.hemisphere && v.numbers[0].sign != 0 {
			return pair{}, ErrSign
		}
		if v.negative {
			p[i].units = -p[i].units
		}
	}
	if p[0].axis == p[1].axis && p[0].axis != unsaid || (p[0].axis == unsaid) != (p[1].axis == unsaid) || values[0].hemisphere != values[1].hemisphere {
		return pair{}, ErrHemispheres
	}
	return p, nil
}

// value is a coordinate in the making.
type value struct {
	numbers              []token
	axis                 axis
	hemisphere, negative bool
}

// say takes in a hemisphere or a label.
func (v *value) say(t token) bool {
	if v.axis != unsaid {
		return false
	}
	v.axis, v.hemisphere, v.negative = t.axis, t.kind == hemisphere, t.negative
	return true
}

// split finds the two values: by hemispheres or labels, by what separates, by signs of
// degrees, or in the middle.
func split(tokens []token) (values [2]value, err error) {
	said := func(t token) bool { return t.kind == hemisphere || t.kind == label }
	words := 0
	for _, t := range tokens {
		if said(t) {
			words++
		}
	}
	if words != 0 && words != 2 {
		return values, ErrHemispheres
	}
	before := words == 2 && said(tokens[0])
	if before && said(tokens[len(tokens)-1]) {
		return values, ErrHemispheres
	}
	at, separated := 0, false
	for _, t := range tokens {
		v := &values[at]
		switch t.kind {
		case separator:
			// It stands right between the two values, with their words.
			first := words == 2 && !before && at == 1 && len(v.numbers) == 0 && v.axis == unsaid
			if separated || !first && (at == 1 || len(v.numbers) == 0 || words == 2 && !before) {
				return values, ErrForm
			}
			separated, at = true, 1
		case hemisphere, label:
			if before && v.axis != unsaid && at == 0 {
				at = 1
				v = &values[1]
			}
			if !before && len(v.numbers) == 0 || before && len(v.numbers) != 0 || !v.say(t) {
				return values, ErrHemispheres
			}
			if !before && at == 0 {
				at = 1
			}
		default:
			if words == 2 && !before && v.axis != unsaid {
				return values, ErrHemispheres
			}
			v.numbers = append(v.numbers, t)
		}
	}
	if words == 0 && !separated {
		values = halved(values[0].numbers)
	}
	for _, v := range values {
		if len(v.numbers) == 0 {
			return values, ErrOne
		}
	}
	return values, nil
}

// halved cuts numbers in two values: before the second of two numbers of degrees, or in
// the middle where there is none of them.
func halved(numbers []token) (values [2]value) {
	cut, degrees := len(numbers)/2, 0
	for i, n := range numbers {
		if n.mark == 'd' {
			if degrees++; degrees == 2 {
				cut = i
			}
		}
	}
	if degrees != 2 && (degrees != 0 || len(numbers)%2 == 1) {
		return values
	}
	values[0].numbers, values[1].numbers = numbers[:cut], numbers[cut:]
	return values
}

// units adds degrees, minutes and seconds up.
func (v *value) units() (int64, error) {
	if len(v.numbers) > 3 {
		return 0, ErrForm
	}
	var total int64
	marked := v.numbers[0].mark != 0
	for i, n := range v.numbers {
		last := i == len(v.numbers)-1
		if want := byte("dms"[i]); n.mark != want && (n.mark != 0 || marked && !last) || n.mark != 0 && !marked {
			return 0, ErrForm
		}
		if i > 0 && n.sign != 0 || !last && n.fraction != "" {
			return 0, ErrForm
		}
		one := []int64{perDegree, perDegree / 60, perDegree / 3600}[i]
		part, ok := units(n.whole, n.fraction, one)
		if !ok {
			return 0, ErrRange
		}
		if i > 0 && part >= 60*one {
			return 0, ErrMinutes
		}
		total += part
	}
	if v.numbers[0].sign < 0 {
		total = -total
	}
	return total, nil
}

// clean puts digits and marks of several scripts into one form, in small letters.
func clean(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	if rest, ok := strings.CutPrefix(text, "geo:"); ok {
		text = rest
		if end := strings.IndexAny(text, ";?"); end >= 0 {
			text = text[:end]
		}
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= 0x660 && r <= 0x669:
			r += '0' - 0x660
		case r >= 0x6f0 && r <= 0x6f9:
			r += '0' - 0x6f0
		case r == 0x66b:
			r = '.'
		case r == 0x60c: // it never stands in a number
			b.WriteString(", ")
			continue
		case r == 0x61b:
			r = ';'
		case r == 0x2212:
			r = '-'
		case r == 0xba || r == 0x2da:
			r = '°'
		case r == 0x2019 || r == 0x2032 || r == 0x2b9:
			r = '\''
		case r == 0x201d || r == 0x2033:
			r = '"'
		case r == 0x61c, r == 0x200e, r == 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			continue
		case strings.ContainsRune("[](){}", r), r == 0xa0, r == 0x202f, r == '\t', r == '\n', r == '\r':
			r = ' '
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "''", "\""))
}
