package place

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// perDegree is how many units of an Exact make a degree. It is the least multiple of
// 3,600 by which degrees of 9 decimals, minutes of 8 and seconds of 7 are whole.
const perDegree = 36_000_000_000

// Exact is a pair of coordinates as typed or picked. It lives until it is coarsened:
// it has no form in bytes, cannot be printed, and belongs in no struct that is kept.
type Exact struct {
	lat, lon int64 // in units; lon from -180 to 180 degrees
}

// Format implements [fmt.Formatter] and prints no coordinate.
func (Exact) Format(f fmt.State, _ rune) { io.WriteString(f, "place(hidden)") }

// MarshalText refuses: an exact pair is neither kept nor sent.
func (Exact) MarshalText() ([]byte, error) { return nil, ErrExact }

// Degrees returns the pair that a map gives, in degrees. A longitude may be any number
// of turns away, as it is on maps that wrap; a latitude beyond the poles is refused.
func Degrees(lat, lon float64) (Exact, error) {
	if !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 100_000) {
		return Exact{}, ErrRange
	}
	lon = math.Remainder(lon, 360)
	return Exact{int64(math.Round(lat * perDegree)), int64(math.Round(lon * perDegree))}, nil
}

// Shown is a coordinate for a screen that shows a pair back: latitude and longitude
// cannot be taken for each other, because each says its hemisphere.
type Shown struct {
	Degrees    string // without a sign, as many decimals as it has, up to 7
	Hemisphere Hemisphere
}

// Hemisphere is a direction; its code is for catalogues.
type Hemisphere string

// The hemispheres. The equator is shown as north, the first meridian as east.
const (
	North Hemisphere = "north"
	South Hemisphere = "south"
	East  Hemisphere = "east"
	West  Hemisphere = "west"
)

// Show returns both coordinates for a screen.
func (e Exact) Show() (lat, lon Shown) {
	return shown(e.lat, North, South), shown(e.lon, East, West)
}

func shown(units int64, above, below Hemisphere) Shown {
	s := Shown{Hemisphere: above}
	if units < 0 {
		s.Hemisphere, units = below, -units
	}
	const step = perDegree / 10_000_000
	n := (units + step/2) / step
	s.Degrees = fmt.Sprintf("%d.%07d", n/10_000_000, n%10_000_000)
	s.Degrees = strings.TrimSuffix(strings.TrimRight(s.Degrees, "0"), ".")
	return s
}

// units returns whole and fraction, digits of one number, as units of an Exact, where
// one is how many units a whole one has. Decimals beyond what a unit holds are cut off.
func units(whole, fraction string, one int64) (int64, bool) {
	n, err := strconv.ParseInt(whole, 10, 32)
	if err != nil || n > 1000 {
		return 0, false
	}
	total, part := n*one, one
	for _, digit := range fraction {
		if part%10 != 0 {
			break
		}
		part /= 10
		total += int64(digit-'0') * part
	}
	return total, true
}
