package link

import (
	"bufio"
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/keys"
)

// vectors reads the lines of the vector file into words.
func vectors(t *testing.T) [][]string {
	t.Helper()
	f, err := os.Open("testdata/vectors/link-vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if !strings.HasPrefix(s.Text(), "#") {
			lines = append(lines, strings.Fields(s.Text()))
		}
	}
	if len(lines) < 14 {
		t.Fatalf("got %d lines of vectors, want at least 14", len(lines))
	}
	return lines
}

func vectorParams(role Role) (Params, *Shown) {
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = byte(i)
	}
	s, _ := ShownOf(secret)
	return Params{role, []byte("rest of the QR"), 1000, MaxPouch, 7}, &s
}

// The protocol agrees, value by value, with vectors that a second implementation computes
// too, which was written from the page alone (internal/second).
func TestVectorsOfAnIndependentImplementation(t *testing.T) {
	p, secret := vectorParams(Shower)
	var x kdf
	var k ladder
	root := k.start(&x, &p, secret)
	checked := 0
	same := func(name, want string, got []byte) {
		t.Helper()
		checked++
		if want != hex.EncodeToString(got) {
			t.Errorf("%s differs from the vector", name)
		}
	}
	var last box.ID
	for _, w := range vectors(t) {
		switch {
		case w[0] == "R0":
			same("R0", w[1], root.Bytes())
		case w[0] == "S0":
			same("S0", w[1], k.step.Bytes())
		case w[0] == "d0", w[0] == "d1":
			s, id, content := vectorBox(t, w[0][1]-'0', atoi(t, w[2]))
			name, sum := strings.Join(w[:3], " "), sha256.Sum256(content[:])
			same("m of "+name, w[4], s.content.Bytes())
			same("g of "+name, w[6], s.id.Bytes())
			same("id of "+name, w[8], id[:])
			same("box of "+name, w[len(w)-1], sum[:])
			last = id
		case w[0] == "header":
			plain := vectorHeader()
			same("the box's header", w[1], plain[:])
		case w[0] == "lid":
			seed, _ := SeedOf(bytes.Repeat([]byte{0x55}, SeedSize))
			lid := LidOf(&seed, last, &[HeadLen]byte{})
			same("lid", w[1], lid[:freshSize])
		case w[0] == "PK":
			if atoi(t, w[2]) != pkPayload || atoi(t, w[5]) != ctPayload || atoi(t, strings.TrimSuffix(w[7], ")")) != cellPayload {
				t.Error("payload lengths differ from the vector")
			}
			checked++
		case w[0] == "R1":
			ss, _ := keys.Of[sharedUse](bytes.Repeat([]byte{7}, 32))
			root = k.climb(&x, &ss, make([]byte, pkPayload), make([]byte, ctPayload))
			same("R1", w[1], root.Bytes())
		case w[0] == "e1":
			e := newEpochKeys(&x, &root, 1, 1, k.base, int64(atoi(t, w[5])))
			var s secrets
			if !e.content.yield(&x, &nameContent, int64(atoi(t, w[3])), s.content.Bytes()) || !e.id.yield(&x, &nameID, int64(atoi(t, w[3])), s.id.Bytes()) {
				t.Fatal("no secrets of epoch 1")
			}
			same("m of epoch 1", w[7], s.content.Bytes())
			same("g of epoch 1", w[9], s.id.Bytes())
		case w[0] == "words":
			var raw [10]byte
			x.expand(raw[:], root.Bytes(), "words", nil)
			same("words", w[1], raw[:])
		case w[0] == "numbers":
			for i, n := range wordsOf(&x, &root) {
				if int(n) != atoi(t, w[1+i]) {
					t.Errorf("word %d is number %d, want %s", i, n, w[1+i])
				}
				checked++
			}
		default:
			t.Fatalf("a vector of an unknown kind: %s", w[0])
		}
	}
	if checked != 2+5*4+5+2+6 {
		t.Errorf("checked %d values, want %d", checked, 2+5*4+5+2+6)
	}
}

// vectorHeader is a header whose every byte differs.
func vectorHeader() (b [headerSize]byte) {
	b[0] = 2
	for i := 1; i < len(b); i++ {
		b[i] = byte(i)
	}
	return b
}

// vectorBox derives a box that the vector file describes.
func vectorBox(t *testing.T, d uint8, round int) (s secrets, id box.ID, c box.Content) {
	t.Helper()
	p, secret := vectorParams(Role(d))
	l, err := Start(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	if !l.out.firstOf(&l.kdf, l.ahead(&l.out), int64(round), &s) {
		t.Fatalf("no secrets for round %d", round)
	}
	l.kdf.boxID(id[:], &s.id)
	for at, b := range map[int]byte{0: 0xa1, bodyTop: 0xb2} {
		copy(c[at:], bytes.Repeat([]byte{b}, freshSize))
		c[at+freshSize-1] = 0x7f
	}
	for i := range bodySize {
		c[bodyAt+i] = byte(i % 251)
	}
	plain := vectorHeader()
	at := place{box.Round(round), d, id}
	a := boxCipher(&s.content)
	l.kdf.sealHead(c[:bodyTop], &at, a, &plain)
	l.kdf.sealBody(&c, &at, a)
	return s, id, c
}

func atoi(t *testing.T, s string) (n int) {
	t.Helper()
	for _, c := range s {
		if c < '0' || c > '9' {
			t.Fatalf("%q is no number", s)
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// An expansion of more than one hash is that of the standard library.
func TestALongExpansion(t *testing.T) {
	var x kdf
	for n := 1; n <= 96; n++ {
		got := make([]byte, n)
		x.expand(got, bytes.Repeat([]byte{9}, 32), "long", []byte("context"))
		want, err := hkdf.Expand(sha256.New, bytes.Repeat([]byte{9}, 32), "bulkhead/link/2 long\x00context", n)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes differ: %v", n, err)
		}
	}
}
