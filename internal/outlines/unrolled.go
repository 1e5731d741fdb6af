package outlines

import "sync"

const turn = 360 * micro

// Unrolled returns the rings around land for a map that has a left and a right end. No
// edge of a ring goes across the whole map: what crosses 180° goes on beyond it, and is
// there a second time, a turn away. The ring around the South Pole is led over the pole.
// It is shared as Land is; longitudes are from -540 to 540 degrees.
func Unrolled() [][]Point { return unrolled() }

var unrolled = sync.OnceValue(func() (all [][]Point) {
	for _, ring := range Land() {
		line := whole(ring)
		if line == nil {
			continue
		}
		all = append(all, line)
		west, east := int32(0), int32(0)
		for _, p := range line {
			west, east = min(west, p.Lon), max(east, p.Lon)
		}
		const end = 180 * micro
		switch {
		case east > end && west >= -end:
			all = append(all, turned(line, -turn))
		case west < -end && east <= end:
			all = append(all, turned(line, turn))
		}
	}
	return all
})

// whole returns a ring without jumps from 180° to −180°, closed. One that goes round
// the South Pole is led over it; nil is one that is nothing but the pole.
func whole(ring []Point) []Point {
	line, by, pole := make([]Point, 0, len(ring)+3), int32(0), true
	for i, p := range ring {
		if i > 0 {
			switch step := p.Lon - ring[i-1].Lon; {
			case step > turn/2:
				by -= turn
			case step < -turn/2:
				by += turn
			}
		}
		line = append(line, Point{p.Lon + by, p.Lat})
		pole = pole && p.Lat < -89*micro
	}
	first, last := line[0], line[len(line)-1]
	switch {
	case first == last:
		return line
	case pole:
		return nil
	}
	return append(line, Point{last.Lon, -90 * micro}, Point{first.Lon, -90 * micro}, first)
}

func turned(ring []Point, by int32) []Point {
	line := make([]Point, len(ring))
	for i, p := range ring {
		line[i] = Point{p.Lon + by, p.Lat}
	}
	return line
}
