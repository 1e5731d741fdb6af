package link

import (
	"bufio"
	"bytes"
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
	if len(lines) < 9 {
		t.Fatalf("got %d lines of vectors, want at least 9", len(lines))
	}
	return lines
}

func vectorParams(role Role) (Params, *Shown) {
	secret := make([]byte, 32)
	for i := range secret {
		secret[i] = byte(i)
	}
	s, _ := ShownOf(secret)
	return Params{role, []byte("rest of the QR"), 1000, MaxPouch}, &s
}

// The protocol agrees, value by value, with an independent implementation.
func TestVectorsOfAnIndependentImplementation(t *testing.T) {
	p, secret := vectorParams(Shower)
	var k ladder
	root := k.start(&p, secret)
	checked := 0
	same := func(name, want string, got []byte) {
		t.Helper()
		checked++
		if want != hex.EncodeToString(got) {
			t.Errorf("%s differs from the vector", name)
		}
	}
	for _, w := range vectors(t) {
		switch {
		case w[0] == "R0":
			same("R0", w[1], root.Bytes())
		case w[0] == "S0":
			same("S0", w[1], k.step.Bytes())
		case w[0] == "d0", w[0] == "d1":
			id, content := vectorBox(t, w[0][1]-'0', atoi(t, w[2]))
			same("id of "+strings.Join(w[:5], " "), w[6], id[:])
			if len(w) > 11 {
				sum := sha256.Sum256(content[:])
				same("box", w[11], sum[:])
			}
		case w[0] == "PK":
			if atoi(t, w[2]) != pkPayload || atoi(t, w[5]) != ctPayload || atoi(t, strings.TrimSuffix(w[7], ")")) != cellPayload {
				t.Error("payload lengths differ from the vector")
			}
			checked++
		case w[0] == "R1":
			ss, _ := keys.Of[sharedUse](bytes.Repeat([]byte{7}, 32))
			root = k.climb(&ss, make([]byte, pkPayload), make([]byte, ctPayload))
			same("R1", w[len(w)-1], root.Bytes())
		case w[0] == "words":
			same("words", w[1], expand(root.Bytes(), "words", nil, 10))
		}
	}
	if checked != 10 {
		t.Errorf("checked %d values, want 10", checked)
	}
}

// vectorBox derives the box that the vector file describes.
func vectorBox(t *testing.T, d uint8, round int) (id box.ID, c box.Content) {
	t.Helper()
	p, secret := vectorParams(Role(d))
	l, err := Start(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	var s secrets
	if !l.out.firstOf(&l.mac, l.ahead(&l.out), int64(round), &s) {
		t.Fatalf("no secrets for round %d", round)
	}
	l.mac.boxID(id[:], &s.id, 0)
	copy(c[:freshSize], bytes.Repeat([]byte{0xa1}, freshSize))
	copy(c[bodyTop:bodyAt], bytes.Repeat([]byte{0xb2}, freshSize))
	plain := [headerSize]byte{version}
	at := place{box.Round(round), 0, d, id}
	l.mac.sealHead(c[:bodyTop], &at, &s.content, &plain)
	l.mac.sealBody(&c, &at, &s.content)
	return id, c
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
