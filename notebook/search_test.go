package notebook

import (
	"slices"
	"testing"
)

func TestASearchFindsThePagesThatHoldEveryWord(t *testing.T) {
	b := written(t,
		"Tomato soup\nonions, GARLIC, salt",
		"Straße 7, Ōsaka, Ὀδυσσεύς",
		"caf\u00e9 au lait, ﬁgs, ２ ｋｇ",
		"cafe, garlic",
		"℡ 4711, \u1fb4",
	)
	for _, c := range []struct {
		words string
		want  []uint32
	}{
		{"garlic", []uint32{4, 1}},
		{"  salt\tTOMAT ", []uint32{1}},
		{"garlic cafe", []uint32{4}},
		{"garlic lemon", nil},
		{"STRASSE", []uint32{2}},
		{"o\u0304saka", []uint32{2}},
		{"ὈΔΥΣΣΕΎΣ", []uint32{2}},
		{"CAFE\u0301", []uint32{3}},
		{"cafe", []uint32{4}},
		{"figs 2 kg", []uint32{3}},
		{"tel", []uint32{5}},
		{"\u03b1\u0345\u0301", []uint32{5}},
		{"", []uint32{5, 4, 3, 2, 1}},
		{" \n", []uint32{5, 4, 3, 2, 1}},
	} {
		if got := numbers(b.Search(c.words)); !slices.Equal(got, c.want) {
			t.Errorf("searching %q: got pages %v, want %v", c.words, got, c.want)
		}
	}
}

func BenchmarkSearchFullNotebook(bench *testing.B) {
	b := New()
	for {
		if _, err := b.Write("Tomaten, Zwiebeln, Knoblauch; Straßenbahn um 7:15, Ölkännchen für den Rasenmäher", monday); err != nil {
			break
		}
	}
	for bench.Loop() {
		b.Search("ölkännchen nowhere")
	}
}
