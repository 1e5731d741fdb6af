package cell

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bulkhead/keys"

	"rsc.io/qr"
)

func invitation(t testing.TB, drop, relay int) *Invitation {
	t.Helper()
	secret, err := keys.Read[secretUse](seeded(50))
	if err != nil {
		t.Fatal(err)
	}
	g := group()
	g.Drop, g.Relay = bytes.Repeat([]byte{0xD0}, drop), bytes.Repeat([]byte{0x4E}, relay)
	return &Invitation{secret, 77, g}
}

func TestTheLongestInvitationIsTwoHundredFortyCharactersAndFitsAQR(t *testing.T) {
	text, err := invitation(t, MaxAddresses-20, 20).Text()
	if err != nil {
		t.Fatal(err)
	}
	if len(text) != 240 {
		t.Errorf("%d characters, want 240", len(text))
	}
	if strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Error("the text is not in a QR's alphanumeric mode")
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("addresses may take %d bytes; the longest code has %d modules a side at level M", MaxAddresses, code.Size)
	if _, err := invitation(t, MaxAddresses, 1).Text(); !errors.Is(err, ErrGroup) {
		t.Errorf("one byte more: %v, want ErrGroup", err)
	}
}

func TestAnInvitationIsReadAsPeopleType(t *testing.T) {
	inv := invitation(t, 70, 0)
	text, err := inv.Text()
	if err != nil {
		t.Fatal(err)
	}
	rows := strings.Join(Rows(text), "\n")
	grouped := regexp.MustCompile(".{5}").ReplaceAllString(text, "$0 ")
	for name, typed := range map[string]string{
		"as shown":         text,
		"in groups":        grouped,
		"lower case":       strings.ToLower(grouped),
		"with dashes":      strings.ReplaceAll(grouped, " ", "-"),
		"with long dashes": strings.ReplaceAll(grouped, " ", "–"),
		"on several lines": "\n  " + strings.ReplaceAll(grouped, " ", "\r\n\t") + "\n",
		"printed rows":     rows,
		"rows on one line": strings.ReplaceAll(rows, "\n", "   "),
		"rows, small":      strings.ReplaceAll(strings.ToLower(rows), "\n", " \r\n\n"),
		"zero, one, eight": strings.NewReplacer("O", "0", "I", "1", "B", "8").Replace(text),
	} {
		got, err := ParseInvitation(typed)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !got.Secret.Equal(&inv.Secret) || got.Base != inv.Base || !got.Group.equal(&inv.Group) {
			t.Errorf("%s: another invitation", name)
		}
	}
}

func TestATypoIsTold(t *testing.T) {
	text, err := invitation(t, 60, 12).Text()
	if err != nil {
		t.Fatal(err)
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	for at := range text {
		for _, c := range alphabet {
			typed := text[:at] + string(c) + text[at+1:]
			if _, err := ParseInvitation(typed); typed != text && !errors.Is(err, ErrTypo) {
				t.Fatalf("character %d mistyped: %v, want ErrTypo", at, err)
			}
		}
		if at > 0 && text[at] != text[at-1] {
			swapped := text[:at-1] + text[at:at+1] + text[at-1:at] + text[at+1:]
			if _, err := ParseInvitation(swapped); !errors.Is(err, ErrTypo) {
				t.Fatalf("characters %d and %d swapped: %v, want ErrTypo", at-1, at, err)
			}
		}
		if _, err := ParseInvitation(text[:at]); err == nil {
			t.Fatalf("cut to %d characters it is read", at)
		}
	}
	for _, typed := range []string{"", "hello", text + text, text + "A", "ÄÖÜ"} {
		if _, err := ParseInvitation(typed); err == nil {
			t.Errorf("%d characters of something else are read", len(typed))
		}
	}
}

func TestTheContextIsEverythingButTheSecret(t *testing.T) {
	inv := invitation(t, 40, 5)
	all, err := inv.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	got, err := inv.Context()
	if err != nil {
		t.Fatal(err)
	}
	if want := append(bytes.Clone(all[:1]), all[33:]...); !bytes.Equal(got, want) {
		t.Error("the context is something else")
	}
	if !bytes.Equal(all[1:33], inv.Secret.Bytes()) {
		t.Error("the secret does not lie at its offset")
	}
}

func TestImpossibleSettingsAreNoInvitation(t *testing.T) {
	good, err := invitation(t, 40, 5).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(b []byte) []byte{
		"version 2":        func(b []byte) []byte { b[0] = 2; return b },
		"T = 0":            func(b []byte) []byte { clear(b[37:41]); return b },
		"T = 49 days":      func(b []byte) []byte { b[37] = 0xFF; return b },
		"S = 2":            func(b []byte) []byte { b[41] = 2; return b },
		"S = 65":           func(b []byte) []byte { b[41] = 65; return b },
		"PL = 15":          func(b []byte) []byte { b[42] = 15; return b },
		"PL = 193":         func(b []byte) []byte { b[42] = 193; return b },
		"no drop":          func(b []byte) []byte { return append(append(b[:47:47], 0), b[48+40:]...) },
		"a byte more":      func(b []byte) []byte { return append(b, 0) },
		"a byte less":      func(b []byte) []byte { return b[:len(b)-1] },
		"a longer address": func(b []byte) []byte { b[47]++; return b },
	} {
		var i Invitation
		if err := i.UnmarshalBinary(change(bytes.Clone(good))); !errors.Is(err, ErrInvitation) {
			t.Errorf("%s: %v, want ErrInvitation", name, err)
		}
	}
}

// Whatever is mistyped in one printed row, that row is named, be a character wrong,
// missing, doubled, or two swapped; and so are rows in each other's place, and of two
// wrong rows the first.
func TestTheMistypedRowIsNamed(t *testing.T) {
	text, err := invitation(t, 60, 12).Text()
	if err != nil {
		t.Fatal(err)
	}
	rows := Rows(text)
	says := func(what string, row int, typed []string) {
		t.Helper()
		_, err := ParseInvitation(strings.Join(typed, "\n"))
		if e := new(RowError); !errors.As(err, &e) || e.Row != row || !errors.Is(err, ErrTypo) {
			t.Errorf("%s: %v, want row %d", what, err, row)
		}
	}
	for n, row := range rows {
		for at, c := range row {
			if c == ' ' {
				continue
			}
			wrong := "A"
			if c == 'A' {
				wrong = "B"
			}
			for what, typed := range map[string]string{
				"another character": row[:at] + wrong + row[at+1:],
				"one is missing":    row[:at] + row[at+1:],
				"one twice":         row[:at] + string(c) + row[at:],
			} {
				all := slices.Clone(rows)
				all[n] = typed
				says(what, n+1, all)
			}
		}
	}
	swapped := slices.Clone(rows)
	swapped[1], swapped[3] = swapped[3], swapped[1]
	says("two rows swapped", 2, swapped)
	says("a row is missing", 2, slices.Delete(slices.Clone(rows), 1, 2))
	if _, err := ParseInvitation(strings.Join(rows[:len(rows)-1], "\n")); !errors.Is(err, ErrTypo) {
		t.Errorf("without its last row: %v", err)
	}
}
