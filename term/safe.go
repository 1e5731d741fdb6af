package term

import "bulkhead/phrase"

// Safe makes a text from outside fit for a terminal: see [phrase.Safe]. What
// phrase said is safe already.
func Safe(text string) string { return phrase.Safe(text) }
