package cell

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors anew: go test ./cell -run Vectors -update")

// A vector is a file of lines "name: value", which a second implementation reads as well
// (internal/second). What is "invitation" or "packet" has its input in hex or text, and
// "expect" tells the class of the outcome: ok, typo, refused or unknown; of what is ok
// there is also what it says. What is "lifeline" has an ask's seed and packets, what is
// "pace" a link's boxes.
type vector map[string]string

func (v vector) input(t testing.TB) []byte {
	t.Helper()
	b, err := hex.DecodeString(v["hex"])
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// vectors reads all of them; it fails if there are none.
func vectors(t testing.TB) map[string]vector {
	t.Helper()
	files, err := filepath.Glob("testdata/vectors/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in testdata/vectors (%v)", err)
	}
	all := map[string]vector{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		v := vector{}
		for line := range strings.Lines(string(b)) {
			name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			if !ok {
				t.Fatalf("%s: not \"name: value\"", f)
			}
			v[name] = value
		}
		all[strings.TrimSuffix(filepath.Base(f), ".txt")] = v
	}
	return all
}

func TestVectors(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	for name, v := range vectors(t) {
		t.Run(name, func(t *testing.T) {
			switch v["what"] {
			case "invitation":
				checkInvitation(t, v)
			case "packet":
				checkPacket(t, v)
			case "lifeline":
				checkLifeline(t, v)
			case "pace":
				checkPace(t, v)
			default:
				t.Errorf("a vector of what? %q", v["what"])
			}
		})
	}
}

func checkInvitation(t *testing.T, v vector) {
	inv, err := ParseInvitation(v["text"])
	if got := classOf(err); got != v["expect"] {
		t.Fatalf("got %s (%v), want %s", got, err, v["expect"])
	}
	if err != nil {
		return
	}
	b, _ := inv.MarshalBinary()
	context, _ := inv.Context()
	text, _ := inv.Text()
	if !bytes.Equal(b, v.input(t)) || hex.EncodeToString(context) != v["context"] || text != v["text"] || strings.Join(Rows(text), " / ") != v["rows"] {
		t.Error("read right, it is written otherwise")
	}
}

func checkPacket(t *testing.T, v vector) {
	p, err := parsePacket(v.input(t))
	if got := classOf(err); got != v["expect"] {
		t.Fatalf("got %s, want %s", got, v["expect"])
	}
	if err != nil {
		return
	}
	name, fields := described(p)
	if !bytes.Equal(marshal(p), v.input(t)) || name != v["kind"] || fields != v["fields"] {
		t.Error("read right, it is written otherwise")
	}
}

func classOf(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, ErrTypo):
		return "typo"
	case errors.Is(err, errNewer):
		return "newer"
	}
	return "refused"
}

func writeVectors(t *testing.T) {
	t.Helper()
	write := func(name string, lines ...string) {
		t.Helper()
		body := strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(filepath.Join("testdata", "vectors", name+".txt"), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, inv := range map[string]*Invitation{
		"invitation-usual": invitation(t, usualHost), "invitation-longest": invitation(t, longestHost()),
		"invitation-shortest": invitation(t, ""), "invitation-onion": invitation(t, firstHosts["an onion service"]),
		"invitation-ipv6": invitation(t, firstHosts["IPv6"]),
	} {
		b, _ := inv.MarshalBinary()
		context, _ := inv.Context()
		text, _ := inv.Text()
		write(name, "what: invitation", "expect: ok", "text: "+text, "hex: "+hex.EncodeToString(b), "context: "+hex.EncodeToString(context), "rows: "+strings.Join(Rows(text), " / "))
		write(name+"-mistyped", "what: invitation", "expect: typo", "text: "+text[:20]+"A"+text[21:])
		later := append([]byte{3}, b[1:]...)
		later = append(later, check(later)...)
		write(name+"-of-a-later-version", "what: invitation", "expect: refused", "text: "+textEncoding().EncodeToString(later))
	}
	w, people := seven(t, 70)
	for _, p := range everyPacket(w, people) {
		b := marshal(p)
		kind, fields := described(p)
		name := strings.ToLower(strings.TrimPrefix(fmt.Sprintf("packet-%T", p), "packet-*cell."))
		lines := []string{"what: packet", "expect: ok", "hex: " + hex.EncodeToString(b), "kind: " + kind, "fields: " + fields}
		if p.kind() == kindCardRevoked {
			group := people["A"].s.groupHash()
			lines = append(lines, "group: "+hex.EncodeToString(group[:]))
		}
		write("packet-"+name, lines...)
		if p.kind() != kindText {
			write("packet-"+name+"-and-a-byte", "what: packet", "expect: refused", "hex: "+hex.EncodeToString(append(b, 0)))
		}
		if at := map[uint8]int{kindCard: 1 + 1 + sigLen + 2, kindIntroduction: 1 + refLen + 1 + 1, kindDeskRecord: 1 + 1 + 2*sigLen}[p.kind()]; at > 0 {
			later := bytes.Clone(b)
			later[at]++ // the version of the card signed by one, of the invitation, or of the record
			write("packet-"+name+"-of-a-later-version", "what: packet", "expect: newer", "hex: "+hex.EncodeToString(later))
		}
	}
	write("packet-of-a-later-kind", "what: packet", "expect: newer", "hex: "+hex.EncodeToString([]byte{kindLast + 1, 1, 2}))
	write("packet-of-no-kind", "what: packet", "expect: refused", "hex: "+hex.EncodeToString([]byte{0, 1, 2}))
	write("packet-empty", "what: packet", "expect: refused", "hex: ")
	write("lifeline", lifelineVector(t)...)
	for _, c := range []struct {
		pl      uint8
		adopted bool
	}{{192, false}, {50, false}, {47, false}, {16, false}, {192, true}, {32, true}} {
		name := fmt.Sprintf("pace-%d", c.pl)
		if c.adopted {
			name += "-adopted"
		}
		write(name, paceVector(t, c.pl, c.adopted)...)
	}
}
