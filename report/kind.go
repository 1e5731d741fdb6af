package report

// Kind is what a report is about.
type Kind uint8

// The kinds. Each serves to spare, clear, help or account; there is none for people to
// be found, weapons, patrols or targets.
const (
	Site     Kind = iota + 1 // protected site
	Hazard                   // what hurts whoever comes near
	Movement                 // of civilians, told ahead so that they are spared
	Need
	Harm // that was done
)

// Codes of kinds, types and states, for catalogues, exports and JSON. A type of 0 is
// another one, or not said; so is a state.
type words struct {
	kind   string
	types  []string
	states []string
}

var table = [...]words{
	Site: {"site",
		[]string{"hospital", "clinic", "school", "shelter", "camp", "water-supply", "food", "worship", "heritage", "aid"},
		[]string{"working", "working-in-part", "not-working"}},
	Hazard: {"hazard",
		[]string{"mine", "unexploded", "collapse", "fire", "water-not-safe", "contamination", "not-passable"},
		[]string{"marked", "not-marked", "cleared"}},
	Movement: {"movement",
		[]string{"on-foot", "vehicles", "sick-or-injured", "aid"},
		[]string{"planned", "under-way", "arrived", "called-off"}},
	Need: {"need",
		[]string{"water", "food", "medical", "shelter", "way-out", "heat-and-light", "hygiene"},
		[]string{"open", "met-in-part", "met"}},
	Harm: {"harm",
		[]string{"people-hurt", "homes", "site", "supply", "driven-out"}, nil},
}

func (k Kind) valid() bool { return k >= Site && k <= Harm }

// String returns the kind's code.
func (k Kind) String() string {
	if !k.valid() {
		return ""
	}
	return table[k].kind
}

// Types returns the codes of the kind's types: the first is type 1.
func (k Kind) Types() []string {
	if !k.valid() {
		return nil
	}
	return table[k].types
}

// States returns the codes of the kind's states: the first is state 1.
func (k Kind) States() []string {
	if !k.valid() {
		return nil
	}
	return table[k].states
}

// Event reports whether the kind happens once, so that two reports of it are of one
// thing only if they are of one time. The others last.
func (k Kind) Event() bool { return k == Movement || k == Harm }

func code(codes []string, n uint8) string {
	if n == 0 || int(n) > len(codes) {
		return ""
	}
	return codes[n-1]
}

// Access is how aid gets there.
type Access uint8

// Severity is how bad it is, in the words of CAP.
type Severity uint8

// How is how the writer knows.
type How uint8

// Confidence is how sure the writer is.
type Confidence uint8

// Zero is "not said" for Access and Severity; the others are always said.
const (
	AccessOpen Access = iota + 1
	AccessHard
	AccessCutOff
)

const (
	Minor Severity = iota + 1
	Moderate
	Severe
	Extreme
)

const (
	Seen How = iota + 1
	Told
	Public // anybody can know it: on the radio, on the web
)

const (
	Doubtful Confidence = iota + 1
	Likely
	Sure
)

// Codes for catalogues and exports; "" is not said.
func (a Access) String() string { return code([]string{"open", "hard", "cut-off"}, uint8(a)) }
func (s Severity) String() string {
	return code([]string{"minor", "moderate", "severe", "extreme"}, uint8(s))
}
func (h How) String() string        { return code([]string{"seen", "told", "public"}, uint8(h)) }
func (c Confidence) String() string { return code([]string{"doubtful", "likely", "sure"}, uint8(c)) }

// Consent is what the writer lets the desk do with a report beyond reading it.
type Consent uint8

const (
	MayNotify  Consent = 1 << iota // tell the parties to the conflict, so that the place is spared
	MayPublish                     // publish what is cleared; never of a movement
)

// Count is a number of people: zero for "not said", else the number and one. Above 99
// it has two digits: nobody counts a crowd, and an exact number is a trace.
type Count uint32

// MaxCount is the largest number of people.
const MaxCount = 9_900_000

// Counted returns n as a Count, rounded to two digits, at most [MaxCount]. A negative n
// is "not said".
func Counted(n int) Count {
	if n < 0 {
		return 0
	}
	n = min(n, MaxCount)
	for step := 10; n > 99 && n/step > 0; step *= 10 {
		if n/step <= 99 {
			n = min((n+step/2)/step*step, MaxCount)
			break
		}
	}
	return Count(n + 1)
}

// Number returns the number, and whether one was said.
func (c Count) Number() (int, bool) { return int(c) - 1, c != 0 }

func (c Count) valid() bool { n, said := c.Number(); return !said || Counted(n) == c }
