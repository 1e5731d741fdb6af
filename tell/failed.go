package tell

// Failed is the end of a verb that failed. A program looks at the exit code: the
// sentences change.
type Failed struct {
	Error string `json:"error"`          // what failed, as a sentence
	Hint  string `json:"hint,omitempty"` // what can be done about it, as a sentence
	Exit  int    `json:"exit"`           // the exit code; 'bulkhead VERB --help' lists them
}
