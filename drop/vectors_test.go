package drop

import (
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"bulkhead/box"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./drop -run Vectors -update")

// TestVectors holds addresses and paths against the file that a second implementation
// reads (internal/second). A change of it is a change of format.
func TestVectors(t *testing.T) {
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

func vectors(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# docs/protocol/drop.md: an address as text and as on a card; texts that are no address, by \"refused \"\n")
	const pin = "_wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"
	address := func(text string) {
		a, err := ParseAddress(text)
		if err != nil {
			fmt.Fprintf(&b, "refused %s\n", text)
			return
		}
		binary, err := a.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "address %s is %s %s\n", text, a.URL(), hex.EncodeToString(binary))
	}
	for _, host := range []string{
		"https://drop.example:8443", "https://Drop.Example", "https://[2001:db8::1]:443", "https://[2001:DB8:0::0:1]", "https://192.0.2.1:1",
		"https://-drop.example:1", "https://drop-.example:1", "https://.drop.example:1", "https://drop.example.:1", "https://drop..example:1",
		"https://drop_1.example:1", "https://drop.example:0", "https://drop.example:01", "https://drop.example:65535", "https://drop.example:65536",
		"https://[2001:db8::1%eth0]:1", "https://[::ffff:192.0.2.1]:1", "https://2001:db8::1", "https://user@drop.example:1", "https://dröp.example:1",
		"http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost:8080", "http://127.1.2.3:80", "http://drop.example:80", "http://127.0.0.1",
		"https://expyuzz4wqqyqhjn.onion:443", "https://" + strings.Repeat("a", 250) + ":443", "https://" + strings.Repeat("a", 252) + ":443",
		"ftp://drop.example:1",
	} {
		address(host + "/" + somePrefixText)
	}
	for _, rest := range []string{
		"/" + somePrefixText + "#sha256=" + pin, "/" + somePrefixText + "#sha256=" + pin[:42] + "F", "/" + somePrefixText + "#", "/" + somePrefixText + "/",
		"/" + somePrefixText + "?", "/" + somePrefixText[:25] + "5", "/" + strings.ToUpper(somePrefixText), "/" + somePrefixText[:25], "",
	} {
		address("https://drop.example:443" + rest)
	}
	b.WriteString("\n# a path below a prefix: of a box its round and id, of a card its path, of the drop nothing; or unknown\n")
	prefix := somePrefix()
	fmt.Fprintf(&b, "prefix %x\n", prefix[:])
	id := strings.Repeat("0123456789abcdef", 4)
	for _, path := range []string{
		"/P/v1/boxes/0/" + id, "/P/v1/boxes/4294967295/" + id, "/P/v1/boxes/4294967296/" + id, "/P/v1/boxes/01/" + id, "/P/v1/boxes//" + id,
		"/P/v1/boxes/1/" + strings.ToUpper(id), "/P/v1/boxes/1/" + id[1:], "/P/v1/boxes/1/" + id + "/", "/P/v1/boxes/1/" + id + "?", "//P/v1/boxes/1/" + id,
		"/P/v1/boxes/+1/" + id, "/P/v1/drop", "/P/v1/drop/", "/P/v1/cards/" + id, "/P/v1/cards/" + id[1:], "/" + id, "/" + id + "/", "/P", "/",
		"/" + strings.ToUpper(somePrefixText) + "/v1/drop", "/P/v2/drop",
	} {
		path = strings.ReplaceAll(path, "P", somePrefixText)
		kind, ref := somePrefix().ParsePath(path)
		what := map[Kind]string{Unknown: "unknown", InfoOf: "drop", Card: "card", CardKept: "card-kept", Box: "box"}[kind]
		if ref != (box.Ref{}) {
			what += fmt.Sprintf(" %d %s", ref.Round, ref.ID.Hex())
		}
		fmt.Fprintf(&b, "path %s is %s\n", path, what)
	}
	return b.String()
}
