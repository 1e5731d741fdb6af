package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/cryptotest"

	"bulkhead/keys"
	"bulkhead/report"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./report/seal -run Vectors -update")

// TestVectors holds records, packets and replies against the file that a second
// implementation reads (internal/second). A change of it is a change of format.
func TestVectors(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 1)
	const file = "testdata/vectors.txt"
	got := vectors(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

func vectors(t testing.TB) string {
	var b strings.Builder
	to, _ := desk(t, 1)
	digest := must[Digest](t)(to.Digest())
	b.WriteString("# docs/protocol/desk.md: a desk's record, signed and revoked; packets to it, and back\n")
	fmt.Fprintf(&b, "founders %x %x\nseed %x\n", founder[0].Public().(ed25519.PublicKey), founder[1].Public().(ed25519.PublicKey), bytes.Repeat([]byte{1}, keys.Size))
	fmt.Fprintf(&b, "record %x\ndigest %x\nfingerprint %s\n", must[[]byte](t)(to.MarshalBinary()), digest[:], digest.Fingerprint())
	for by := uint8(1); by <= 3; by++ {
		s := signed(t, to, by)
		fmt.Fprintf(&b, "signed %d %x\n", by, must[[]byte](t)(s.MarshalBinary())[:129])
	}
	for by := range uint8(2) {
		v := revoked(t, to, by)
		fmt.Fprintf(&b, "revoked %d %x\n", by, must[[]byte](t)(v.MarshalBinary()))
	}
	var key report.ReplyKey
	copy(key.Bytes(), bytes.Repeat([]byte{9}, keys.Size))
	r := report.Report{ID: report.ID(bytes.Repeat([]byte{3}, 16)), Revision: 1, Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure, Text: "Mill hospital"}
	long := r
	long.Revision, long.Text = 2, strings.Repeat("long ", 1200)
	var way Way
	for _, l := range []report.Letter{report.LetterOf(r, key), report.LetterOf(long, key),
		{What: report.AnAnswer, Key: key, ID: r.ID, Revision: 3, Answers: 3, Text: "Two floors."},
		{What: report.AWithdrawal, Key: key, ID: r.ID, Revision: 4, Why: report.NotSafe},
	} {
		packet := must[[]byte](t)(Seal(&l, to))
		way = must[Way](t)(WayOf(packet))
		fmt.Fprintf(&b, "\npacket %x\nway %x\nletter %s\n", packet, way[:], said(t, &l))
	}
	b.WriteString("\n# replies to the last\n")
	for _, r := range replies() {
		r.Text = strings.TrimRight(r.Text, "?")
		packet := must[[]byte](t)(SealReply(rand.Reader, &key, report.ID(bytes.Repeat([]byte{3}, 16)), way, &r))
		fmt.Fprintf(&b, "reply %x\nsays %d %d %d %d %x\n", packet, r.Number, r.Word, r.About, r.Keep, r.Text)
	}
	return b.String()
}

// said writes a letter: what, reply key, and then the report's bytes or the rest of it.
func said(t testing.TB, l *report.Letter) string {
	switch l.What {
	case report.AReport:
		return fmt.Sprintf("report %x %x", l.Key.Bytes(), must[[]byte](t)(l.Report.MarshalBinary()))
	case report.AWithdrawal:
		return fmt.Sprintf("withdrawal %x %x %d %d", l.Key.Bytes(), l.ID[:], l.Revision, l.Why)
	}
	return fmt.Sprintf("answer %x %x %d %d %x", l.Key.Bytes(), l.ID[:], l.Revision, l.Answers, l.Text)
}
