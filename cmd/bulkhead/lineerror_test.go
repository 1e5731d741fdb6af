package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
)

// Promise: what is wrong with a command line is said in a sentence of the
// catalogues, whatever it is.
func TestWrongCommandLinesAreToldInSentences(t *testing.T) {
	for line, want := range map[string]string{
		"frobnicate": "frobnicate is not understood here", "vault xx": "xx is not understood here", "unlock x": "x is not understood here",
		"inbox --nothing": "no flag --nothing", "inbox --al": "no flag --al; there is --all", "revoke -1": "no flag -1",
		"send": "missing: ALIAS", "introduce": "missing: FIRST and SECOND", "introduce a": "missing: SECOND", "revoke": "missing: NUMBER",
		"init": "missing: --drop=ADDRESS", "invite": "missing: --partner | --led",
		"vault": "must follow: add-decoy, add-duress, change, remove and check", "sim": "must follow: cascade",
		"vault remove x": "WHAT is one of decoy and duress, not x", "sim cascade --shape ring": "--shape is one of cells, star and flat, not ring",
		"open --lock-after soon": "--lock-after is a length of time, like 90m or 36h, not soon",
		"init --slots x":         "--slots is a number, not x", "sim cascade --p x": "--p is a number, not x", "revoke x": "NUMBER is a number, not x",
		"open --lock-after": "missing after --lock-after", "lifelines --check": "missing after --check", "sim cascade --hops -1": "missing after --hops",
		"inbox --all=maybe":       "--all takes no value",
		"invite --partner --led":  "only one of these can be given: --partner and --led",
		"--passphrase-fd x inbox": "--passphrase-fd is a number, not x",
	} {
		out, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		defer out.Close()
		e := testEdge()
		e.out, e.err, e.speak = out, out, func(string) phrase.Say { return phrase.Marked(time.UTC) }
		code := run(t.Context(), strings.Fields(line), e)
		shown, err := os.ReadFile(out.Name())
		if err != nil || code != exitUsage || !strings.Contains(phrase.Plain(string(shown)), want) {
			t.Errorf("%q: exit code %d, %v; %s", line, code, err, shown)
		}
		if unmarked := phrase.Unmarked(string(shown)); len(unmarked) > 0 {
			t.Errorf("%q: %q come from no catalogue", line, unmarked)
		}
	}
	w := wrongLine{helper{say: phrase.Marked(time.UTC)}, nil}
	if got := w.sentence("what no version of the parser says"); phrase.Plain(got) != "this command line is not understood" {
		t.Errorf("%q", got)
	}
}
