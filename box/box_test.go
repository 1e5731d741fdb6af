package box

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestAnIDHasOneTextForm(t *testing.T) {
	id := ID{0: 0xab, 31: 0x0f}
	got, err := ParseID(id.Hex())
	if err != nil || got != id {
		t.Fatalf("got %v, %v", got == id, err)
	}
	for name, bad := range map[string]string{
		"empty":      "",
		"short":      id.Hex()[1:],
		"long":       id.Hex() + "0",
		"upper case": strings.ToUpper(id.Hex()),
		"not hex":    strings.Repeat("g", HexIDSize),
		"a space":    " " + id.Hex()[1:],
	} {
		if _, err := ParseID(bad); !errors.Is(err, ErrID) {
			t.Errorf("%s: got %v, want %v", name, err, ErrID)
		}
	}
}

func TestAnIDIsNotPrinted(t *testing.T) {
	id := ID{1, 2, 3, 4, 5, 6, 7, 8}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%X", "%d", "%q"} {
		for _, v := range []any{id, &id, Ref{7, id}, []ID{id}} {
			if got := fmt.Sprintf(verb, v); strings.Contains(got, "0102") || strings.Contains(got, "1 2 3") || strings.Contains(got, "1, 2") || strings.Contains(got, "0x1") {
				t.Errorf("%s of %T shows the id", verb, v)
			}
		}
	}
}

func TestKeysOrderByRoundFirst(t *testing.T) {
	early, late := Ref{1, ID{0: 0xff}}, Ref{256, ID{}}
	a, b := early.Key(), late.Key()
	if bytes.Compare(a[:], b[:]) >= 0 {
		t.Error("an id outweighs a round: whole rounds cannot be dropped")
	}
	if RefOfKey(a) != early || RefOfKey(b) != late {
		t.Error("a key does not give back its ref")
	}
}

func TestOnlyZerosAreAbsent(t *testing.T) {
	var c Content
	if !c.IsAbsent() {
		t.Error("zeros are not absent")
	}
	for _, at := range []int{0, 1, Size / 2, Size - 1} {
		c = Content{}
		c[at] = 1
		if c.IsAbsent() {
			t.Errorf("a box with a byte at %d counts as absent", at)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add(ID{}.Hex())
	f.Add(strings.Repeat("f", HexIDSize))
	f.Add("")
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := ParseID(s); err == nil && id.Hex() != s {
			t.Errorf("%q parses and does not give itself back", s)
		}
	})
}
