package vault

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/sethvargo/go-diceware/diceware"
)

func TestTheSamePassphraseTypedAnotherWayOpens(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"one two", "one two"},
		{"  One\t TWO \n", "one two"},
		{"one\u00a0two\u3000three", "one two three"},
		{"cafe\u0301", "café"},
		{"ＡＢＣ", "abc"},
		{"ﬁne", "fine"},
		{"a\u00a8b", "a \u0308b"}, // NFKC puts a space before the mark
		{"drop-down", "drop-down"},
	} {
		p, err := NewPassphrase([]byte(c.typed))
		if err != nil {
			t.Fatalf("%q: %v", c.typed, err)
		}
		if got := string(p.Bytes()); got != c.want {
			t.Errorf("%q is taken as %q, want %q", c.typed, got, c.want)
		}
		again, err := NewPassphrase(p.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), p.Bytes()) {
			t.Errorf("%q normalised twice differs (%v)", c.typed, err)
		}
	}
}

func FuzzPassphrase(f *testing.F) {
	for _, s := range []string{"one two", " A\u00a8 ", "\xff", "", "İ", "ẞ ſ K"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, typed []byte) {
		before := bytes.Clone(typed)
		p, err := NewPassphrase(typed)
		if !bytes.Equal(typed, before) {
			t.Error("the typed bytes were changed")
		}
		if err != nil {
			return
		}
		again, err := NewPassphrase(p.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), p.Bytes()) {
			t.Errorf("%q normalises to %q and that to something else (%v)", typed, p.Bytes(), err)
		}
	})
}

func TestWhatIsNoPassphraseIsRefused(t *testing.T) {
	for _, c := range []struct {
		typed string
		want  error
	}{
		{"", ErrNoPassphrase},
		{" \t\n\u3000", ErrNoPassphrase},
		{"\xff", ErrPassphrase},
		{strings.Repeat("a", maxPassphrase+1), ErrPassphrase},
		{strings.Repeat("ﷺ", maxPassphrase/3), ErrPassphrase}, // grows elevenfold
	} {
		if _, err := NewPassphrase([]byte(c.typed)); !errors.Is(err, c.want) {
			t.Errorf("%d bytes: %v, want %v", len(c.typed), err, c.want)
		}
	}
}

func TestAGeneratedPassphraseIsFiveWordsOfTheListAndReplays(t *testing.T) {
	list := map[string]bool{}
	words := diceware.WordListEffLarge()
	for a := range 7776 {
		n := 0
		for i, place := 0, a; i < 5; i, place = i+1, place/6 {
			n = 10*n + place%6 + 1
		}
		list[words.WordAt(n)] = true
	}
	if len(list) != 7776 {
		t.Fatalf("the list has %d words, want 7776", len(list))
	}
	seen := map[string]bool{}
	r := seeded(40)
	for range 200 {
		p, err := Generate(r)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Fields(string(p.Bytes()))
		if len(got) != Words {
			t.Fatalf("%d words, want %d", len(got), Words)
		}
		for _, w := range got {
			if !list[w] {
				t.Errorf("a word that is not in the list")
			}
		}
		again, err := NewPassphrase(p.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), p.Bytes()) {
			t.Errorf("typed as shown, it is another passphrase (%v)", err)
		}
		seen[string(p.Bytes())] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d different passphrases of 200", len(seen))
	}
	one, _ := Generate(seeded(41))
	two, _ := Generate(seeded(41))
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the handed-in randomness does not decide the passphrase")
	}
}

func TestAPassphraseIsNeitherPrintedNorMarshalledAndErases(t *testing.T) {
	p := pass(t, "canary words")
	for _, s := range []string{fmt.Sprint(p), fmt.Sprintf("%v %+v %#v %s %q %x %d", p, *p, p, p, *p, p, p), fmt.Sprint(struct{ P *Passphrase }{p})} {
		if strings.Contains(s, "canary") || strings.Contains(s, "63616e617279") || strings.Contains(s, "99 97 110") {
			t.Error("the passphrase was printed")
		}
	}
	if b, err := json.Marshal(p); err == nil {
		t.Errorf("JSON took it: %d bytes", len(b))
	}
	if err := gob.NewEncoder(new(bytes.Buffer)).Encode(p); err == nil {
		t.Error("gob took it")
	}
	memory := p.Bytes()
	p.Erase()
	if len(bytes.Trim(memory, "\x00")) != 0 || len(p.Bytes()) != 0 {
		t.Error("erased, it is still there")
	}
}
