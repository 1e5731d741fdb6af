package desk

// Refusal is why a desk does not do what a person asks. The sentence that a person reads is
// a catalogue's, by this value. No refusal holds what was written.
type Refusal string

const (
	ErrName      Refusal = "the desk has no report or case of that name"
	ErrKind      Refusal = "cases of two kinds are not one thing"
	ErrState     Refusal = "a case is new, being checked, confirmed or closed; that it was notified is said with whom"
	ErrText      Refusal = "a text is too long, empty, or has control characters"
	ErrNobody    Refusal = "whom it was told to, and by whose consent, is said in one line each"
	ErrNoWay     Refusal = "no way back is open: replies find one until days after a letter, and none once it is closed"
	ErrNothing   Refusal = "no report of this case stands: none came, or it was withdrawn"
	ErrOne       Refusal = "a case of one report is not parted"
	ErrTold      Refusal = "this case was told on under its name: take that back first, or merge the other one into it"
	ErrStale     Refusal = "a report of this case has changed since it was cleared: clear it again"
	ErrUnseen    Refusal = "the case is not as it was shown: a letter came, or somebody else at the desk was faster"
	ErrLandmark  Refusal = "a direction or a distance is from a place that has a name"
	ErrAlerts    Refusal = "an alert of this case was not cancelled: its readers have to hear that first"
	ErrRecall    Refusal = "this case was told on and has to be taken back: that first, and then it is cleared anew"
	ErrMixed     Refusal = "an edit has made a report of this case one of another kind: part it"
	ErrUncleared Refusal = "this case is not cleared"
	ErrFiner     Refusal = "no report of this case says the place as finely"
	ErrNoRoom    Refusal = "no room for one more"
	ErrDamaged   Refusal = "what the desk kept of this is damaged"
)

// Error returns the reason for developers.
func (r Refusal) Error() string { return string(r) }
