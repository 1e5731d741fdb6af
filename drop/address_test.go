package drop

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// somePrefix is 0, 1, 2 … 15.
func somePrefix() Prefix {
	var p Prefix
	for i := range p {
		p[i] = byte(i)
	}
	return p
}

const somePrefixText = "aaaqeayeaudaocajbifqydiob4"

func TestAddressTextHasOneForm(t *testing.T) {
	pin := Pin{0: 0xff, 31: 1}
	pinText := "_wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
	for _, tt := range []struct{ in, want string }{ // want "" is refused, "=" the same
		{"https://drop.example:8443/" + somePrefixText, "="},
		{"https://drop.example:8443/" + somePrefixText + "#sha256=" + pinText, "="},
		{"https://Drop.Example/" + somePrefixText, "https://drop.example:443/" + somePrefixText},
		{"https://[2001:db8::1]:443/" + somePrefixText, "="},
		{"http://127.0.0.1:8080/" + somePrefixText, "="},
		{"http://[::1]:8080/" + somePrefixText, "="},
		{"http://localhost:8080/" + somePrefixText, "="},
		{"http://drop.example:8080/" + somePrefixText, ""},
		{"http://192.0.2.1:8080/" + somePrefixText, ""},
		{"http://127.0.0.1/" + somePrefixText, ""},
		{"http://127.0.0.1:80/" + somePrefixText + "#sha256=" + pinText, ""},
		{"ftp://drop.example:21/" + somePrefixText, ""},
		{"https://user@drop.example:1/" + somePrefixText, ""},
		{"https://drop.example:0443/" + somePrefixText, ""},
		{"https://drop.example:0/" + somePrefixText, ""},
		{"https://drop.example:65536/" + somePrefixText, ""},
		{"https://drop..example:1/" + somePrefixText, ""},
		{"https://:1/" + somePrefixText, ""},
		{"https://drop.example:/" + somePrefixText, ""},
		{"https://drop.example:1/" + somePrefixText + "/", ""},
		{"https://drop.example:1/" + somePrefixText + "?", ""},
		{"https://drop.example:1/" + somePrefixText + "#", ""},
		{"https://drop.example:1/" + somePrefixText + "#sha256=" + pinText[1:], ""},
		{"https://drop.example:1/" + somePrefixText + "#sha256=" + pinText[:42] + "F", ""}, // spare bits
		{"https://drop.example:1/" + strings.ToUpper(somePrefixText), ""},
		{"https://drop.example:1/" + somePrefixText[:25] + "5", ""}, // spare bits
		{"https://drop.example:1", ""},
		{"", ""},
	} {
		a, err := ParseAddress(tt.in)
		want := tt.want
		if want == "=" {
			want = tt.in
		}
		if want == "" {
			if err == nil {
				t.Errorf("ParseAddress(%q) took it", tt.in)
			}
			continue
		}
		if err != nil || a.URL() != want {
			t.Errorf("ParseAddress(%q) = %q, %v; want %q", tt.in, a.URL(), err, want)
		}
		if p, ok := a.Pin(); ok && p != pin {
			t.Errorf("ParseAddress(%q) read another pin", tt.in)
		}
	}
}

func TestAddressBinaryIsCompact(t *testing.T) {
	a, err := NewAddress("drop.example:443", somePrefix())
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.WithPin(Pin{1}).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	want := "02" + "10" + hex.EncodeToString([]byte("drop.example:443")) + "000102030405060708090a0b0c0d0e0f" + "01" + strings.Repeat("00", 31)
	if got := hex.EncodeToString(b); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back Address
	if err := back.UnmarshalBinary(b); err != nil || back != a.WithPin(Pin{1}) {
		t.Errorf("UnmarshalBinary: another address, %v", err)
	}
	for n := range b {
		kept := back
		if err := back.UnmarshalBinary(b[:n]); err == nil || back != kept {
			t.Errorf("the first %d bytes were taken", n)
		}
	}
	if err := back.UnmarshalBinary(append(b, 0)); err == nil {
		t.Error("a byte too many was taken")
	}
}

func TestAddressShowsNothingWhenPrinted(t *testing.T) {
	a, _ := NewAddress("drop.example:443", somePrefix())
	a = a.WithPin(Pin{0xab})
	for _, s := range []string{fmt.Sprint(a), fmt.Sprintf("%+v %#v %s %q %x", a, a, a, a, a), fmt.Sprintf("%v", struct{ A Address }{a}),
		fmt.Sprintf("%x %s", a.Prefix(), a.pin)} {
		if strings.Contains(s, "drop.example") || strings.Contains(s, "aaaq") || strings.Contains(s, "0001") || strings.Contains(s, "ab0") {
			t.Errorf("printed %q", s)
		}
	}
}

func FuzzAddressText(f *testing.F) {
	for _, s := range []string{"https://drop.example:8443/" + somePrefixText, "http://[::1]:80/" + somePrefixText,
		"https://a/" + somePrefixText + "#sha256=" + Pin{}.Text()} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := ParseAddress(s)
		if err != nil {
			return
		}
		again, err := ParseAddress(a.URL())
		if err != nil || again != a {
			t.Fatalf("%q came back as %q, %v", s, a.URL(), err)
		}
		b, err := a.MarshalBinary()
		if err != nil || len(b) > MaxAddressSize {
			t.Fatalf("binary form of %q: %d bytes, %v", s, len(b), err)
		}
		if err := again.UnmarshalBinary(b); err != nil || again != a {
			t.Fatalf("%q: another address out of its binary form, %v", s, err)
		}
	})
}

func FuzzAddressBinary(f *testing.F) {
	a, _ := NewAddress("drop.example:443", somePrefix())
	plain, _ := NewPlainAddress("127.0.0.1:1", somePrefix())
	for _, a := range []Address{a, a.WithPin(Pin{9}), plain} {
		b, _ := a.MarshalBinary()
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var a Address
		if a.UnmarshalBinary(data) != nil {
			return
		}
		b, err := a.MarshalBinary()
		if err != nil || !bytes.Equal(b, data) {
			t.Fatalf("%x marshals to %x, %v", data, b, err)
		}
		if again, err := ParseAddress(a.URL()); err != nil || again != a {
			t.Fatalf("%q is no address: %v", a.URL(), err)
		}
	})
}
