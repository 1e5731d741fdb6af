package place

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const paris, swapped = "48.85661 north 2.35222 east", "2.35222 north 48.85661 east"

var asked = []string{paris + " 3", swapped + " 4"}

// typedPairs are what is typed, and its readings: latitude, longitude, how the order is
// known.
var typedPairs = map[string][]string{
	// decimal
	"48.85661, 2.35222":     asked,
	"48.85661,2.35222":      asked,
	"48.85661 2.35222":      asked,
	"48.85661;2.35222":      asked,
	"(48.85661, 2.35222)":   asked,
	"[48.85661, 2.35222]":   asked,
	"+48.85661 +2.35222":    asked,
	"48.85661° 2.35222°":    asked,
	" 48.85661\t2.35222\n":  asked,
	"48.85661 N 2.35222 E":  {paris + " 1"},
	"N48.85661 E2.35222":    {paris + " 1"},
	"2.35222 E, 48.85661 N": {paris + " 1"},
	"e 2.35222 n 48.85661":  {paris + " 1"},
	"48.85661N, 2.35222W":   {"48.85661 north 2.35222 west 1"},
	"48.85661S 2.35222O":    {"48.85661 south 2.35222 west 1", "48.85661 south 2.35222 east 1"},
	"-1.5, 2":               {"1.5 south 2 east 3", "2 north 1.5 west 4"},
	"−1.5 −2":               {"1.5 south 2 west 3", "2 south 1.5 west 4"},
	"48.85661 -2.35222":     {"48.85661 north 2.35222 west 3", "2.35222 south 48.85661 east 4"},
	"33.5, 36.3":            {"33.5 north 36.3 east 3", "36.3 north 33.5 east 4"},
	"7, 7":                  {"7 north 7 east 3"},
	"0 0":                   {"0 north 0 east 3"},
	// swapped, told apart
	"120.5, 15.25":                   {"15.25 north 120.5 east 2"},
	"15.25, 120.5":                   {"15.25 north 120.5 east 2"},
	"-120.5, -15.25":                 {"15.25 south 120.5 west 2"},
	"lon 2.35222 lat 48.85661":       {paris + " 1"},
	"lat: 48.85661, lng: 2.35222":    {paris + " 1"},
	"latitude=48.85661;longitude=-2": {"48.85661 north 2 west 1"},
	"عرض 48.85661 طول 2.35222":       {paris + " 1"},
	// decimal commas
	"48,85661 2,35222":     asked,
	"48,85661; 2,35222":    asked,
	"48,85661, 2,35222":    asked,
	"48,85661,2,35222":     asked,
	"48,85661 N 2,35222 E": {paris + " 1"},
	"48,5,2":               {"48 north 5.2 east 3", "5.2 north 48 east 4", "48.5 north 2 east 3", "2 north 48.5 east 4"},
	"48, 2":                {"48 north 2 east 3", "2 north 48 east 4"},
	// degrees, minutes, seconds
	`48°51'23.796"N 2°21'7.992"E`:      {paris + " 1"},
	`48° 51′ 23.796″ N, 2° 21′ 7.992″`: nil, // half of it is not said
	`N 48°51’23.796” E 2°21’7.992”`:    {paris + " 1"},
	`48°51'23,796" N 2°21'7,992" E`:    {paris + " 1"},
	`48º51''N 2º21'E`:                  nil, // two signs of minutes are one of seconds
	`48°30'N 2°15'E`:                   {"48.5 north 2.25 east 1"},
	`48°30' 2°15'`:                     {"48.5 north 2.25 east 3", "2.25 north 48.5 east 4"},
	`48 30 2 15`:                       {"48.5 north 2.25 east 3", "2.25 north 48.5 east 4"},
	`48 51 23.796 N 2 21 7.992 E`:      {paris + " 1"},
	`48 51 23.796, 2 21 7.992`:         asked,
	`48°51.3966' N 2°21.1332' E`:       {paris + " 1"},
	`48°51'23.796 N 2°21'7.992 E`:      {paris + " 1"},
	`-1°30'0" 2°`:                      {"1.5 south 2 east 3", "2 north 1.5 west 4"},
	`0°30'S 0°15'W`:                    {"0.5 south 0.25 west 1"},
	`-0 30 -0 15`:                      {"0.5 south 0.25 west 3", "0.25 south 0.5 west 4"},
	// other scripts and languages
	"٤٨٫٨٥٦٦١، ٢٫٣٥٢٢٢":                            asked,
	"۴۸٫۸۵۶۶۱ ۲٫۳۵۲۲۲":                             asked,
	"۴۸.۸۵۶۶۱، ۲.۳۵۲۲۲":                            asked,
	"\u200f٤٨٫٨٥٦٦١ شمال ٢٫٣٥٢٢٢ شرق\u200e":        {paris + " 1"},
	"48,85661 nord 2,35222 ouest":                  {"48.85661 north 2.35222 west 1"},
	"٣٣٫٥ باکوور ٣٦٫٣ ڕۆژهەڵات":                    {"33.5 north 36.3 east 1"},
	"geo:48.85661,2.35222;u=35":                    asked,
	"GEO:48.85661,2.35222?z=11":                    asked,
	"48.856614 N 2.352222 E":                       {"48.856614 north 2.352222 east 1"},
	"90, 0":                                        {"90 north 0 east 3", "0 north 90 east 4"},
	"-90 180":                                      {"90 south 180 east 2"},
	"48.8566100000000000001 N 2.3522200000000001E": {paris + " 1"},
}

// noPairs are refused.
var noPairs = map[string]Refusal{
	"":                          ErrEmpty,
	" \u200f ":                  ErrEmpty,
	strings.Repeat("1 ", 150):   ErrLong,
	"the bridge":                ErrForm,
	"48.85661":                  ErrOne,
	"48,85661":                  ErrOne,
	"48,2":                      ErrOne,
	"48.85661 N":                ErrHemispheres,
	"48.85661 N 2.35222":        ErrHemispheres,
	"48.85661 N 2.35222 N":      ErrHemispheres,
	"48.85661 N 2.35222 S":      ErrHemispheres,
	"N 48.85661 2.35222 E":      ErrHemispheres,
	"lat 48.85661 2.35222 E":    ErrHemispheres,
	"-48.85661 N 2.35222 E":     ErrSign,
	"91 N 2 E":                  ErrRange,
	"91 92":                     ErrRange,
	"48, 180.0001":              ErrRange,
	"48, 99999999999999999999":  ErrRange,
	"48°60'N 2°21'E":            ErrMinutes,
	"48 51 60 N 2 21 7 E":       ErrMinutes,
	"48.5 30 N 2 21 E":          ErrForm,
	"48 51 2":                   ErrOne,
	"2N 180;W":                  ErrForm,
	"2N 180E,":                  ErrForm,
	"90, N 90 E":                ErrForm,
	"9 3°45'":                   ErrOne,
	"48--2":                     ErrForm,
	"48.85661, 2.35222, 35":     ErrForm,
	"48. 2.":                    ErrForm,
	"31U DQ 48251 11932":        ErrGrid,
	"31UDQ4825111932":           ErrGrid,
	"31N 448251 5411932":        ErrGrid,
	"8FW4V942+JV":               ErrPlusCode,
	"8FW4V942+JV Paris":         ErrPlusCode,
	"48°51'23.8\"\"N 2°21'7\"E": ErrForm,
}

// Promise: however a pair is typed, it is read as what was meant, or the person is asked.
func TestATypedPairIsReadOrAsked(t *testing.T) {
	for typed, want := range typedPairs {
		found, err := Read(typed)
		var got []string
		for _, r := range found {
			lat, lon := r.Exact.Show()
			got = append(got, fmt.Sprint(lat.Degrees, " ", lat.Hemisphere, " ", lon.Degrees, " ", lon.Hemisphere, " ", r.Order))
		}
		if strings.Join(got, "; ") != strings.Join(want, "; ") {
			t.Errorf("%q: got %q (%v), want %q", typed, got, err, want)
		}
	}
}

// Promise: what is no pair is refused with the reason, and the refusal does not repeat it.
func TestWhatIsNoPairIsRefusedWithTheReason(t *testing.T) {
	for typed, want := range noPairs {
		found, err := Read(typed)
		var got Refusal
		if len(found) != 0 || !errors.As(err, &got) || got != want {
			t.Errorf("%q: %d readings, %v; want %v", typed, len(found), err, want)
		}
		if got != "" && strings.ContainsAny(got.Error(), "5") {
			t.Errorf("%q: the refusal holds what was typed", typed)
		}
	}
}

// FuzzRead: nothing that is typed ends the program, and every reading is a place on earth
// that coarsens, and that reads back from what is shown.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"48.85661, 2.35222", "48,85661,2,35222", `48°51'23.796"N 2°21'7.992"E`, "٤٨٫٨٥٦٦١، ٢٫٣٥٢٢٢", "lon 2 lat 48", "48.85661S 2.35222O", "-0 30 -0 15", "31U DQ 48251 11932", "90, 180"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found, err := Read(s)
		if (err == nil) != (len(found) > 0) || len(found) > 8 {
			t.Fatalf("%d readings and %v", len(found), err)
		}
		for _, r := range found {
			for _, p := range []Precision{TenKilometres, OneKilometre, HundredMetres} {
				if c, err := r.Exact.Coarsen(p); err != nil || !c.valid() || c.IsZero() {
					t.Fatalf("it does not coarsen: %v", err)
				}
			}
			lat, lon := r.Exact.Show()
			back, err := Read(lat.Degrees + " " + string(lat.Hemisphere) + " " + lon.Degrees + " " + string(lon.Hemisphere))
			if err != nil || len(back) != 1 || back[0].Order != Said {
				t.Fatalf("what is shown reads as %d, %v", len(back), err)
			}
			if d := back[0].Exact.lat - r.Exact.lat; d > perDegree/1e7 || d < -perDegree/1e7 {
				t.Fatal("what is shown is another place")
			}
		}
	})
}
