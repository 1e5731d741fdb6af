package publish

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"html"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/report/place"
)

var long = flag.Bool("long", false, "publish ten thousand things: go test ./report/publish -run Bounds -long")

// safeXML reads a file as Go's parser does, and wants no element but ours.
func safeXML(t *testing.T, f File) {
	t.Helper()
	known := strings.Fields("svg title style rect path g a text feed id updated author name link entry summary content")
	for d := xml.NewDecoder(bytes.NewReader(f.Bytes)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s is no XML: %v", f.Path, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			ok := false
			for _, k := range known {
				ok = ok || e.Name.Local == k
			}
			if !ok {
				t.Errorf("%s has an element %s", f.Path, e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Name.Local, "on") || a.Name.Local == "href" && strings.Contains(a.Value, ":") {
					t.Errorf("%s has %s=%q", f.Path, a.Name.Local, a.Value)
				}
			}
		case xml.Directive:
			t.Errorf("%s has a directive", f.Path)
		}
	}
}

var (
	tag       = regexp.MustCompile(`<(/?)([a-zA-Z!?][a-zA-Z0-9]*)([^>]*)>`)
	attribute = regexp.MustCompile(`([a-zA-Z-]+)(?:="([^"]*)")?`)
)

// safePage wants of a page no tag and no attribute but those of the templates, and no address
// but a relative one.
func safePage(t *testing.T, f File) {
	t.Helper()
	tags := " !doctype html meta title link body header h1 h2 main footer p nav ul li a figure img figcaption span dl dt dd code pre strong video "
	attributes := " lang dir charset name content http-equiv rel href type title class src alt width height aria-hidden aria-label controls preload viewport initial-scale html "
	for _, m := range tag.FindAllStringSubmatch(string(f.Bytes), -1) {
		if !strings.Contains(tags, " "+strings.ToLower(m[2])+" ") {
			t.Errorf("%s has a tag %s", f.Path, m[0])
		}
		for _, a := range attribute.FindAllStringSubmatch(m[3], -1) {
			if !strings.Contains(attributes, " "+a[1]+" ") {
				t.Errorf("%s has an attribute in %s", f.Path, m[0])
			}
			if (a[1] == "href" || a[1] == "src") && !regexp.MustCompile(`^(\.\./)?[A-Za-z0-9/.-]+$`).MatchString(html.UnescapeString(a[2])) {
				t.Errorf("%s leads elsewhere: %s", f.Path, m[0])
			}
		}
	}
	if !bytes.Contains(f.Bytes, []byte("default-src 'none'")) {
		t.Errorf("%s has no policy", f.Path)
	}
}

// visible returns what of a page a person reads, without commands.
func visible(page string) string {
	page = regexp.MustCompile(`(?s)<(pre|code|style|head)\b.*?</(pre|code|style|head)>`).ReplaceAllString(page, " ")
	var b strings.Builder
	for _, a := range regexp.MustCompile(`(?:alt|aria-label)="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		b.WriteString(a[1] + "\n")
	}
	return html.UnescapeString(b.String() + tag.ReplaceAllString(page, "\n"))
}

// Promise: the feed is as RFC 4287 has it, and its ids and days are the things' own.
func TestTheFeedIsAsRFC4287HasIt(t *testing.T) {
	type link struct {
		Rel    string `xml:"rel,attr"`
		Href   string `xml:"href,attr"`
		Length int    `xml:"length,attr"`
	}
	type entry struct {
		ID      []string `xml:"id"`
		Title   []string `xml:"title"`
		Updated []string `xml:"updated"`
		Links   []link   `xml:"link"`
		Summary []string `xml:"summary"`
		Content string   `xml:"content"`
	}
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      []string `xml:"id"`
		Title   []string `xml:"title"`
		Updated []string `xml:"updated"`
		Author  []string `xml:"author>name"`
		Entries []entry  `xml:"entry"`
	}
	files := signed(t)
	if err := xml.Unmarshal(read(t, files, "feed.atom"), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.ID) != 1 || feed.ID[0] != "tag:desk.example.org,2026:" || len(feed.Title) != 1 || len(feed.Author) != 1 || len(feed.Updated) != 1 || len(feed.Entries) != 6 {
		t.Fatalf("the feed is %+v", feed)
	}
	seen := map[string]string{}
	for _, e := range feed.Entries {
		if len(e.ID) != 1 || len(e.Title) != 1 || len(e.Updated) != 1 || len(e.Summary) != 1 || seen[e.ID[0]] != "" {
			t.Fatalf("an entry is %+v", e)
		}
		if at, err := time.Parse(time.RFC3339, e.Updated[0]); err != nil || at != dayOf(at) {
			t.Errorf("an entry was updated at %s", e.Updated[0])
		}
		seen[e.ID[0]] = e.Updated[0][:10]
		for _, l := range e.Links {
			if b := read(t, files, l.Href); l.Rel == "enclosure" && len(b) != l.Length {
				t.Errorf("%s has %d bytes, not %d", l.Href, len(b), l.Length)
			}
		}
	}
	for name, day := range map[string]string{"b-hospital": "2026-11-14", "a-mine": "2026-11-11", "d-need": "2026-11-14", "e-harm": "2026-11-13", "x-gone": "2026-11-12", "c-gone": "2026-11-14"} {
		if got := seen["tag:desk.example.org,2026:"+name]; got != day {
			t.Errorf("%s changed on %q, want %s", name, got, day)
		}
	}
}

// folder writes a publication to a disk.
func folder(t *testing.T, files []File) string {
	dir := t.TempDir()
	root := must[*os.Root](t)(os.OpenRoot(dir))
	defer root.Close()
	if err := Put(root, files, noon); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, Current)
}

func needs(t *testing.T, program, from, otherwise string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s: this needs %s (Debian: %s)", otherwise, program, from)
	}
	return path
}

func run(dir, program string, in []byte, args ...string) (string, error) {
	c := exec.Command(program, args...)
	c.Dir, c.Stdin = dir, bytes.NewReader(in)
	said, err := c.CombinedOutput()
	return string(said), err
}

// Promise: what the page for readers says works, step by step, in a shell; and what was
// changed does not pass.
func TestReadersVerifyAsThePageSays(t *testing.T) {
	files := signed(t)
	dir := folder(t, files)
	shown := regexp.MustCompile(`(?s)<pre dir="ltr"><code>(.*?)</code></pre>`).FindAllStringSubmatch(string(read(t, files, "verify.html")), -1)
	if len(shown) != 4 {
		t.Fatalf("the page shows %d commands", len(shown))
	}
	var commands []string
	for _, m := range shown {
		commands = append(commands, html.UnescapeString(m[1]))
	}
	shell := func(t *testing.T, dir, command string) (string, error) { return run(dir, "sh", nil, "-c", command) }
	spoil := func(t *testing.T, path string) string {
		other := folder(t, files)
		b := must[[]byte](t)(os.ReadFile(filepath.Join(other, path)))
		b[len(b)/2] ^= 1
		if err := os.WriteFile(filepath.Join(other, path), b, 0o644); err != nil {
			t.Fatal(err)
		}
		return other
	}
	t.Run("minisign", func(t *testing.T) {
		needs(t, "minisign", "minisign", "NO SIGNATURE WAS VERIFIED BY MINISIGN")
		said, err := shell(t, dir, commands[0])
		if err != nil || !strings.Contains(said, "Signature and comment signature verified") || !strings.Contains(said, "publication of 2026-11-14") {
			t.Errorf("%s: %v\n%s", commands[0], err, said)
		}
		for _, path := range []string{Sums, MinisignSignature} {
			if _, err := shell(t, spoil(t, path), commands[0]); err == nil {
				t.Errorf("a changed %s passes", path)
			}
		}
	})
	t.Run("ssh-keygen", func(t *testing.T) {
		needs(t, "ssh-keygen", "openssh-client", "NO SIGNATURE WAS VERIFIED BY SSH-KEYGEN")
		both := commands[1] + " && " + commands[2]
		if said, err := shell(t, dir, both); err != nil || !strings.Contains(said, `Good "bulkhead-publication" signature for desk.example.org`) {
			t.Errorf("%s: %v\n%s", both, err, said)
		}
		for _, path := range []string{Sums, SSHSignature} {
			if _, err := shell(t, spoil(t, path), both); err == nil {
				t.Errorf("a changed %s passes", path)
			}
		}
		if _, err := shell(t, dir, strings.Replace(both, "-n "+Namespace, "-n file", 1)); err == nil {
			t.Error("it passes as a signature of something else")
		}
	})
	t.Run("sha256sum", func(t *testing.T) {
		needs(t, "sha256sum", "coreutils", "NO SUM WAS VERIFIED BY SHA256SUM")
		if said, err := shell(t, dir, commands[3]); err != nil || strings.Count(said, ": OK\n") != len(files)-3 {
			t.Errorf("%v\n%s", err, said)
		}
		for _, f := range files[3:] {
			if len(f.Bytes) == 0 {
				t.Errorf("%s is empty", f.Path)
			} else if f.Path == "index.html" || f.Path == "map.svg" {
				if _, err := shell(t, spoil(t, f.Path), commands[3]); err == nil {
					t.Errorf("a changed %s passes", f.Path)
				}
			}
		}
	})
}

// Promise: the feed and the picture are XML to another reader too.
func TestXMLIsReadByXmllint(t *testing.T) {
	needs(t, "xmllint", "libxml2-utils", "NO FEED WAS READ BY AN INDEPENDENT READER")
	dir := folder(t, signed(t))
	for _, args := range [][]string{{"map.svg"}, {"feed.atom"}} {
		if said, err := run(dir, "xmllint", nil, append([]string{"--nonet", "--noout"}, args...)...); err != nil || said != "" {
			t.Errorf("xmllint %v: %v\n%s", args, err, said)
		}
	}
}

// Promise: the pages are HTML to another reader: every tag closes what it opened.
func TestPagesAreReadByXmllint(t *testing.T) {
	needs(t, "xmllint", "libxml2-utils", "NO PAGE WAS READ BY AN INDEPENDENT READER")
	for _, f := range signed(t) {
		if !strings.HasSuffix(f.Path, ".html") {
			continue
		}
		said, err := run(t.TempDir(), "xmllint", f.Bytes, "--html", "--nonet", "--noout", "-")
		for _, line := range strings.Split(said, "\n") { // it knows HTML 4: newer tags are none to it
			if strings.Contains(line, "error") && !regexp.MustCompile(`Tag (header|main|footer|nav|figure|figcaption|video) invalid`).MatchString(line) {
				t.Errorf("%s: %v %s", f.Path, err, line)
			}
		}
	}
}

// Promise: what is for maps is read by another reader.
func TestGeoJSONIsReadByOgr(t *testing.T) {
	needs(t, "ogr2ogr", "gdal-bin", "NO GEOJSON WAS READ BY AN INDEPENDENT READER")
	dir := folder(t, signed(t))
	said, err := run(dir, "ogr2ogr", nil, "-f", "CSV", "/vsistdout/", "items.geojson")
	if err != nil || strings.Count(said, "\n") < 5 || !strings.Contains(said, "Mill hospital") {
		t.Errorf("%v\n%s", err, said)
	}
}

// Promise: the picture shows each thing where its cell is, also across 180 degrees.
func TestThePictureShowsWhereThingsAre(t *testing.T) {
	for name, c := range map[string]struct {
		at [][2]float64
	}{
		"one place":         {[][2]float64{{48.86, 2.35}}},
		"both sides of 180": {[][2]float64{{-16.8, 179.5}, {-16.5, -179.2}}},
		"the whole world":   {[][2]float64{{60, -170}, {-40, -60}, {10, 20}, {30, 120}, {70, 170}}},
		"a pole":            {[][2]float64{{89.97, 12}}},
	} {
		var boxes []box
		for _, at := range c.at {
			lat, lon := int64(at[0]*micro), int64(at[1]*micro)
			boxes = append(boxes, box{lon - 5000, lat - 5000, lon + 5000, lat + 5000})
		}
		f := frameOf(boxes)
		for _, at := range c.at {
			inside := false
			for _, turn := range []int64{-360, 0, 360} {
				x, y := f.at(position{int64(at[1]*micro) + turn*micro, int64(at[0] * micro)})
				inside = inside || x >= 0 && x <= wide && y >= 0 && y <= f.height
			}
			if !inside {
				t.Errorf("%s: %v is outside of %+v", name, at, f)
			}
		}
		if f.perLon*wide > 360*micro {
			t.Errorf("%s: a meridian is there twice", name)
		}
		if name == "both sides of 180" && f.perLon*wide > 20*micro {
			t.Errorf("%s: the picture goes around the earth", name)
		}
	}
	all := entries(t)[:1]
	all[0].Item.Where.Cell = cell(t, -16.8, 179.999, place.TenKilometres)
	picture := string(read(t, must[[]File](t)(Build(site(), all, nil)), mapFile))
	if strings.Count(picture, `class="sign"`) != 1 || !strings.Contains(picture, "180° W") && !strings.Contains(picture, "180° E") {
		t.Errorf("a cell across 180 degrees: %d signs", strings.Count(picture, `class="sign"`))
	}
	if land := regexp.MustCompile(`class="land"[^>]* d="([^"]*)"`).FindStringSubmatch(picture); len(land) != 2 || len(land[1]) < 200 {
		t.Error("Fiji has no land")
	}
	for i := range all {
		all[i].Item.Where.Cell = place.Cell{}
	}
	for _, f := range must[[]File](t)(Build(site(), all, nil)) {
		if f.Path == mapFile {
			t.Error("a picture of nothing")
		}
	}
}

// Promise: every refusal has a sentence.
func TestEveryRefusalHasASentence(t *testing.T) {
	found := regexp.MustCompile(`(?m)^\tErr\w+ +Refusal = "(.*)"$`).FindAllStringSubmatch(string(must[[]byte](t)(os.ReadFile("refusal.go"))), -1)
	if len(found) < 9 || len(found) != len(sentences) {
		t.Errorf("%d refusals, %d sentences", len(found), len(sentences))
	}
	for _, m := range found {
		if Refusal(m[1]).Sentence(site().Say) == "" {
			t.Errorf("%q has none", m[1])
		}
	}
}

// Promise: keys come back from a vault, and are never printed.
func TestKeysAreKept(t *testing.T) {
	k := keys(t)
	b := must[[]byte](t)(k.MarshalBinary())
	var again Keys
	if err := again.UnmarshalBinary(b); err != nil || again.Public() != k.Public() {
		t.Errorf("the keys are others: %v", err)
	}
	if again.UnmarshalBinary(b[1:]) == nil || k.Public().check() != nil {
		t.Error("fewer bytes are keys, or the public ones are none")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%x", "%s"} {
		for _, v := range []any{k, *k, k.seeds, k.seeds[0]} {
			if s := fmt.Sprintf(verb, v); !strings.Contains(s, "hidden") {
				t.Errorf("%s prints %s", verb, s)
			}
		}
	}
	files := signed(t)
	if _, err := k.Sign(files, noon); err == nil {
		t.Error("what is signed is signed again")
	}
	if _, err := k.Sign(files[3:], noon); err == nil {
		t.Error("what has no sums is signed")
	}
}
