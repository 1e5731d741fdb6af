package bulkhead

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// plan says which rooms and outside modules each room's code may import. The
// standard library and golang.org/x/crypto are free to all. A trailing /… takes
// in everything below. Changing this table is a decision of its own: it comes
// with a page in docs/decisions.
var plan = map[string][]string{
	".":                  {},
	"box":                {},
	"card":               {"box", "round"},
	"keys":               {},
	"internal/durable":   {"golang.org/x/sys/unix"},
	"internal/lockstep":  {},
	"internal/next":      {},
	"internal/noise":     {},
	"link":               {"box", "keys", "internal/next"},
	"round":              {"box"},
	"carrier":            {"box", "carrier/cause"},
	"carrier/cause":      {},
	"carrier/direct":     {"box", "carrier", "carrier/cause", "drop"},
	"drop":               {"box", "card", "round", "carrier/cause"},
	"drop/dropserver":    {"box", "round", "drop", "github.com/prometheus/client_golang/…"},
	"drop/pebblestore":   {"box", "drop/dropserver", "github.com/cockroachdb/pebble/v2/…"},
	"pouch":              {"box", "keys", "round", "card", "carrier", "carrier/cause", "internal/durable", "internal/noise"},
	"notebook":           {"golang.org/x/text/…"},
	"internal/outlines":  {},
	"internal/secret":    {},
	"internal/second":    {},
	"vault":              {"keys", "internal/durable", "internal/noise", "internal/secret", "github.com/sethvargo/go-diceware/…", "golang.org/x/text/…"},
	"shelf":              {"keys", "internal/durable"},
	"cell":               {"box", "card", "keys", "round", "report/seal", "internal/next"},
	"report":             {"report/place", "keys"},
	"desk/folder":        {"internal/durable", "keys", "report/seal", "vault"},
	"desk/page":          {"desk", "phrase", "internal/outlines", "report", "report/export", "report/place", "report/weigh"},
	"desk":               {"report", "report/place", "report/seal", "report/weigh", "report/export"},
	"desk/sqlitestore":   {"desk", "keys", "internal/durable", "modernc.org/sqlite/…"},
	"report/book":        {"report", "report/place", "report/seal", "box"},
	"report/weigh":       {"report"},
	"report/export":      {"report", "report/place"},
	"report/publish":     {"report", "report/place", "report/export", "media", "phrase", "internal/outlines", "aead.dev/minisign"},
	"report/seal":        {"report", "report/place", "box", "keys"},
	"report/place":       {},
	"sim":                {"cell", "round", "golang.org/x/text/unicode/norm"},
	"sim/page":           {"sim", "tell", "phrase"},
	"mail":               {"box", "link", "cell"},
	"media":              {"golang.org/x/image/webp"},
	"device/ready":       {"box", "link", "notebook", "pouch", "vault"},
	"device":             {"device/ready", "box", "card", "keys", "link", "mail", "notebook", "report", "report/book", "report/seal", "round", "pouch", "shelf", "vault", "cell", "carrier/cause", "internal/durable", "internal/next", "github.com/sethvargo/go-diceware/…"},
	"internal/testworld": {"box", "card", "round", "pouch", "vault", "cell", "carrier", "carrier/cause", "mail", "device", "internal/durable"},
	"internal/endtoend":  {},
	"home":               {"box", "card", "cell", "device", "notebook", "pouch", "vault", "carrier", "carrier/cause", "carrier/direct", "drop", "internal/durable", "golang.org/x/sys/unix"},
	"tell":               {"media", "box", "card", "link", "round", "cell", "sim", "mail", "device", "home", "notebook", "pouch", "vault", "carrier", "carrier/cause", "report", "report/book", "report/seal"},
	"term":               {"media", "tell", "phrase", "report", "report/book", "report/place", "report/seal", "home", "cell", "sim", "mail", "device", "notebook", "vault", "carrier/cause", cliBar, cliTerm, "golang.org/x/sys/unix", "github.com/mdp/qrterminal/v3", "rsc.io/qr"},
	"cmd/bulkhead":       {"media", "home", "report", "report/book", "report/seal", "tell", "term", "phrase", "box", "card", "round", "cell", "sim", "sim/page", "mail", "device", "notebook", "pouch", "vault", "carrier/cause", "drop", "internal/durable", cliKong},
	"cmd/bulkhead-desk":  {"desk", "desk/folder", "desk/page", "desk/sqlitestore", "home", "internal/durable", "phrase", "report/export", "report/publish", "report/seal", "tell", "term", "vault", cliKong},
	"cmd/bulkhead-drop":  {"box", "round", "drop", "drop/dropserver", "drop/pebblestore", "internal/durable", cliKong},
	"cmd/bulkhead-demo":  {"phrase", "box", "card", "round", "cell", "link", "mail", "device", "home", "pouch", "vault", "carrier", "drop", "drop/dropserver", "drop/pebblestore", "internal/durable", "internal/lockstep", cliKong, cliBar, cliTerm},

	"phrase":                    {"media", "tell", "sim", "card", "carrier/cause", "link", "cell", "pouch", "vault", "mail", "device", "home", "notebook", "report", "report/book", "report/place", "report/seal", "internal/durable", "github.com/nicksnyder/go-i18n/v2/i18n/…", "golang.org/x/text/language"},
	"phrase/internal/catalogue": {},
	"phrase/internal/generate":  {"phrase/internal/catalogue"},
}

const (
	cliKong = "github.com/alecthomas/kong"
	cliBar  = "github.com/schollz/progressbar/v3"
	cliTerm = "golang.org/x/term"
)

// suites are contract suites and harnesses: they stand beside the interface
// they test, and only tests import them.
var suites = []string{"seeds", "stat", "durabletest", "keystoretest", "storetest", "carriertest", "linktest", "testworld"}

func TestFloorPlan(t *testing.T) {
	for _, room := range rooms(t) {
		if slices.Contains(suites, path.Base(room)) && room != "internal/testworld" {
			continue
		}
		may, known := plan[room]
		if !known {
			t.Errorf("room %s is not on the floor plan", room)
			continue
		}
		for imported, file := range imports(t, room) {
			if !allowed(imported, may) {
				t.Errorf("%s imports %q: the floor plan does not let %s know it", file, imported, room)
			}
		}
	}
}

// TestFloorPlanAllowsNothingUnused keeps a room from taking unseen what it once
// needed, or was thought to need.
func TestFloorPlanAllowsNothingUnused(t *testing.T) {
	for room, may := range plan {
		imported := imports(t, room)
		for _, m := range may {
			if !used(m, imported) {
				t.Errorf("the floor plan lets %s know %s, which it does not import", room, m)
			}
		}
	}
}

// used reports whether one of the imports is there by this entry of the plan.
func used(entry string, imported map[string]string) bool {
	for path := range imported {
		if !allowed(path, nil) && allowed(path, []string{entry}) {
			return true
		}
	}
	return false
}

// TestFloorPlanNamesOnlyRoomsThatExist keeps the table from outliving a room.
func TestFloorPlanNamesOnlyRoomsThatExist(t *testing.T) {
	have := rooms(t)
	for room := range plan {
		if !slices.Contains(have, room) {
			t.Errorf("the floor plan names %s, which holds no code", room)
		}
	}
}

func TestEveryRoomSaysWhatItHolds(t *testing.T) {
	for _, room := range rooms(t) {
		if _, err := os.Stat(filepath.Join(room, "doc.go")); err != nil && !strings.HasPrefix(room, "cmd/") {
			t.Errorf("%s has no doc.go", room)
		}
	}
}

// allowed reports whether an import path is free or on the room's list.
func allowed(imported string, may []string) bool {
	own, isOurs := strings.CutPrefix(imported, "bulkhead/")
	first, _, _ := strings.Cut(imported, "/")
	if !isOurs && (!strings.Contains(first, ".") || strings.HasPrefix(imported, "golang.org/x/crypto/")) {
		return true
	}
	for _, m := range may {
		if m == own || m == imported {
			return true
		}
		if stem, wild := strings.CutSuffix(m, "/…"); wild && (imported == stem || strings.HasPrefix(imported, stem+"/")) {
			return true
		}
	}
	return false
}

// rooms lists every folder of this module that holds non-test Go code, with
// slashes.
func rooms(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if n := d.Name(); p != "." && (strings.HasPrefix(n, ".") || n == "testdata" || n == "docs") {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(p, "go.mod")); p != "." && err == nil {
				return filepath.SkipDir // a module of its own is nobody's room
			}
			return nil
		}
		if strings.HasSuffix(p, ".go") && !strings.HasSuffix(p, "_test.go") {
			if room := filepath.ToSlash(filepath.Dir(p)); !slices.Contains(found, room) {
				found = append(found, room)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("found only %d rooms: the walk is broken", len(found))
	}
	return found
}

// imports maps each path a room's non-test files import to one file that does.
func imports(t *testing.T, room string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(room, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range tree.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			found[p] = file
		}
	}
	return found
}
