package keys

import (
	"bytes"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

type testUse struct{}
type otherUse struct{}

// secret is recognisable in every form in which it could be printed.
var secret = []byte("canary-canary-canary-canary-cana")

func canary(t *testing.T) *Key[testUse] {
	t.Helper()
	k, err := Of[testUse](secret)
	if err != nil {
		t.Fatal(err)
	}
	return &k
}

func TestAKeyIsNotPrinted(t *testing.T) {
	k := canary(t)
	holder := struct {
		Name string
		K    Key[testUse]
		P    *Key[testUse]
	}{"holder", *k, k}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("logged", "key", *k, "pointer", k)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("logged", "key", *k, "pointer", k)
	printed := []string{log.String(), fmt.Errorf("with %w and %v", errors.New("x"), *k).Error()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%b", "%o", "%t", "%c", "%20.3v"} {
		printed = append(printed, fmt.Sprintf(verb, *k), fmt.Sprintf(verb, holder), fmt.Sprintf(verb, []Key[testUse]{*k}),
			fmt.Sprintf(verb, k), fmt.Sprintf(verb, map[string]*Key[testUse]{"k": k}))
	}
	forms := []string{string(secret[:6]), hex.EncodeToString(secret[:6]), strings.ToUpper(hex.EncodeToString(secret[:6])),
		"99 97 110", "99, 97, 110", "0x63, 0x61", "1100011 1100001", "143 141 156"}
	for _, s := range printed {
		for _, f := range forms {
			if strings.Contains(s, f) {
				t.Errorf("a key was printed in the form of %q", f)
			}
		}
	}
}

// TestWhatFmtPrintsOfAKeyAllTheSame records what this package cannot help: fmt
// asks neither an unexported field nor the operand of %p how to print itself. A
// struct with a key in an unexported field needs a Format of its own; vet
// refuses %p of what is no pointer.
func TestWhatFmtPrintsOfAKeyAllTheSame(t *testing.T) {
	pointer := "%p" // out of vet's sight
	for _, got := range []string{fmt.Sprint(struct{ k Key[testUse] }{*canary(t)}), fmt.Sprintf(pointer, *canary(t))} {
		if !strings.Contains(got, "99 97 110") {
			t.Error("fmt has changed: the rule in the comment above can go")
		}
	}
}

func TestAKeyDoesNotMarshal(t *testing.T) {
	k := canary(t)
	for name, marshal := range map[string]func(any) ([]byte, error){
		"json": json.Marshal,
		"xml":  xml.Marshal,
		"gob": func(v any) ([]byte, error) {
			var b bytes.Buffer
			err := gob.NewEncoder(&b).Encode(v)
			return b.Bytes(), err
		},
	} {
		for _, v := range []any{*k, k, struct{ K Key[testUse] }{*k}} {
			if b, err := marshal(v); err == nil || bytes.Contains(b, secret[:6]) {
				t.Errorf("%s took a %T", name, v)
			}
		}
	}
}

func TestAKeyHasNoEqualsSign(t *testing.T) {
	if reflect.TypeFor[Key[testUse]]().Comparable() {
		t.Error("two keys can be compared with ==")
	}
	if reflect.TypeFor[Key[testUse]]() == reflect.TypeFor[Key[otherUse]]() {
		t.Error("keys of two uses are one type")
	}
}

func TestAKeyEqualsItsOwnBytesOnly(t *testing.T) {
	k := canary(t)
	if same := canary(t); !k.Equal(same) {
		t.Error("two keys of the same bytes are not equal")
	}
	for at := range Size {
		other := canary(t)
		other.Bytes()[at] ^= 1
		if k.Equal(other) {
			t.Errorf("keys that differ in byte %d are equal", at)
		}
	}
}

func TestAKeyIsOfThirtyTwoBytesAndCopied(t *testing.T) {
	for _, n := range []int{0, 1, Size - 1, Size + 1} {
		if _, err := Of[testUse](make([]byte, n)); !errors.Is(err, ErrSize) {
			t.Errorf("%d bytes: %v, want ErrSize", n, err)
		}
		if _, err := Read[testUse](bytes.NewReader(make([]byte, n))); n < Size && err == nil {
			t.Errorf("a source of %d bytes made a key", n)
		}
	}
	b := bytes.Clone(secret)
	k, err := Of[testUse](b)
	if err != nil {
		t.Fatal(err)
	}
	clear(b)
	if !bytes.Equal(k.Bytes(), secret) {
		t.Error("a key shares its caller's bytes")
	}
}

func TestAnErasedKeyIsZero(t *testing.T) {
	k := canary(t)
	memory := k.Bytes()
	if k.IsZero() {
		t.Error("a key is zero before it is erased")
	}
	k.Erase()
	if !k.IsZero() || !bytes.Equal(memory, make([]byte, Size)) {
		t.Error("an erased key is still there")
	}
	var unset Key[testUse]
	if !unset.IsZero() {
		t.Error("an unset key is not zero")
	}
}
