package phrase

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// helpIDs are the ids of the group help.
var helpIDs = sync.OnceValue(func() []string {
	files, err := readCatalogue("help.en.json")
	if err != nil {
		panic(err) // embedded
	}
	return slices.Sorted(maps.Keys(files))
})

// HelpVars returns the sentences of the catalogue help by the names that the
// command line's tags hold: help.send-anyway is "send_anyway", of a flag's tag
// help:"send_anyway", and help.send-long is "send_long", what stands on the
// verb's own page.
func HelpVars(s Say) map[string]string {
	vars := map[string]string{}
	for _, id := range helpIDs() {
		vars[strings.ReplaceAll(strings.TrimPrefix(id, "help."), "-", "_")] = s.say(id)
	}
	return vars
}
