package vault

import (
	"crypto/sha256"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestKeystoreVectors holds the file of a file-backed keystore, at the steps of a write,
// against what a second implementation reads (internal/second).
func TestKeystoreVectors(t *testing.T) {
	const file = "testdata/keystore.txt"
	d, c := newFolder(), counting(7)
	s := NewFileKeystore(d, "keys", &c)
	var b strings.Builder
	b.WriteString("# docs/protocol/vault.md, \"The keystore\": the stand-in's file, and its keys, the newest first\n")
	show := func() {
		raw, err := d.ReadFile("keys")
		must(t, err)
		keys, err := s.Keys()
		must(t, err)
		fmt.Fprintf(&b, "\nsum %x\nfile %x\n", sha256.Sum256(raw), raw)
		for _, k := range keys {
			fmt.Fprintf(&b, "key %x\n", k.Bytes())
		}
	}
	for range 2 { // what a write does, and the next one
		_, err := s.Next()
		must(t, err)
		show()
		must(t, s.Settle())
	}
	show()
	if *update {
		must(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != b.String() {
		t.Errorf("the vectors are others (%v)", err)
	}
}
