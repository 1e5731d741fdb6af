package sim

import "math"

// Measures are those of Lindelauf, Borm and Hamers (Social Networks 31, 2009).
// They are here to compare with the literature, not as a goal: with many
// members secrecy goes to 1 for every shape and only distance counts, so that by
// them a star beats the tree of cells at every size, and a star is lost with
// its middle.
type Measures struct {
	Members   int
	Links     int64
	Distance  float64 // T, the sum over all ordered pairs of members
	Connected bool    // else there is no T, I and μ: they are NaN

	Information float64    // I = n(n−1)/T
	Secrecy     [3]float64 // exposure the same for all; with a chance that a link is seen; by centrality
	Balance     [3]float64 // μ = S·I
}

// measureWork bounds members × links looked at for T; some seconds.
const measureWork = 4_000_000_000

// Measure returns g's measures, with seen the chance that a link is detected.
// known is false where T would take too long.
func Measure(g Graph, seen float64) (m Measures, known bool) {
	n, links := float64(g.Len()), float64(g.Links())
	m = Measures{Members: g.Len(), Links: g.Links()}
	m.Distance, m.Connected, known = distances(g)
	if !m.Connected {
		m.Distance = math.NaN()
	}
	m.Information = n * (n - 1) / m.Distance
	squares := 0.0
	for degree, members := range degrees(g) {
		squares += float64(members) * float64(degree) * float64(degree)
	}
	m.Secrecy = [3]float64{
		(n*n - n - 2*links) / (n * n),
		(n*n - n - 2*seen*links) / (n * n),
		(2*links*(n-2) + n*(n-1) - squares) / ((2*links + n) * n),
	}
	for i, s := range m.Secrecy {
		m.Balance[i] = s * m.Information
	}
	return m, known
}

// degrees counts members by how many they know.
func degrees(g Graph) map[int]int {
	by := map[int]int{}
	switch g := g.(type) {
	case Star:
		by[int(g)-1]++
		by[1] += int(g) - 1
		return by
	case Complete:
		by[int(g)-1] = int(g)
		return by
	}
	var buf []int32
	for v := range int32(g.Len()) {
		buf = g.Neighbours(v, buf)
		by[len(buf)]++
	}
	return by
}

// distances returns T.
func distances(g Graph) (t float64, connected, known bool) {
	n := float64(g.Len())
	switch g := g.(type) {
	case Star:
		return 2 * (n - 1) * (n - 1), true, true
	case Complete:
		return n * (n - 1), true, true
	case Path:
		return n * (n*n - 1) / 3, true, true
	case Ring:
		return n * math.Floor(n*n/4), true, true
	case Cells:
		return cellsDistance(g), true, true
	}
	a, err := adjacency(g)
	if err != nil || n*(n+2*float64(a.Links())) > measureWork {
		return math.NaN(), true, false
	}
	t, connected = walkAll(a)
	return t, connected, true
}

// walkAll adds up all distances, one search from each member.
func walkAll(a *Adjacency) (t float64, connected bool) {
	w := newWalk(a)
	total := int64(0)
	for v := range int32(a.Len()) {
		members, sum := w.from(v, math.MaxInt)
		if members < a.Len() {
			return 0, false
		}
		total += sum
	}
	return float64(total), true
}
