package cell

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bulkhead/card"
	"bulkhead/keys"

	"rsc.io/qr"
)

// invitation is one whose first host is this; "" for none.
func invitation(t testing.TB, host string) *Invitation {
	t.Helper()
	secret, err := keys.Read[secretUse](seeded(50))
	if err != nil {
		t.Fatal(err)
	}
	_, _, onion := card.OnionOf(host)
	return &Invitation{secret, 77, 31, First{host, onion || host != "" && card.IsLoopback(host)}, cardOf(group()).Hash()}
}

const usualHost = "drop.example:443"

// longestHost has the longest name that fits.
func longestHost() string { return strings.Repeat("d", MaxFirstName) + ":65535" }

// firstHosts are of every kind.
var firstHosts = map[string]string{
	"none": "", "a name": usualHost, "the longest name": longestHost(), "IPv4": "192.0.2.7:8443", "IPv6": "[2001:db8::7]:443",
	"an onion service": "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion:80", "this machine": "127.0.0.1:8080",
	"this machine, IPv6": "[::1]:8080",
}

// TestEveryFirstHostComesBack, each in its one form.
func TestEveryFirstHostComesBack(t *testing.T) {
	for name, host := range firstHosts {
		inv := invitation(t, host)
		b, err := inv.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var back Invitation
		if err := back.UnmarshalBinary(b); err != nil || back.First != inv.First || back.Rate != 31 || back.Card != inv.Card || len(b) > maxInvitation {
			t.Errorf("%s: %v, %d bytes", name, err, len(b))
		}
		for i := 37; i < len(b)-card.HashSize; i++ {
			changed := bytes.Clone(b)
			changed[i] ^= 0x81
			if err := back.UnmarshalBinary(changed); err == nil {
				if again, err := back.MarshalBinary(); err != nil || !bytes.Equal(again, changed) {
					t.Errorf("%s: with byte %d changed it is written in another way", name, i)
				}
			}
		}
	}
}

// TestAnInvitationIsAtMost154CharactersAndFitsAQROf37: more rows than a screen of 24 has
// would not be scanned.
func TestAnInvitationIsAtMost154CharactersAndFitsAQROf37(t *testing.T) {
	text, err := invitation(t, longestHost()).Text()
	if err != nil {
		t.Fatal(err)
	}
	if len(text) != 154 {
		t.Errorf("%d characters, want 154", len(text))
	}
	if strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		t.Error("the text is not in a QR's alphanumeric mode")
	}
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		t.Fatal(err)
	}
	if rows := (code.Size + 2*4 + 1) / 2; rows > 24 {
		t.Errorf("%d modules a side: %d rows of a terminal, with the margin", code.Size, rows)
	}
	if _, err := invitation(t, "d"+longestHost()).Text(); !errors.Is(err, ErrInvitation) {
		t.Errorf("one byte more: %v, want ErrInvitation", err)
	}
}

func TestAnInvitationIsReadAsPeopleType(t *testing.T) {
	inv := invitation(t, usualHost)
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
		if !got.Secret.Equal(&inv.Secret) || got.Base != inv.Base || got.First != inv.First || got.Card != inv.Card {
			t.Errorf("%s: another invitation", name)
		}
	}
}

func TestATypoIsTold(t *testing.T) {
	text, err := invitation(t, longestHost()).Text()
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
	inv := invitation(t, usualHost)
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

func TestWhatNoInvitationCanHave(t *testing.T) {
	good, err := invitation(t, usualHost).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(b []byte) []byte{
		"version 1":        func(b []byte) []byte { b[0] = 1; return b },
		"a newer version":  func(b []byte) []byte { b[0] = 3; return b },
		"a host of kind 5": func(b []byte) []byte { b[38] = 5; return b },
		"a rate of 1":      func(b []byte) []byte { b[37] = 48; return b },
		"http elsewhere":   func(b []byte) []byte { b[38] |= firstPlain; return b },
		"a capital":        func(b []byte) []byte { b[40] = 'D'; return b },
		"port 0":           func(b []byte) []byte { clear(b[len(b)-18 : len(b)-16]); return b },
		"an address as name": func(b []byte) []byte {
			return slices.Concat(b[:37], []byte{firstName, 7}, []byte("1.2.3.4"), b[len(b)-18:])
		},
		"http by no host": func(b []byte) []byte { return slices.Concat(b[:37], []byte{firstPlain}, b[len(b)-16:]) },
		"a byte more":     func(b []byte) []byte { return append(b, 0) },
		"a byte less":     func(b []byte) []byte { return b[:len(b)-1] },
		"a longer name":   func(b []byte) []byte { b[39]++; return b },
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
	text, err := invitation(t, longestHost()).Text()
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
