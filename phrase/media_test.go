package phrase

import (
	"os"
	"regexp"
	"testing"
	"time"

	"bulkhead/media"
)

// Promise: every code of media has a sentence: those that the source names.
func TestEveryCodeOfMediaHasASentence(t *testing.T) {
	s, found := Marked(time.UTC), 0
	for _, file := range []string{"report.go", "refuse.go"} {
		source, err := os.ReadFile("../media/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^\t\w+\s+(Trace|Change|Remains|Reason) += "(.*?)"`).FindAllStringSubmatch(string(source), -1) {
			found++
			said := map[string]string{
				"Trace": s.MediaTrace(media.Trace(m[2])), "Change": s.MediaChange(media.Change(m[2])), "Remains": s.MediaRemains(media.Remains(m[2])),
				"Reason": s.mediaRefusal(&media.Refusal{Reason: media.Reason(m[2])}),
			}[m[1]]
			if said == s.FormOther() || len(Unmarked(said)) > 0 {
				t.Errorf("%s %s is said as %q", m[1], m[2], said)
			}
		}
	}
	if all := len(mediaTraces) + len(mediaChanges) + len(mediaRemains) + len(mediaRefusals); found != all {
		t.Errorf("%d codes in the source, %d sentences", found, all)
	}
}
