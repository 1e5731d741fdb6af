package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/home"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

const words = "five words that nobody knows"

var today = time.Date(2026, 3, 5, 14, 30, 0, 0, time.UTC)

// result is what one run of the command came to.
type result struct {
	code     int
	out, err string
}

// command runs one command line, with a passphrase to be read.
func command(t *testing.T, ctx context.Context, pass string, served func(string), args ...string) result {
	t.Helper()
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	fmt.Fprintln(typed, pass)
	typed.Close()
	file := func(name string) *os.File {
		f, err := os.Create(filepath.Join(t.TempDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	e := edge{in: in, out: file("out"), err: file("err"), rand: rand.Reader, now: func() time.Time { return today }, panic: home.NewPanicKey(),
		cost: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1}, say: phrase.New("en", time.UTC), served: served}
	for i, a := range args {
		args[i] = strings.ReplaceAll(a, "FD", fmt.Sprint(in.Fd()))
	}
	code := run(ctx, args, e)
	read := func(f *os.File) string {
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return result{code, read(e.out), read(e.err)}
}

// world is a desk's folder, and the two folders of its line.
type world struct {
	t             *testing.T
	dir, in, out_ string
	to            seal.Record
	allows        report.Consent // of those who write; 0: all
}

func (w *world) run(args ...string) result {
	w.t.Helper()
	return command(w.t, w.t.Context(), words, nil, append(args, "--dir", w.dir, "--passphrase-fd", "FD")...)
}

// does runs a command line that must be carried out, and returns its JSON.
func (w *world) does(args ...string) map[string]any {
	w.t.Helper()
	r := w.run(append(args, "--json")...)
	if r.code != exitDone {
		w.t.Fatalf("%v ends with %d: %s", args, r.code, r.err)
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(r.out), &v); err != nil {
		w.t.Fatalf("%v prints %q", args, r.out)
	}
	return v
}

// takes runs "take", which must end with code, and returns its JSON all the same.
func (w *world) takes(code int, args ...string) map[string]any {
	w.t.Helper()
	r := w.run(append([]string{"take", "--json", "--in", w.in}, args...)...)
	var v map[string]any
	if err := json.Unmarshal([]byte(r.out), &v); err != nil || r.code != code {
		w.t.Fatalf("taking in ends with %d, and prints %q: %s", r.code, r.out, r.err)
	}
	return v
}

// newWorld makes a desk, and has a founder sign its record.
func newWorld(t *testing.T) *world {
	t.Helper()
	top := t.TempDir()
	w := &world{t: t, dir: filepath.Join(top, "desk"), in: filepath.Join(top, "in"), out_: filepath.Join(top, "out")}
	for _, d := range []string{w.in, w.out_} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got := w.does("init", "--name", "notification-team"); got["name"] != "notification-team" {
		t.Fatalf("init prints %v", got)
	}
	file := filepath.Join(top, "key.bin")
	w.does("key", "--write", file)
	public, err := os.ReadFile(file)
	if err != nil || len(public) != seal.PublicSize {
		t.Fatalf("a public key has %d bytes: %v", len(public), err)
	}
	w.to = seal.Record{Group: seal.Group{7}, Issued: 10, Begins: 10, Expires: 2000, Public: [seal.PublicSize]byte(public), Name: "Notification team"}
	w.takesRecord()
	return w
}

// takesRecord has a founder sign the desk's record, and the desk take it in.
func (w *world) takesRecord() {
	t := w.t
	t.Helper()
	d, err := w.to.Digest()
	if err != nil {
		t.Fatal(err)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := seal.Signed{Record: w.to, By: 1}
	copy(s.Signatures[0][:], ed25519.Sign(private, d.Message()))
	b, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	record := filepath.Join(t.TempDir(), "record.bin")
	if err := os.WriteFile(record, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := w.does("record", record); got["fingerprint"] != d.Fingerprint() || got["name"] != "Notification team" {
		t.Fatalf("a record is told as %v", got)
	}
}

// writes seals a report to the desk and puts it into the folder of what comes.
func (w *world) writes(name, text string) report.Letter {
	w.t.Helper()
	id, key, err := report.NewThread(rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	exact, err := place.Degrees(37.5, 14.2)
	if err != nil {
		w.t.Fatal(err)
	}
	cell, err := exact.Coarsen(place.HundredMetres)
	if err != nil {
		w.t.Fatal(err)
	}
	l := report.LetterOf(report.Report{ID: id, Revision: 1, Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure, Consent: cmp.Or(w.allows, report.MayNotify|report.MayPublish),
		Where: place.Place{Cell: cell}, Text: text}, key)
	packet, err := seal.Seal(&l, &w.to)
	if err != nil {
		w.t.Fatal(err)
	}
	w.puts(name, packet)
	return l
}

func (w *world) puts(name string, packet []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.in, name), packet, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		names = append(names, f.Name())
	}
	return names
}

// replies opens all replies to a report that lie in the folder of what goes.
func (w *world) replies(l report.Letter) (said []seal.Word) {
	w.t.Helper()
	for _, name := range files(w.t, w.out_) {
		b, err := os.ReadFile(filepath.Join(w.out_, name))
		if err != nil {
			w.t.Fatal(err)
		}
		if r, err := seal.OpenReply(&l.Key, l.ID, b); err == nil {
			said = append(said, r.Word)
		}
	}
	return said
}

// Promise: what lies in the folder is taken in, once it is kept; its writer is told; what
// is not for the desk is set aside; and nothing of it is in clear in the desk's folder.
func TestWhatComesIsTakenIn(t *testing.T) {
	w := newWorld(t)
	canary := "the well behind the mill"
	l := w.writes("a.packet", canary)
	w.puts("b.packet", bytes.Repeat([]byte{25}, seal.ShortPacket))
	w.puts("c.packet", bytes.Repeat([]byte{24}, 3*seal.LongPacket))
	w.puts("note.txt", []byte("no packet"))
	got := w.does("take", "--in", w.in, "--out", w.out_)
	if came := fmt.Sprint(got["came"]); !strings.Contains(came, "new:1") || got["sent"] != 1.0 {
		t.Errorf("taking in prints %v", got)
	}
	left := strings.Join(files(t, w.in), " ")
	if drawn := regexp.MustCompile(`[0-9a-f]{16}\.packet\.refused ?`); len(drawn.FindAllString(left, -1)) != 1 || drawn.ReplaceAllString(left, "") != "c.packet note.txt" {
		t.Errorf("in the folder are left %q", left)
	}
	if said := w.replies(l); len(said) != 1 || said[0] != seal.SaysAtDesk {
		t.Errorf("the writer is told %v", said)
	}
	again := w.takes(exitFailed, "--out", w.out_)
	if fmt.Sprint(again["came"]) != "map[unfinished:1]" || again["sent"] != 0.0 {
		t.Errorf("a second time prints %v", again)
	}
	err := filepath.WalkDir(w.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(canary)) || bytes.Contains(b, l.ID[:]) {
			t.Errorf("%s holds what came in clear", d.Name())
		}
		if info, err := d.Info(); err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is open to others: %v", d.Name(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Promise: the page that is served shows what came, to the browser that follows the link;
// what was cleared there is exported; whoever locks it ends the program.
func TestServeAndExport(t *testing.T) {
	w := newWorld(t)
	l := w.writes("a.packet", "two wards work")
	ctx, end := context.WithTimeout(t.Context(), time.Minute)
	defer end()
	var problem error
	visited := make(chan struct{})
	r := command(t, ctx, words, func(link string) {
		go func() {
			defer close(visited)
			if problem = visit(link); problem != nil {
				end()
			}
		}()
	}, "serve", "--in", w.in, "--out", w.out_, "--dir", w.dir, "--passphrase-fd", "FD", "--json")
	<-visited
	if problem != nil || r.code != exitDone {
		t.Fatalf("serving ends with %d: %v %s", r.code, problem, r.err)
	}
	if !regexp.MustCompile(`^\{"page":"http://127\.0\.0\.1:\d+/begin\?t=[\w-]{43}"\}\n$`).MatchString(r.out) {
		t.Errorf("serving prints %q", r.out)
	}
	w.does("take", "--out", w.out_)
	if said := w.replies(l); len(said) != 2 { // at the desk, read
		t.Errorf("the writer is told %v", said)
	}
	file := filepath.Join(t.TempDir(), "export.geojson")
	if got := w.does("export", "--format", "geojson", "--for", "everybody", "--write", file); got["cases"] != 1.0 {
		t.Errorf("an export prints %v", got)
	}
	if b, err := os.ReadFile(file); err != nil || !json.Valid(b) || !bytes.Contains(b, []byte("A hospital works.")) || bytes.Contains(b, []byte("wards")) {
		t.Errorf("the export is not what was cleared: %v", err)
	}
	for want, args := range map[string][]string{
		"There is a file of that name already.":       {"export", "--format", "geojson", "--for", "everybody", "--write", file},
		"names them in one line":                      {"export", "--format", "geojson", "--for", "partners", "--write", file + "2"},
		"The desk has no report or case of that name": {"export", "--format", "cap", "--for", "everybody", "--case", "aaaaaaaaaa", "--write", file + "3"},
	} {
		if r := w.run(args...); r.code != exitFailed || !strings.Contains(r.err, want) {
			t.Errorf("%v ends with %d: %s", args, r.code, r.err)
		}
	}
	if r := w.run("export", "--format", "cap", "--for", "everybody", "--write", file+"4"); r.code != exitUsage {
		t.Errorf("an alert about no case ends with %d", r.code)
	}
}

// visit is a person at the page: reads the one case, clears it, and locks.
func visit(link string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	get := func(address string) (string, error) {
		answer, err := client.Get(address)
		if err != nil {
			return "", err
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if answer.StatusCode != http.StatusOK {
			return "", fmt.Errorf("%s answers %d", address, answer.StatusCode)
		}
		return string(b), err
	}
	at, err := url.Parse(link)
	if err != nil {
		return err
	}
	base := "http://" + at.Host
	if _, err := get(link); err != nil {
		return err
	}
	if _, err := get(link); err == nil {
		return fmt.Errorf("a link is followed twice")
	}
	var page string
	name := []string(nil)
	for deadline := time.Now().Add(20 * time.Second); name == nil; { // the first look at the folder is at the same time
		if page, err = get(base + "/"); err != nil {
			return err
		}
		if name = regexp.MustCompile(`/case/[a-z2-7]{10}`).FindStringSubmatch(page); name == nil && time.Now().After(deadline) {
			return fmt.Errorf("the inbox is empty")
		}
	}
	if page, err = get(base + name[0]); err != nil || !strings.Contains(page, "two wards work") {
		return fmt.Errorf("the case does not show its report: %v", err)
	}
	key := regexp.MustCompile(`name="key" value="([^"]+)"`).FindStringSubmatch(page)
	of := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(page)
	for _, form := range [][]string{{name[0] + "/clear", "text=A+hospital+works.&type=1&seen=" + of[1]}, {"/lock", ""}} {
		r, err := http.NewRequest("POST", base+form[0], strings.NewReader("key="+key[1]+"&"+form[1]))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", base)
		answer, err := client.Do(r)
		if err != nil {
			return err
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %d", form[0], answer.StatusCode)
		}
	}
	return nil
}

// Promise: each exit code means what the help says, and no error tells more than it must.
func TestExitCodes(t *testing.T) {
	w := newWorld(t)
	nobody := filepath.Join(t.TempDir(), "nobody")
	noise := filepath.Join(t.TempDir(), "noise")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(w.in, link); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(noise, []byte("noise"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		pass string
		code int
		want string
		args []string
	}{
		{"another five words altogether", exitPassphrase, "The passphrase opens nothing.", []string{"key", "--dir", w.dir}},
		{"", exitPassphrase, "", []string{"key", "--dir", w.dir}},
		{words, exitFailed, "There is no desk", []string{"key", "--dir", nobody}},
		{words, exitFailed, "There is a desk in that folder already.", []string{"init", "--name", "desk", "--dir", w.dir}},
		{words, exitFailed, "A desk's name is", []string{"init", "--name", "Not A Name", "--dir", nobody}},
		{words, exitFailed, "not a founder's record", []string{"record", noise, "--dir", w.dir}},
		{words, exitFailed, "or it is the only one", []string{"key", "--forget", "AAAAAAAAAAAAAAAA", "--yes", "--dir", w.dir}},
		{words, exitUsage, "", []string{"init", "--dir", w.dir}},
		{words, exitUsage, "", []string{"take", "--in", filepath.Join(w.dir, "nowhere")}},
		{words, exitUsage, "two folders", []string{"take", "--in", w.in, "--out", w.in, "--dir", w.dir}},
		{words, exitUsage, "two folders", []string{"take", "--in", w.in, "--out", link, "--dir", w.dir}},
		{words, exitUsage, "", []string{"export", "--format", "kml", "--for", "everybody", "--write", "x", "--dir", w.dir}},
		{words, exitUsage, "", []string{"dance"}},
	} {
		args := c.args
		if c.code != exitUsage || c.want != "" {
			args = append(args, "--passphrase-fd", "FD")
		}
		if r := command(t, t.Context(), c.pass, nil, args...); r.code != c.code || !strings.Contains(r.err, c.want) {
			t.Errorf("%v ends with %d: %q", c.args, r.code, r.err)
		} else if strings.Contains(r.err+r.out, words) {
			t.Errorf("%v shows the passphrase", c.args)
		}
	}
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"init", "--help"}, {"key", "--help"}, {"record", "--help"}, {"take", "--help"}, {"export", "--help"}} {
		if r := command(t, t.Context(), "", nil, args...); r.code != exitDone || !strings.Contains(r.out, "bulkhead-desk ") || r.err != "" {
			t.Errorf("%v ends with %d: %s", args, r.code, r.err)
		}
	}
}

// Promise: while a desk is open, nobody else opens it.
func TestADeskIsOpenOnce(t *testing.T) {
	w := newWorld(t)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	var second result
	asked := make(chan struct{})
	first := command(t, ctx, words, func(string) {
		go func() {
			second = command(t, t.Context(), words, nil, "key", "--dir", w.dir, "--passphrase-fd", "FD")
			close(asked)
			end()
		}()
	}, "serve", "--dir", w.dir, "--passphrase-fd", "FD")
	<-asked
	if first.code != exitDone || second.code != exitInUse {
		t.Errorf("the first ends with %d, the second with %d: %s", first.code, second.code, second.err)
	}
}

// keyed returns the fingerprint of a key.
func (w *world) keyed(n int) string {
	w.t.Helper()
	return w.does("key")["keys"].([]any)[n].(map[string]any)["fingerprint"].(string)
}

// Promise: a new key is another one, the old one still opens, and a key that is forgotten
// opens nothing.
func TestKeysChange(t *testing.T) {
	w := newWorld(t)
	old := filepath.Join(t.TempDir(), "new.bin")
	if got := w.does("key", "--new", "--write", old); len(got["keys"].([]any)) != 2 {
		t.Errorf("after another key there are %v", got)
	}
	if b, err := os.ReadFile(old); err != nil || bytes.Equal(b, w.to.Public[:]) {
		t.Errorf("the new key is the old one: %v", err)
	}
	w.writes("a.packet", "before")
	if got := w.does("take", "--in", w.in); fmt.Sprint(got["came"]) != "map[new:1]" {
		t.Errorf("what was sealed to the old key is told as %v", got)
	}
	if r := w.run("key", "--new", "--write", old); r.code != exitFailed || len(w.does("key")["keys"].([]any)) != 2 {
		t.Errorf("a key is drawn of which no file is written: %s", r.err)
	}
	first := w.keyed(0)
	if r := w.run("key", "--forget", first); r.code == exitDone || len(w.does("key")["keys"].([]any)) != 2 {
		t.Errorf("a key is forgotten before anybody agreed: %s", r.err)
	}
	w.does("key", "--forget", first, "--yes")
	if r := w.run("key", "--forget", first, "--yes"); r.code != exitFailed || len(w.does("key")["keys"].([]any)) != 1 {
		t.Errorf("forgetting a key again ends with %d: %s", r.code, r.err)
	}
	w.writes("b.packet", "after")
	if r := w.run("take", "--in", w.in); r.code != exitFailed || !strings.Contains(r.err, "nobody can write to it") {
		t.Errorf("a desk without a record ends with %d: %s", r.code, r.err)
	}
}
