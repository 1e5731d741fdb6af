package vault

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestPassphraseVectors holds what a typed passphrase becomes against the file that a second
// implementation reads (internal/second). A change of it locks people out.
func TestPassphraseVectors(t *testing.T) {
	const file = "testdata/passphrases.txt"
	var b strings.Builder
	b.WriteString("# docs/protocol/vault.md, \"Passphrases\": what was typed, what it becomes\n")
	for _, typed := range []string{
		"correct horse", "  Correct\u00a0\tHORSE \n", "CAF\u00c9", "cafe\u0301", "\ufb01sh \u2167", "\uff21\uff22\uff23", "\u0130stanbul", "I\u0307x",
		"\u039f\u0394\u039f\u03a3", "\u03a3\u03a3", "\u1e9e", "\u212b", "\u1100\u1161", "\u0915\u093c", "a\u200bb", "a\u200d", "\u3000x\u2028y\u0085z\x1cw",
		"-\u2010-", "\u00a8", "\U0001d54f", "\u13a0\uab70", "\u1c90", "\u017f\u212a", "\x00", strings.Repeat("x", 1024), strings.Repeat("\ufdfa", 31),
		"", " \u2003\n", "\xff", "a\xed\xa0\x80", strings.Repeat("x", 1025), strings.Repeat("\ufdfa", 32),
	} {
		p, err := NewPassphrase([]byte(typed))
		if err != nil {
			fmt.Fprintf(&b, "refused %x\n", typed)
			continue
		}
		fmt.Fprintf(&b, "typed %x is %x\n", typed, p.Bytes())
	}
	if *update {
		must(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != b.String() {
		t.Errorf("the vectors are others (%v)", err)
	}
}
