package place

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Precision says how large a cell is: how many decimals of a degree it keeps.
type Precision uint8

// The precisions that a writer can choose. There is none finer: 100 m tell which
// hospital, and nothing that has to be spared needs more.
const (
	TenKilometres Precision = 1
	OneKilometre  Precision = 2
	HundredMetres Precision = 3
	finest                  = HundredMetres
	metresADegree           = earthRadius * math.Pi / 180
	earthRadius             = 6_371_008.8 // metres, the mean radius of WGS 84
	degreesToRad            = math.Pi / 180
	quarter, half           = 90, 180 // degrees: the bounds of latitude and longitude
)

// Metres returns the precision's name in metres: 10,000, 1,000 or 100.
func (p Precision) Metres() int {
	if p < TenKilometres || p > finest {
		return 0
	}
	return [...]int{10_000, 1_000, 100}[p-1]
}

// perDegree is how many steps of the precision a degree has.
func (p Precision) perDegree() int64 { return [...]int64{1, 10, 100, 1000}[p] }

// Cell is a pair of coordinates coarsened to its precision: all that rounds to it. The
// zero Cell is none. Two cells are the same exactly if they are ==.
type Cell struct {
	precision Precision
	lat, lon  int32 // in steps; lon from -180 degrees to below 180, 0 at a pole
}

// Format implements [fmt.Formatter] and prints no coordinate: see [Cell.Text].
func (Cell) Format(f fmt.State, _ rune) { io.WriteString(f, "place(hidden)") }

// Coarsen returns the cell that e is in.
func (e Exact) Coarsen(p Precision) (Cell, error) {
	if p < TenKilometres || p > finest {
		return Cell{}, ErrPrecision
	}
	step := perDegree / p.perDegree()
	return cell(p, rounded(e.lat, step), rounded(e.lon, step)), nil
}

// rounded divides by step and rounds half away from zero.
func rounded(n, step int64) int64 {
	if n < 0 {
		return -((-n + step/2) / step)
	}
	return (n + step/2) / step
}

// cell makes the one form of a place on the date line and of one at a pole.
func cell(p Precision, lat, lon int64) Cell {
	if lon == half*p.perDegree() {
		lon = -lon
	}
	if lat == quarter*p.perDegree() || lat == -quarter*p.perDegree() {
		lon = 0
	}
	return Cell{p, int32(lat), int32(lon)}
}

// valid reports whether c is a cell that coarsening makes.
func (c Cell) valid() bool {
	if c == (Cell{}) {
		return true
	}
	if c.precision < TenKilometres || c.precision > finest {
		return false
	}
	lat, lon, one := int64(c.lat), int64(c.lon), c.precision.perDegree()
	return lat >= -quarter*one && lat <= quarter*one && lon >= -half*one && lon < half*one && c == cell(c.precision, lat, lon)
}

// IsZero reports whether there is no cell.
func (c Cell) IsZero() bool { return c == Cell{} }

// Precision returns how large the cell is, 0 for none.
func (c Cell) Precision() Precision { return c.precision }

// Steps returns latitude and longitude in steps of the precision: 4886 and 235 at 1 km
// are 48.86 and 2.35.
func (c Cell) Steps() (lat, lon int) { return int(c.lat), int(c.lon) }

// Degrees returns the cell's centre.
func (c Cell) Degrees() (lat, lon float64) {
	one := float64(c.precision.perDegree())
	return float64(c.lat) / one, float64(c.lon) / one
}

// Text returns latitude and longitude in degrees with exactly the cell's decimals:
// "48.86", "2.35". Zero has no sign. There is none for no cell.
func (c Cell) Text() (lat, lon string) {
	if c.IsZero() {
		return "", ""
	}
	return text(c.lat, c.precision), text(c.lon, c.precision)
}

func text(steps int32, p Precision) string {
	sign, n := "", int64(steps)
	if n < 0 {
		sign, n = "-", -n
	}
	fraction := strconv.FormatInt(n%p.perDegree(), 10)
	return sign + strconv.FormatInt(n/p.perDegree(), 10) + "." + strings.Repeat("0", int(p)-len(fraction)) + fraction
}

// Show returns both coordinates for a screen.
func (c Cell) Show() (lat, lon Shown) {
	one := perDegree / c.precision.perDegree()
	return Exact{int64(c.lat) * one, int64(c.lon) * one}.Show()
}

// sides returns the cell's height and width in metres.
func (c Cell) sides() (height, width float64) {
	lat, _ := c.Degrees()
	height = metresADegree / float64(c.precision.perDegree())
	return height, height * math.Cos(lat*degreesToRad)
}

// Reach returns half the cell's diagonal in whole metres, rounded up: nothing that
// rounds to the cell is further from its centre.
func (c Cell) Reach() int {
	if c.IsZero() {
		return 0
	}
	height, width := c.sides()
	return int(math.Ceil(math.Hypot(height, width) / 2))
}

// Sigma returns the standard deviation, in metres, of a thing that may be anywhere in
// the cell: a side over √12, of the mean of both sides' squares.
func (c Cell) Sigma() float64 {
	if c.IsZero() {
		return 0
	}
	height, width := c.sides()
	return math.Sqrt((height*height + width*width) / 24)
}
