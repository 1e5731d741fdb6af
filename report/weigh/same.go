package weigh

import (
	"math"
	"time"

	"bulkhead/report"
)

// Assumptions of the rule. They are assumptions: whoever shows a result shows them too.
type Assumptions struct {
	Extent  float64       // metres: how far apart two people see one thing
	Density float64       // such things per square metre nearby
	Rate    float64       // such events per square metre and day nearby
	Spread  time.Duration // how far apart two people time one event
	Window  time.Duration // within which an event is that nobody has timed
}

// Usual are the assumptions where a desk has made none of its own: 50 m, and one such
// thing, or one such event a day, per 10 km².
func Usual() Assumptions {
	return Assumptions{Extent: 50, Density: 1e-7, Rate: 1e-7, Spread: time.Hour, Window: 30 * 24 * time.Hour}
}

// Thresholds of a suggestion.
const (
	SuggestFrom = 0.9 // suggest to a person that both are one
	AskFrom     = 0.5 // ask a person
)

// normal95 is the radius, in σ, that holds 95 % of a normal distribution in two
// dimensions: √(−2 ln .05).
var normal95 = math.Sqrt(-2 * math.Log(0.05))

// Spot is where something is for the rule: a centre, and how far off it may be.
type Spot struct {
	Lat, Lon float64 // degrees
	Sigma    float64 // metres
	Within   int     // metres, as said: for the sentence
}

// Radius95 returns the spot of which somebody says: 95 % within metres.
func Radius95(lat, lon, metres float64) Spot {
	return Spot{lat, lon, metres / normal95, int(math.Round(metres))}
}

// CellOf returns the spot of something that is anywhere in a square of that side.
func CellOf(lat, lon, side float64) Spot {
	return Spot{lat, lon, side / math.Sqrt(12), int(math.Round(side / 2))}
}

// Thing is what the rule compares: a report, or a group of them.
type Thing struct {
	Kind report.Kind
	Type uint8
	Spot Spot
	When report.When
}

// ThingOf returns what a report is of. There is none without coordinates.
func ThingOf(r *report.Report) (Thing, bool) {
	s, ok := r.Where.Spot()
	return Thing{r.Kind, r.Type, Spot{s.Lat, s.Lon, s.Sigma, s.Reach}, r.When}, ok
}

// Advice is what the rule says about two things.
type Advice uint8

const (
	Different Advice = iota
	Ask              // a person is asked
	Suggest          // a person is told that they seem to be one
)

// Reason is why, in numbers for a sentence: "120 m apart, ±100 m each, one such per 10 km²:
// 99 %".
type Reason struct {
	Advice      Advice
	Probability float64
	Metres      int     // apart
	Within      [2]int  // metres, of each
	OnePerKm2   float64 // one such thing per so many km²; of an event, each day
	Event       bool    // then the time counted too
	Hours       float64 // apart
	Untimed     bool    // of an event: one of both is not timed
}

// Percent returns the probability for a screen: whole, and never 0 or 100, since nothing
// here is certain.
func (r Reason) Percent() int {
	return max(1, min(99, int(math.Round(100*r.Probability))))
}

// Same weighs whether two things are one (a likelihood ratio after Fellegi and Sunter):
// how much likelier it is that two reports of one thing lie so, than that a second such
// thing happens to be there.
func Same(a, b Thing, with Assumptions) Reason {
	r := Reason{Within: [2]int{a.Spot.Within, b.Spot.Within}, Event: a.Kind.Event()}
	d := Metres(a.Spot, b.Spot)
	r.Metres = int(math.Round(d))
	perM2 := with.Density
	if r.Event {
		perM2 = with.Rate
	}
	r.OnePerKm2 = 1 / (perM2 * 1e6)
	if a.Kind != b.Kind || a.Type != b.Type && a.Type != 0 && b.Type != 0 {
		return r
	}
	s2 := a.Spot.Sigma*a.Spot.Sigma + b.Spot.Sigma*b.Spot.Sigma + with.Extent*with.Extent
	logOdds := -d*d/(2*s2) - math.Log(2*math.Pi*s2*perM2)
	if r.Event {
		var days float64
		days, r.Hours, r.Untimed = density(a.When, b.When, with)
		logOdds += math.Log(days)
	}
	r.Probability = 1 / (1 + math.Exp(-logOdds))
	switch {
	case r.Probability >= SuggestFrom && !r.Untimed: // what nobody has timed is asked, never suggested
		r.Advice = Suggest
	case r.Probability >= AskFrom:
		r.Advice = Ask
	}
	return r
}

// density returns how dense, per day, reports of one event lie at the times of these two,
// and how many hours they are apart.
func density(a, b report.When, with Assumptions) (perDay, hours float64, untimed bool) {
	const day = 24 * time.Hour
	if a.Form() == report.Unsaid || b.Form() == report.Unsaid {
		return float64(day) / float64(with.Window), 0, true
	}
	middle := func(w report.When) (time.Time, float64) {
		length := w.To().Sub(w.From())
		return w.From().Add(length / 2), float64(length) / float64(day) / math.Sqrt(12)
	}
	at, sa := middle(a)
	bt, sb := middle(b)
	apart := math.Abs(float64(at.Sub(bt)) / float64(day))
	extent := float64(with.Spread) / float64(day)
	s2 := sa*sa + sb*sb + extent*extent
	return math.Exp(-apart*apart/(2*s2)) / math.Sqrt(2*math.Pi*s2), apart * 24, false
}

const (
	earthRadius   = 6_371_008.8 // metres
	metresADegree = earthRadius * math.Pi / 180
)

// Metres returns how far two spots are apart.
func Metres(a, b Spot) float64 {
	const rad = math.Pi / 180
	lat1, lat2, lon := a.Lat*rad, b.Lat*rad, (a.Lon-b.Lon)*rad
	h := math.Pow(math.Sin((lat1-lat2)/2), 2) + math.Cos(lat1)*math.Cos(lat2)*math.Pow(math.Sin(lon/2), 2)
	return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h)))
}
