package main

import (
	"fmt"
	"io"
	"strings"
)

// canaryLen is the length of a canary, in letters: 8 of them, consonants and
// vowels in turn, are 26 bits, and in megabytes of random bytes none of them
// comes up by chance (8 given letters in 1 MB: once in 10¹³).
const canaryLen = 8

// newCanary draws a word that nobody else has. Everything that a member writes
// or names carries the member's own, so that a search of a seized device shows
// whose data is on it.
func newCanary(rand io.Reader, taken map[string]bool) (string, error) {
	const consonants, vowels = "bdfgjklmnprstvwz", "aeio"
	for {
		var b [canaryLen]byte
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return "", fmt.Errorf("drawing a canary: %w", err)
		}
		for i := range b {
			letters := consonants
			if i%2 == 1 {
				letters = vowels
			}
			b[i] = letters[int(b[i])%len(letters)]
		}
		if c := string(b[:]); !taken[c] {
			taken[c] = true
			return c, nil
		}
	}
}

// mark is what stands at the end of each message: the canary and the message's
// number, so that the ledger knows it again: "kovamiru-17".
func mark(canary string, number int) string { return fmt.Sprintf("%s-%d", canary, number) }

// markOf returns the mark at the end of a text, "" if there is none.
func markOf(text string) string {
	_, last, found := cutLast(strings.TrimSuffix(text, "]"), "[")
	if !found {
		return ""
	}
	return last
}

// marked appends the mark.
func marked(text, mark string) string { return text + " [" + mark + "]" }

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
