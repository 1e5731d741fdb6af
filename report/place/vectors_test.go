package place

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./report/place -run Vectors -update")

// TestVectors holds what is read of typed pairs against the file that a second
// implementation reads (internal/second).
func TestVectors(t *testing.T) {
	const file = "testdata/vectors.txt"
	var b strings.Builder
	b.WriteString("# docs/protocol/report.md, \"Typed coordinates\": what is typed, in hex; its readings, in 1/36,000,000,000\n# degree: latitude, longitude, 1 said, 2 only, 3 latitude first, 4 longitude first\n")
	typed := slices.Collect(maps.Keys(typedPairs))
	for text := range noPairs {
		if text != "" {
			typed = append(typed, text)
		}
	}
	slices.Sort(typed)
	for _, text := range typed {
		found, err := Read(text)
		var readings []string
		for _, r := range found {
			readings = append(readings, fmt.Sprintf("%d:%d:%d", r.Exact.lat, r.Exact.lon, r.Order))
		}
		if err != nil {
			readings = []string{"refused"}
		}
		fmt.Fprintf(&b, "pair %x %s\n", text, strings.Join(readings, ";"))
	}
	got := b.String()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}
