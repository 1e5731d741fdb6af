package place

import (
	"fmt"
	"io"
	"math"

	"golang.org/x/crypto/cryptobyte"
)

// MaxName is the longest name of a place, in bytes: a line of a screen in any script.
const MaxName = 80

// MaxBytes is the longest form of a place.
const MaxBytes = 1 + 2*4 + 1 + MaxName + 2

// Bearing is a direction in sixteenths of a turn: 0 not said, 1 north, then clockwise.
type Bearing uint8

// Distance is a step of [Distances], from 1; 0 not said.
type Distance uint8

// Distances are what somebody can estimate from where it is safe to stand, in metres.
var distances = [...]int{0, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000}

const (
	maxBearing  Bearing  = 16
	maxDistance Distance = Distance(len(distances) - 1)
)

// Metres returns the distance, 0 if it is not said.
func (d Distance) Metres() int {
	if d > maxDistance {
		return 0
	}
	return distances[d]
}

// farthest is the longest estimate that has a step: as far above the last one, by ratio, as
// below the next there would be.
const farthest = 14_142

// Nearest returns the step that is nearest to an estimate, by ratio; 0 if the landmark is too
// far for any.
func Nearest(metres float64) Distance {
	if !(metres <= farthest) {
		return 0
	}
	best := Distance(1)
	for d := Distance(2); d <= maxDistance; d++ {
		if metres >= math.Sqrt(float64(distances[d-1]*distances[d])) {
			best = d
		}
	}
	return best
}

// Degrees returns the bearing in degrees clockwise from north.
func (b Bearing) Degrees() float64 { return float64(b-1) * 360 / float64(maxBearing) }

// Place is where something is. With a bearing or a distance it is a landmark, and the
// cell is the landmark's. The zero Place says nothing. Two are the same if they are ==.
type Place struct {
	Cell     Cell
	Name     string
	Bearing  Bearing
	Distance Distance
}

// Format implements [fmt.Formatter] and prints nothing of the place.
func (Place) Format(f fmt.State, _ rune) { io.WriteString(f, "place(hidden)") }

// IsZero reports whether no place is said.
func (p Place) IsZero() bool { return p == Place{} }

// Landmark reports whether the thing is not at the named place but seen from it.
func (p Place) Landmark() bool { return p.Bearing != 0 || p.Distance != 0 }

// Check returns why p is no place, or nil.
func (p Place) Check() error {
	switch {
	case !p.Cell.valid():
		return ErrPrecision
	case len(p.Name) > MaxName || !Plain(p.Name, false):
		return ErrName
	case p.Bearing > maxBearing || p.Distance > maxDistance || p.Landmark() && p.Name == "":
		return ErrLandmark
	}
	return nil
}

// Append adds p in its one form.
func (p Place) Append(b *cryptobyte.Builder) {
	if err := p.Check(); err != nil {
		b.SetError(err)
		return
	}
	b.AddUint8(uint8(p.Cell.precision))
	if !p.Cell.IsZero() {
		b.AddUint32(uint32(p.Cell.lat))
		b.AddUint32(uint32(p.Cell.lon))
	}
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(p.Name)) })
	b.AddUint8(uint8(p.Bearing))
	b.AddUint8(uint8(p.Distance))
}

// Take reads one place off the front of s. Only what Append makes is read.
func Take(s *cryptobyte.String) (Place, error) {
	var p Place
	var lat, lon uint32
	var name cryptobyte.String
	ok := s.ReadUint8((*uint8)(&p.Cell.precision))
	if ok && p.Cell.precision != 0 {
		ok = s.ReadUint32(&lat) && s.ReadUint32(&lon)
		p.Cell.lat, p.Cell.lon = int32(lat), int32(lon)
	}
	if !ok || !s.ReadUint8LengthPrefixed(&name) || !s.ReadUint8((*uint8)(&p.Bearing)) || !s.ReadUint8((*uint8)(&p.Distance)) {
		return Place{}, ErrBytes
	}
	p.Name = string(name)
	if err := p.Check(); err != nil {
		return Place{}, err
	}
	return p, nil
}

// Spot is a place for reckoning and drawing.
type Spot struct {
	Lat, Lon float64 // degrees, of the centre
	Reach    int     // metres around the centre within which it is
	Sigma    float64 // metres, standard deviation
}

// Spot returns where the thing is, moved from the landmark if bearing and distance are
// known. There is none without a cell, nor in a direction from it with no distance.
func (p Place) Spot() (Spot, bool) {
	if p.Cell.IsZero() || p.Bearing != 0 && p.Distance == 0 || p.Check() != nil {
		return Spot{}, false
	}
	s := Spot{Reach: p.Cell.Reach(), Sigma: p.Cell.Sigma()}
	s.Lat, s.Lon = p.Cell.Degrees()
	if p.Distance == 0 {
		return s, true
	}
	d := float64(p.Distance.Metres())
	// An estimate of 1.58 times the distance has the same step: √(2,000 · 5,000) m are 2 km. A
	// bearing is off by up to half a sixteenth.
	if p.Bearing == 0 { // somewhere around it
		s.Reach += p.Distance.Metres() * 8 / 5
		s.Sigma = math.Hypot(s.Sigma, d/math.Sqrt2)
		return s, true
	}
	s.Reach += max(distances[1], (2*p.Distance.Metres()+2)/3)
	s.Sigma = math.Hypot(s.Sigma, d/4)
	sin, cos := math.Sincos(p.Bearing.Degrees() * degreesToRad)
	shrink := math.Cos(s.Lat * degreesToRad)
	s.Lat = max(-quarter, min(quarter, s.Lat+d*cos/metresADegree))
	if shrink > 0.001 { // within some 6 km of a pole a longitude says nothing
		s.Lon = math.Remainder(s.Lon+d*sin/(metresADegree*shrink), 2*half)
	}
	if s.Lon == half {
		s.Lon = -half
	}
	return s, true
}
