package main

import (
	"slices"
	"sync"
	"time"

	"bulkhead/mail"
)

// report is what the demo measured; it is the JSON object that --json prints.
// Times are in rounds unless they say otherwise.
type report struct {
	Members             int     `json:"members"`
	RoundSeconds        float64 `json:"round_seconds"`         // of real time, on average
	LongestRoundSeconds float64 `json:"longest_round_seconds"` // on average over 6 rounds
	Slots               int     `json:"slots"`
	PouchRounds         int     `json:"pouch_rounds"`
	Links               int     `json:"links"`     // secured, six words equal
	Lifelines           int     `json:"lifelines"` // members who have one, six words equal

	// A message is counted once for each of its readers: a notice to 13 is 13.
	Sent        int `json:"sent"`
	Delivered   int `json:"delivered"`
	Duplicated  int `json:"duplicated"`
	Undelivered int `json:"undelivered"` // and shown so to the writer
	Lost        int `json:"lost"`        // neither shown to the reader nor shown as undelivered

	// From accepted at one device to shown at the next, per link on the way.
	Hops         int     `json:"hops"`
	HopRoundsP50 float64 `json:"hop_rounds_p50"`
	HopRoundsP95 float64 `json:"hop_rounds_p95"`
	HopRoundsMax float64 `json:"hop_rounds_max"`

	Seizures []*Seizure `json:"seizures"`

	Orphans       int     `json:"orphans"`     // who lost their lead
	Healed        int     `json:"healed"`      // of those, who have a new one
	HealRounds    float64 `json:"heal_rounds"` // from the last cut until all of them had
	NoticeOf      int     `json:"notice_of"`   // who is left, but for the founder whose notice it is
	NoticeReached int     `json:"notice_reached"`

	Requests            int     `json:"requests"`
	FailedRequests      int     `json:"failed_requests"` // no answer within T/8; repeated once at most
	RefusedRequests     int     `json:"refused_requests"`
	LateRequests        int     `json:"late_requests"`          // answered after their round: the clock did not wait
	Silences            int     `json:"silences"`               // times that a worker had nothing to run, or an error of the disk
	BytesPerDeviceRound float64 `json:"bytes_per_device_round"` // both ways, TLS included
	Rounds              int     `json:"rounds"`
	WallSeconds         float64 `json:"wall_seconds"`

	Troubles int            `json:"troubles"` // errors of devices that were tried again
	Troubled map[string]int `json:"troubled"`
	Problems []string       `json:"problems"` // what must not happen and did
	Promises []promise      `json:"promises"`
	Kept     string         `json:"kept,omitempty"` // the folder, with --keep

	mu sync.Mutex
}

// Seizure is what a captor got out of one device.
type Seizure struct {
	Role    string `json:"role"`
	State   string `json:"state"`
	Name    string `json:"name"`
	Exposed int    `json:"exposed"` // people whom all that can be read names, the owner too
	Allowed int    `json:"allowed"` // open: owner, partner, lead, led; else 0

	PassphrasesOpen int  `json:"passphrases_open"` // of those that the captor has, how many open anything
	LinkKeys        int  `json:"link_keys"`        // links whose keys are anywhere in what can be read
	DecoyShown      bool `json:"decoy_shown"`      // the notebook's own canary was found
	Lifelines       int  `json:"lifelines"`        // on the opened device
	LifelinesNamed  int  `json:"lifelines_named"`  // of those, with anything that names somebody

	LockedLinks     int `json:"locked_links"`     // how many links the locked pouch shows
	LockedCanaries  int `json:"locked_canaries"`  // members of whom anything is in the files as they lie
	TiedCanaries    int `json:"tied_canaries"`    // members of the cell of whom anything can be read
	ForeignCanaries int `json:"foreign_canaries"` // members not tied to the owner of whom anything can be read
	ControlCanaries int `json:"control_canaries"` // members whom the same search finds in the same files with the owner's passphrase: shows that it finds
	PassedOnKept    int `json:"passed_on_kept"`   // notes and replies that were only passed on and can be read
	PastFound       int `json:"past_found"`       // messages past their lifetime, or deleted, and read again out of vault or log

	LogBoxes         int `json:"log_boxes"`          // all that the drop was ever given
	LogOpened        int `json:"log_opened"`         // opened with the device's keys
	LogAgain         int `json:"log_opened_again"`   // of those, taken in before the seizure
	LogAfter         int `json:"log_opened_after"`   // of those, written after the severing: cover, that says nothing
	LogMessagesAfter int `json:"log_messages_after"` // messages in them
	NewShown         int `json:"new_after_severing"`

	Alarmed     int     `json:"alarmed"`     // duress: who was shown the device's silent alarm
	CutBy       int     `json:"cut_by"`      // who knew it and cut it off
	CutRounds   float64 `json:"cut_rounds"`  // from the seizure until all of them had
	CoverHeard  int     `json:"cover_heard"` // open: of those, from whom the copy opened boxes after that
	shownBefore int     // what its copy was shown until then
}

// promise is one thing that must hold, and whether it did.
type promise struct {
	What  string `json:"what"`
	Found string `json:"found"`
	Held  bool   `json:"held"`
}

func newReport(o options) *report {
	return &report{
		Members: o.Members, Slots: slots, PouchRounds: o.pouch(),
		Troubled: map[string]int{}, Problems: []string{},
	}
}

// trouble may be called concurrently.
func (r *report) trouble(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.Troubled[err.Error()]++
	r.Troubles++
}

// sum takes the ledger's and the requests' figures into the report.
func (w *world) sum() {
	r := w.report
	r.WallSeconds = time.Since(w.real).Seconds()
	r.Rounds = w.round()
	if r.Rounds > 0 {
		r.RoundSeconds = r.WallSeconds / float64(r.Rounds)
		r.LongestRoundSeconds = max(r.RoundSeconds, w.pace.longest.Seconds())
	}
	if w.Keep {
		r.Kept = w.path
	}
	w.sumLetters()
	w.use.mu.Lock()
	defer w.use.mu.Unlock()
	r.Silences = w.use.dry
	r.Requests, r.FailedRequests, r.RefusedRequests, r.LateRequests = w.use.requests, w.use.failed, w.use.refused, w.use.late
	if n := len(w.use.rounds); n > 0 {
		r.BytesPerDeviceRound = float64(w.use.bytes) / float64(n)
	}
}

func (w *world) sumLetters() {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	r := w.report
	var hops []float64
	for _, t := range w.ledger.letters {
		for reader, n := range t.hops {
			r.Sent++
			times := t.seen[reader]
			switch {
			case len(times) > 0:
				r.Delivered++
				r.Duplicated += len(times) - 1
				hops = append(hops, float64(times[0].Sub(t.at))/float64(w.length)/float64(n))
			case t.undelivered[reader] != mail.NoReason:
				r.Undelivered++
			default:
				r.Lost++
			}
		}
	}
	r.Problems = append(r.Problems, w.ledger.problems...)
	slices.Sort(hops)
	r.Hops, r.HopRoundsP50, r.HopRoundsP95, r.HopRoundsMax = len(hops), part(hops, .5), part(hops, .95), part(hops, 1)
}

// part returns the value below which a part of the sorted values lies, 0 if
// there are none.
func part(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(p*float64(len(sorted))), len(sorted)-1)]
}
