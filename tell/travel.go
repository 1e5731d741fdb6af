package tell

import (
	"cmp"
	"slices"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/device"
)

// Travel is whether boxes travel now, and what is known of the network. Every
// reading has its time; of what never happened there is none.
type Travel struct {
	Travels  bool          `json:"travels"`
	Worker   bool          `json:"worker"` // some program lets the boxes travel
	Stops    []Stop        `json:"stops"`  // why none travel, what is to be done first at the front
	Took     time.Time     `json:"drop_took,omitzero"`
	Gave     time.Time     `json:"drop_gave,omitzero"`
	Asked    time.Time     `json:"drop_asked,omitzero"` // with an answer or without
	Compared time.Time     `json:"clock_compared,omitzero"`
	Since    time.Time     `json:"failures_since,omitzero"` // the last day's requests are counted from then on
	Failures []Failure     `json:"failures"`                // most first
	Places   []PlaceTravel `json:"places"`                  // each by itself, those of the card in force first
}

// PlaceTravel is whether boxes travel to one place of the cards.
type PlaceTravel struct {
	Number int         `json:"number"` // on its card, from 1
	Coming bool        `json:"coming"` // it is on the coming card alone
	Took   time.Time   `json:"took,omitzero"`
	Gave   time.Time   `json:"gave,omitzero"`
	Silent bool        `json:"silent"`          // nothing goes through, in one direction at least
	Cause  cause.Cause `json:"cause,omitempty"` // the likeliest, if it is silent
}

// Stop is a reason why no boxes travel now.
type Stop struct {
	Kind  device.StopKind `json:"code"`
	Since time.Time       `json:"since,omitzero"`  // missing: not known, or never
	Until time.Time       `json:"until,omitzero"`  // when it ends by itself; missing: it does not
	Cause cause.Cause     `json:"cause,omitempty"` // the likeliest, where requests fail
}

// Failure is how often requests of the last day failed by one cause.
type Failure struct {
	Cause cause.Cause `json:"cause"`
	Count int         `json:"count"`
	Last  time.Time   `json:"last"`
}

func travelOf(s device.Status, worker bool) Travel {
	t := Travel{
		Worker: worker, Stops: []Stop{}, Failures: []Failure{}, Places: []PlaceTravel{}, Took: s.Use.Writes.Answered, Gave: s.Use.Reads.Answered,
		Asked: s.Use.Asked(), Compared: s.Use.Compared, Since: s.Use.Since,
	}
	for _, stop := range s.Travel.Stops(worker) {
		t.Stops = append(t.Stops, Stop{stop.Kind, stop.Since, stop.Until, stop.Cause})
	}
	t.Travels = len(t.Stops) == 0
	for _, p := range s.Travel.Places() {
		t.Places = append(t.Places, PlaceTravel(p))
	}
	for c, f := range s.Use.Failed {
		if f.Count > 0 {
			t.Failures = append(t.Failures, Failure{cause.Cause(c), int(f.Count), f.Last})
		}
	}
	slices.SortStableFunc(t.Failures, func(a, b Failure) int { return cmp.Compare(b.Count, a.Count) })
	return t
}
