package drop

import (
	"math"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
)

func TestPathHasOneForm(t *testing.T) {
	p := somePrefix()
	ref := box.Ref{Round: 1978000, ID: box.ID{0xab, 31: 0xcd}}
	hex := "ab" + strings.Repeat("00", 30) + "cd"
	good := "/" + somePrefixText + "/v1/boxes/1978000/" + hex
	if got := p.BoxPath(ref); got != good {
		t.Fatalf("BoxPath = %q, want %q", got, good)
	}
	if kind, got := p.ParsePath(good); kind != Box || got != ref {
		t.Errorf("ParsePath(%q) = %v", good, kind)
	}
	if kind, _ := p.ParsePath(p.InfoPath()); kind != InfoOf {
		t.Errorf("the drop's own path is %v", kind)
	}
	last := p.BoxPath(box.Ref{Round: math.MaxUint32})
	if kind, _ := p.ParsePath(last); kind != Box || len(last) != MaxPathSize {
		t.Errorf("the longest path is %v, of %d bytes, want %d", kind, len(last), MaxPathSize)
	}
	boxes := "/" + somePrefixText + "/v1/boxes/"
	for _, s := range []string{"", "/", good[1:], good + "/", good + "?", good + "?a=b", good[:len(good)-1], "/" + good, good + "0",
		boxes + "01978000/" + hex, boxes + "+1/" + hex, boxes + "-1/" + hex, boxes + "4294967296/" + hex, boxes + "/" + hex, boxes + hex,
		boxes + "1 /" + hex, boxes + "1/" + strings.ToUpper(hex), boxes + "1/" + hex[:63] + "g", boxes + "1/%61" + hex[2:], boxes + "1//" + hex,
		strings.Replace(good, "v1", "v2", 1), strings.Replace(good, "aaaq", "AAAQ", 1), strings.Replace(good, "aaaq", "aaba", 1),
		"https://drop.example" + good, p.InfoPath() + "/", "/" + somePrefixText, "/" + somePrefixText + "/"} {
		if kind, _ := p.ParsePath(s); kind != Unknown {
			t.Errorf("ParsePath(%q) = %v, want unknown", s, kind)
		}
	}
}

func FuzzPath(f *testing.F) {
	p := somePrefix()
	f.Add(p.BoxPath(box.Ref{Round: 7, ID: box.ID{1}}))
	f.Add(p.InfoPath())
	f.Fuzz(func(t *testing.T, s string) {
		switch kind, ref := p.ParsePath(s); kind {
		case Box:
			if got := p.BoxPath(ref); got != s {
				t.Fatalf("%q reads as the box of %q", s, got)
			}
		case InfoOf:
			if s != p.InfoPath() {
				t.Fatalf("%q reads as the drop's own path", s)
			}
		}
	})
}

func FuzzPrefix(f *testing.F) {
	f.Add(somePrefixText)
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ParsePrefix(s); err == nil && (p.Text() != s || !p.Matches(s)) {
			t.Fatalf("%q comes back as %q", s, p.Text())
		}
	})
}

func TestRoundsBeginAtTheEpochAndMeet(t *testing.T) {
	for _, length := range []time.Duration{MinRound, 750 * time.Millisecond, time.Second, 1500 * time.Millisecond, 15 * time.Minute, time.Hour} {
		for _, r := range []box.Round{0, 1, 2, 1 << 20} {
			start := RoundStart(r, length)
			if got, err := RoundAt(start, length); err != nil || got != r {
				t.Errorf("T=%v: round at the start of %d is %d, %v", length, r, got, err)
			}
			if got, err := RoundAt(start.Add(length-1), length); err != nil || got != r {
				t.Errorf("T=%v: round at the end of %d is %d, %v", length, r, got, err)
			}
		}
	}
	if _, err := RoundAt(time.Unix(-1, 0), time.Second); err == nil {
		t.Error("a moment before the epoch has a round")
	}
	if _, err := RoundAt(time.Unix(0, 0), MinRound-1); err == nil {
		t.Error("rounds shorter than MinRound were taken")
	}
	if _, err := RoundAt(time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC), MinRound); err != nil {
		t.Errorf("the shortest rounds end before 2038: %v", err)
	}
}
