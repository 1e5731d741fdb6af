package publish

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/media"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

var noon = time.Date(2026, 11, 14, 12, 20, 17, 0, time.UTC)

func site() Site {
	return Site{Title: "The desk", Authority: "desk.example.org", Since: "2026", Day: noon}
}

func cell(t testing.TB, lat, lon float64, p place.Precision) place.Cell {
	return must[place.Cell](t)(must[place.Exact](t)(place.Degrees(lat, lon)).Coarsen(p))
}

// picture is what a camera gives: a file with a comment in it.
func picture(t testing.TB, seed uint8, asPNG bool) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for y := range 30 {
		for x := range 40 {
			m.Set(x, y, color.RGBA{uint8(x) * 6, uint8(y) * 8, seed * 16, 255})
		}
	}
	var b bytes.Buffer
	if asPNG {
		if err := png.Encode(&b, m); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return slices.Concat(b.Bytes()[:2], []byte{0xff, 0xfe, 0, 8}, []byte("CANARY"), b.Bytes()[2:])
}

func public(t testing.TB, file []byte) []byte {
	return must[media.Result](t)(media.Clean(file, media.Options{Publish: true, Sound: true})).Bytes
}

func video(t testing.TB) []byte { return must[[]byte](t)(os.ReadFile("../../media/testdata/clip.mp4")) }

// entries are one of each kind that is published, with every sort of medium.
func entries(t testing.TB) []Entry {
	when := must[report.When](t)
	return []Entry{
		{Item: export.Item{Name: "b-hospital", Kind: report.Site, Type: 1, State: 1, Access: report.AccessHard, Severity: report.Severe, People: report.Counted(183),
			When: when(report.Since(noon, report.QuarterHour)), Where: place.Place{Cell: cell(t, 48.85661, 2.35222, place.OneKilometre), Name: "Mill hospital"},
			Text: "120 beds;\nsince <noon>", Reported: noon, Status: export.Confirmed, Percent: 82, Consent: report.MayPublish},
			Changed: noon, Media: []Medium{{Bytes: public(t, picture(t, 1, false)), Caption: "The gate & yard"}, {Bytes: public(t, picture(t, 2, true))}}},
		{Item: export.Item{Name: "a-mine", Kind: report.Hazard, Type: 1, State: 2, Severity: report.Extreme, When: when(report.Moment(noon, report.Hour)),
			Where: place.Place{Cell: cell(t, 48.5138, 2.2765, place.HundredMetres), Name: "جسر قديم", Bearing: 4, Distance: 5}, Text: "خطر", Reported: noon, Percent: 40, Consent: report.MayPublish | report.MayNotify},
			Changed: noon.AddDate(0, 0, -3), Media: []Medium{{Bytes: public(t, video(t)), Caption: "Ten seconds", Sound: true}}},
		{Item: export.Item{Name: "d-need", Kind: report.Need, Type: 1, State: 1, Where: place.Place{Name: "Upper town"}, Text: "No water.", Reported: noon, Consent: report.MayPublish}, Changed: noon},
		{Item: export.Item{Name: "e-harm", Kind: report.Harm, Type: 3, Severity: report.Moderate, Killed: report.Counted(0), Injured: report.Counted(7), When: when(report.Span(noon, noon.AddDate(0, 0, 1), report.SixHours)),
			Where: place.Place{Cell: cell(t, 48.1, 2.9, place.TenKilometres)}, Reported: noon.AddDate(0, 0, 2), Observed: true, Percent: 94, Consent: report.MayPublish}, Changed: noon.AddDate(0, 0, -1)},
	}
}

func withdrawn() []Withdrawal {
	return []Withdrawal{{"x-gone", noon.AddDate(0, 0, -2)}, {"c-gone", noon}}
}

func keys(t testing.TB) *Keys { return must[*Keys](t)(NewKeys(rand.NewChaCha8([32]byte{7}))) }

// whole returns a signed publication.
func signed(t testing.TB) []File {
	s, k := site(), keys(t)
	s.Keys = k.Public()
	return must[[]File](t)(k.Sign(must[[]File](t)(Build(s, entries(t), withdrawn())), s.Day))
}

func read(t testing.TB, files []File, path string) []byte {
	t.Helper()
	i := slices.IndexFunc(files, func(f File) bool { return f.Path == path })
	if i < 0 {
		t.Fatalf("there is no %s", path)
	}
	return files[i].Bytes
}

// Promise: the same bytes are published, and signed, in whatever order entries, media and
// withdrawals came, and whenever in the day.
func TestTheOrderOfEntryDoesNotShow(t *testing.T) {
	want, all, gone := signed(t), entries(t), withdrawn()
	seeds.Each(t, 4, func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 13))
		all, gone := slices.Clone(all), slices.Clone(gone)
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		r.Shuffle(len(gone), func(i, j int) { gone[i], gone[j] = gone[j], gone[i] })
		for i := range all {
			m := slices.Clone(all[i].Media)
			r.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
			all[i].Media = m
			all[i].Changed = dayOf(all[i].Changed).Add(time.Duration(r.Int64N(int64(day)))).In(time.FixedZone("", r.IntN(7)*3600))
			all[i].Item.Reported = dayOf(all[i].Item.Reported).Add(time.Duration(r.Int64N(int64(day))))
		}
		s, k := site(), keys(t)
		s.Keys, s.Day = k.Public(), dayOf(s.Day).Add(time.Duration(r.Int64N(int64(day))))
		got := must[[]File](t)(k.Sign(must[[]File](t)(Build(s, all, gone)), s.Day))
		if len(got) != len(want) {
			t.Fatalf("%d files, want %d", len(got), len(want))
		}
		for i := range got {
			if got[i].Path != want[i].Path || !bytes.Equal(got[i].Bytes, want[i].Bytes) {
				t.Fatalf("%s is another", got[i].Path)
			}
		}
	})
}

// Promise: a movement is never published, nothing without consent, nothing of tomorrow, and
// nothing beside a thing that is refused.
func TestWhatIsNotClearedIsNotPublished(t *testing.T) {
	movement := export.Item{Name: "m-way", Kind: report.Movement, Where: place.Place{Name: "x"}, Reported: noon, Consent: report.MayNotify}
	type change = func(*Site, *Entry, *[]Withdrawal)
	for name, c := range map[string]struct {
		change change
		want   error
		of     string // whose name the refusal has
	}{
		"a movement":                    {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item = movement }, export.ErrMovement, "m-way"},
		"a movement with consent":       {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item = movement; e.Item.Consent = 3 }, export.ErrMovement, "m-way"},
		"no consent":                    {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Consent = report.MayNotify }, export.ErrConsent, "b-hospital"},
		"a name that leads out":         {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "../x" }, export.ErrName, "../x"},
		"a name with a slash":           {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "a/b" }, export.ErrName, "a/b"},
		"a name with a quote":           {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = `a"b` }, export.ErrName, `a"b`},
		"no name":                       {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "" }, export.ErrName, ""},
		"another's name":                {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "a-mine" }, ErrName, "a-mine"},
		"another's name in capitals":    {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "A-Mine" }, ErrName, "a-mine"},
		"one that was taken back":       {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Name = "X-gone" }, ErrName, "x-gone"},
		"changed tomorrow":              {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Changed = noon.AddDate(0, 0, 1) }, ErrDay, "b-hospital"},
		"never changed":                 {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Changed = time.Time{} }, ErrDay, "b-hospital"},
		"taken back tomorrow":           {func(_ *Site, _ *Entry, w *[]Withdrawal) { (*w)[0].Day = noon.AddDate(0, 0, 1) }, ErrDay, "x-gone"},
		"taken back twice":              {func(_ *Site, _ *Entry, w *[]Withdrawal) { *w = append(*w, (*w)[0]) }, ErrName, "x-gone"},
		"no name of what was":           {func(_ *Site, _ *Entry, w *[]Withdrawal) { (*w)[0].Name = "../x" }, export.ErrName, "../x"},
		"a text with an escape":         {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Item.Text = "\x1b[2J" }, export.ErrItem, "b-hospital"},
		"a caption of two lines":        {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Media[0].Caption = "a\nb" }, ErrCaption, "b-hospital"},
		"a caption without an end":      {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Media[0].Caption = strings.Repeat("a", 301) }, ErrCaption, "b-hospital"},
		"more pictures than a page has": {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Media = make([]Medium, MaxMedia+1) }, ErrMany, "b-hospital"},
		"a picture twice":               {func(_ *Site, e *Entry, _ *[]Withdrawal) { e.Media[1] = e.Media[0] }, ErrMedia, "b-hospital"},
		"no title":                      {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Title = " " }, ErrSite, "-"},
		"a title of two lines":          {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Title = "a\nb" }, ErrSite, "-"},
		"an authority with a comma":     {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Authority = "a,b" }, ErrSite, "-"},
		"an authority for a shell":      {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Authority = "a';rm -r .;'" }, ErrSite, "-"},
		"no authority":                  {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Authority = "" }, ErrSite, "-"},
		"a month that is none":          {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Since = "2026-13" }, ErrSite, "-"},
		"no year":                       {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Since = "26" }, ErrSite, "-"},
		"no day":                        {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Day = time.Time{} }, ErrSite, "-"},
		"keys for a shell":              {func(s *Site, _ *Entry, _ *[]Withdrawal) { s.Keys = Public{"$(x)", "$(y)"} }, ErrKeys, "-"},
	} {
		s, all, gone := site(), entries(t), withdrawn()
		c.change(&s, &all[0], &gone)
		files, err := Build(s, all, gone)
		var of *Refused
		if files != nil || !errors.Is(err, c.want) || errors.As(err, &of) != (c.of != "-") || of != nil && of.Name != c.of {
			t.Errorf("%s: %d files, %v", name, len(files), err)
		}
		if of != nil && of.Name != "" && strings.Contains(err.Error(), of.Name) {
			t.Errorf("%s: the refusal holds the name", name)
		}
	}
}

// Promise: a file as it was received is not published, nor is its hash; nor is one that a
// phone has cleaned; nor a video's sound to which nobody has listened.
func TestNoFileIsPublishedThatAPhoneMayHold(t *testing.T) {
	for name, file := range map[string][]byte{"JPEG": picture(t, 1, false), "PNG": picture(t, 1, true), "MP4": video(t)} {
		phones := must[media.Result](t)(media.Clean(file, media.Options{})).Bytes
		var refusal *media.Refusal
		for what, b := range map[string][]byte{"as it was received": file, "as a phone has cleaned it": phones, "with a byte more": append(public(t, file), 0), "none": nil, "text": []byte("<svg/>")} {
			all := entries(t)[2:3]
			all[0].Media = []Medium{{Bytes: b, Sound: true}}
			if files, err := Build(site(), all, nil); files != nil || !errors.Is(err, ErrMedia) && !errors.As(err, &refusal) {
				t.Errorf("%s %s: %v", name, what, err)
			}
		}
		all := entries(t)[2:3]
		all[0].Media = []Medium{{Bytes: public(t, file), Sound: true}}
		files := must[[]File](t)(Build(site(), all, nil))
		for _, f := range files {
			for _, b := range [][]byte{file, phones} {
				sum := sha256.Sum256(b)
				if bytes.Contains(f.Bytes, fmt.Appendf(nil, "%x", sum)) || bytes.Contains(f.Bytes, fmt.Appendf(nil, "%x", sum[:16])) || strings.Contains(f.Path, fmt.Sprintf("%x", sum[:16])) || bytes.Contains(f.Bytes, b) {
					t.Errorf("%s: %s has a file of the phone, or its hash", name, f.Path)
				}
			}
			if bytes.Contains(f.Bytes, []byte("CANARY")) {
				t.Errorf("%s: %s has what a camera noted", name, f.Path)
			}
		}
	}
	all := entries(t)[1:2]
	all[0].Media[0].Sound = false
	if _, err := Build(site(), all, nil); !errors.Is(err, ErrSound) {
		t.Errorf("sound to which nobody has listened: %v", err)
	}
}

// Promise: no time of day is in a publication, but midnight in the feed; nothing that came
// later than its day is dated by it.
func TestTimesAreDays(t *testing.T) {
	clock := regexp.MustCompile(`\d\d:\d\d`)
	for _, f := range signed(t) {
		if strings.HasPrefix(f.Path, "media/") {
			continue
		}
		for _, found := range clock.FindAllString(strings.ReplaceAll(string(f.Bytes), "T00:00:00Z</updated>", ""), -1) {
			t.Errorf("%s has the time %s", f.Path, found)
		}
	}
}

// Promise: what was taken back is gone from everywhere; the feed and its page say so, and
// nothing of what it said.
func TestWhatWasTakenBackIsNotRepeated(t *testing.T) {
	all := entries(t)
	before := must[[]File](t)(Build(site(), all, nil))
	hospital := all[0]
	after := must[[]File](t)(Build(site(), all[1:], []Withdrawal{{"b-hospital", noon}}))
	for _, word := range []string{"Mill", "120 beds", "The gate", "48.86", "183", "180"} {
		in := func(files []File) (n int) {
			for _, f := range files {
				if !strings.HasPrefix(f.Path, "media/") && bytes.Contains(f.Bytes, []byte(word)) && !(word == "180" && f.Path == "map.svg") {
					n++
				}
			}
			return n
		}
		if word != "183" && in(before) == 0 {
			t.Errorf("the control: %q is nowhere", word)
		}
		if in(after) != 0 {
			t.Errorf("%q is still in %d files", word, in(after))
		}
	}
	for _, f := range after {
		for _, m := range hospital.Media {
			if bytes.Equal(f.Bytes, m.Bytes) {
				t.Error("its picture is still there")
			}
		}
	}
	feed := string(read(t, after, "feed.atom"))
	if strings.Count(feed, "<id>tag:desk.example.org,2026:b-hospital</id>") != 1 || !strings.Contains(feed, "Taken back") {
		t.Error("the feed does not say so")
	}
	if !bytes.Contains(read(t, after, "items/b-hospital.html"), []byte("taken back on Sat 14 Nov 2026")) || !bytes.Contains(read(t, after, "index.html"), []byte("items/b-hospital.html")) {
		t.Error("its page does not say so")
	}
}

// Promise: nothing is published that whoever cleared it could not see.
func TestWhatNobodySeesIsNotPublished(t *testing.T) {
	for text, want := range map[string]bool{
		"plain words, 120 beds\nand a line": true, "خطر\u200cها و سلام": true, "ביתʼ": true, "नमस्ते क्\u200dष": true, "a fire 🔥, a heart ❤️\u200d🔥, a family 👩\u200d👩\u200d👧, a flag 🇺🇦": true, "\u200fعلى\u200e 12": true,
		"tags \U000e0041\U000e0042": false, "private \ue000": false, "a soft\u00adhyphen": false, "no\u200bwidth": false, "\ufeffmark": false, "a\U000e0101": false,
		"bits \u200c\u200d\u200c\u200d": false, "vary \ufe00\ufe01\ufe02": false, "fill \u3164\u3164\u3164": false, "join\u2060er": false,
	} {
		for where, put := range map[string]func(*Entry){"text": func(e *Entry) { e.Item.Text = text }, "name": func(e *Entry) { e.Item.Where.Name = text }, "caption": func(e *Entry) { e.Media[0].Caption = text }} {
			if where != "text" && (strings.Contains(text, "\n") || len(text) > place.MaxName) {
				continue
			}
			all := entries(t)[:1]
			put(&all[0])
			if _, err := Build(site(), all, nil); (err == nil) != want || err != nil && !errors.Is(err, ErrHidden) {
				t.Errorf("%q as a %s: %v", text, where, err)
			}
		}
	}
}

// Promise: whatever is written in a text, a name or a caption is shown as text.
func TestWhatIsWrittenIsShownAsText(t *testing.T) {
	all := entries(t)
	payloads := []string{`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style><b>`, `]]><x/>`, `&lt;b&gt;{{.Say}}`, `'-alert(1)-'`, `javascript:alert(1)`, `<!--`, `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "e">]>&e;`}
	for _, payload := range payloads {
		s := site()
		s.Title = payload
		all[0].Item.Text, all[0].Item.Where.Name, all[0].Media[0].Caption = payload, payload[:min(len(payload), place.MaxName)], payload
		files := must[[]File](t)(Build(s, all, nil))
		for _, f := range files {
			switch {
			case strings.HasSuffix(f.Path, ".html"):
				safePage(t, f)
			case strings.HasSuffix(f.Path, ".svg"), strings.HasSuffix(f.Path, ".atom"):
				safeXML(t, f)
			}
		}
	}
}

// Promise: every sentence of a page comes from a catalogue.
func TestEverySentenceIsOfACatalogue(t *testing.T) {
	s := site()
	s.Say, s.Keys = phrase.Marked(time.UTC), keys(t).Public()
	all := entries(t)
	for i := range all {
		all[i].Item.Text, all[i].Item.Where.Name = "", strings.Repeat("x", min(1, len(all[i].Item.Where.Name)))
		for j := range all[i].Media {
			all[i].Media[j].Caption = ""
		}
	}
	s.Title = "x"
	for _, f := range must[[]File](t)(Build(s, all, withdrawn())) {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		text := visible(string(f.Bytes))
		for _, word := range phrase.Unmarked(text) {
			switch {
			case len(word) < 2, strings.HasSuffix(word, "-gone"), slices.Contains([]string{"minisign", "SSH"}, word):
			default:
				t.Errorf("%s: %q is of no catalogue", f.Path, word)
			}
		}
	}
}

// Promise: ten thousand things are published, and no more.
func TestAPublicationHasBounds(t *testing.T) {
	one := entries(t)[2]
	many := make([]Entry, MaxEntries+1)
	if _, err := Build(site(), many, nil); !errors.Is(err, ErrMany) {
		t.Errorf("%d entries: %v", len(many), err)
	}
	if _, err := Build(site(), nil, make([]Withdrawal, MaxWithdrawn+1)); !errors.Is(err, ErrMany) {
		t.Errorf("too many withdrawals: %v", err)
	}
	n := mostMarks + perPage + 1
	if *long {
		n = MaxEntries
	}
	some := many[:n]
	for i := range some {
		some[i] = one
		some[i].Item.Name = fmt.Sprintf("n%05d", i)
		some[i].Item.Where = place.Place{Cell: cell(t, -60+float64(i%120), float64(i%360)-179.5, place.OneKilometre)}
	}
	files := must[[]File](t)(Build(site(), some, nil))
	pages := 0
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".html") && !strings.Contains(f.Path, "/") && f.Path != "verify.html" {
			pages++
		}
		if len(f.Bytes) > 400<<10 && f.Path != "items.geojson" && f.Path != Sums {
			t.Errorf("%s has %d bytes", f.Path, len(f.Bytes))
		}
	}
	if want := (n + perPage - 1) / perPage; pages != want {
		t.Errorf("%d pages of a list, want %d", pages, want)
	}
	if got := bytes.Count(read(t, files, "feed.atom"), []byte("<entry>")); got != min(n, feedEntries) {
		t.Errorf("the feed has %d", got)
	}
	if signs := bytes.Count(read(t, files, mapFile), []byte(`class="sign"`)); signs > mostMarks || signs < mostMarks/8 {
		t.Errorf("the picture has %d signs", signs)
	}
	slices.Reverse(some)
	if !bytes.Equal(read(t, must[[]File](t)(Build(site(), some, nil)), mapFile), read(t, files, mapFile)) {
		t.Error("in another order the picture is another")
	}
	large := Entry{Item: one.Item, Changed: noon, Media: slices.Repeat([]Medium{{Bytes: make([]byte, 1<<20)}}, MaxMedia)}
	if _, err := Build(site(), slices.Repeat([]Entry{large}, MaxBytes/MaxMedia>>20+1), nil); !errors.Is(err, ErrMany) {
		t.Errorf("media of more than a publication has: %v", err)
	}
}
