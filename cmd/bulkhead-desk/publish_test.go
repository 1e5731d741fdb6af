package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bulkhead/desk"
	"bulkhead/home"
	"bulkhead/phrase"
	"bulkhead/report"
	"bulkhead/report/seal"
	"bulkhead/vault"
)

// works opens the desk as a person at its page does, for as long as do runs.
func (w *world) works(do func(o *office)) {
	w.t.Helper()
	in, typed, err := os.Pipe()
	if err != nil {
		w.t.Fatal(err)
	}
	defer in.Close()
	fmt.Fprintln(typed, words)
	typed.Close()
	e := edge{in: in, panic: home.NewPanicKey(), rand: rand.Reader, now: func() time.Time { return today }, cost: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1}, say: phrase.New("en", time.UTC)}
	o, err := (&working{common: common{Dir: w.dir, PassphraseFD: int(in.Fd())}}).work(w.t.Context(), e)
	if err != nil {
		w.t.Fatal(err)
	}
	do(o)
	if err := o.close(nil); err != nil {
		w.t.Fatal(err)
	}
}

// clears clears every case that is not yet, with a text.
func (w *world) clears(text string) {
	w.t.Helper()
	w.works(func(o *office) {
		all, err := o.List(desk.Filter{}, desk.ByNewest, desk.Range{})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range all.Rows {
			if r.Cleared {
				continue
			}
			it, err := o.Draft(r.Case)
			if err != nil {
				w.t.Fatal(err)
			}
			c, err := o.Case(r.Case)
			if err != nil {
				w.t.Fatal(err)
			}
			it.Text = text
			if err := o.Clear(r.Case, it, c.Seen); err != nil {
				w.t.Fatal(err)
			}
		}
	})
}

// tree is every file below a folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		all[rel] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func anywhere(all map[string]string, text string) bool {
	for _, b := range all {
		if strings.Contains(b, text) {
			return true
		}
	}
	return false
}

// Promise: what is cleared and may be for everybody becomes a folder that readers verify
// with their own programs; the same on the same day is the same bytes; what cannot go is
// named, and stops all until it is left out; what was taken back is gone from the disk, and
// its page says so for good.
func TestPublish(t *testing.T) {
	w := newWorld(t)
	l := w.writes("a.packet", "two wards work")
	w.does("take", "--in", w.in)
	w.clears("A hospital works.")
	to := filepath.Join(t.TempDir(), "publication")
	if r := w.run("publish", "--to", to, "--title", "Team"); r.code != exitFailed || !strings.Contains(r.err, "The first publication needs") {
		t.Errorf("a publication without settings ends with %d: %s", r.code, r.err)
	}
	if r := w.run("publish", "--to", to, "--title", "Team", "--authority", "Not a domain", "--since", "2026"); r.code != exitFailed || r.err == "" {
		t.Errorf("a publication with wrong settings ends with %d: %s", r.code, r.err)
	}
	for _, dir := range []string{w.dir, filepath.Join(w.dir, "public"), filepath.Dir(w.dir)} {
		if r := w.run("publish", "--to", dir); r.code != exitUsage || !strings.Contains(r.err, "a folder of its own") {
			t.Errorf("a publication in the desk's folder ends with %d: %s", r.code, r.err)
		}
	}
	if _, err := os.Stat(to); !os.IsNotExist(err) {
		t.Fatalf("a publication that was refused made a folder: %v", err)
	}

	settings := []string{"--title", "Notification team", "--authority", "desk.example.org", "--since", "2026"}
	got := w.does(append([]string{"publish", "--to", to}, settings...)...)
	if got["cases"] != 1.0 || got["day"] != "2026-03-05" || fmt.Sprint(got["taken_back"], got["left"]) != "[] []" || got["folder"] != filepath.Join(to, "current") {
		t.Fatalf("publishing prints %v", got)
	}
	keys := got["keys"].(map[string]any)
	first := tree(t, filepath.Join(to, "current"))
	if !anywhere(first, "A hospital works.") || anywhere(first, "wards") || !strings.Contains(first["index.html"], "Notification team") {
		t.Error("the publication is not what was cleared")
	}
	verify(t, filepath.Join(to, "current"), keys["minisign"].(string), keys["ssh"].(string))
	var name string
	w.works(func(o *office) {
		all, err := o.List(desk.Filter{Cleared: true}, desk.ByNewest, desk.Range{})
		if err != nil || len(all.Rows) != 1 {
			t.Fatalf("the desk has %d cleared cases: %v", len(all.Rows), err)
		}
		name = string(all.Rows[0].Case)
		c, err := o.Case(all.Rows[0].Case)
		if err != nil || len(c.Exports) != 1 || c.Exports[0].Format != desk.Publication || c.Trail[len(c.Trail)-1].Did != desk.DidPublish {
			t.Errorf("the case does not say that it was published: %v", err)
		}
	})

	other := filepath.Join(t.TempDir(), "again")
	w.does("publish", "--to", other)
	w.does("publish", "--to", to)
	for _, dir := range []string{filepath.Join(other, "current"), filepath.Join(to, "current"), filepath.Join(to, "previous")} {
		again := tree(t, dir)
		if len(again) != len(first) {
			t.Errorf("the same makes %d files, and %d before", len(again), len(first))
		}
		for path, b := range first {
			if again[path] != b {
				t.Errorf("the same makes another %s", path)
			}
		}
	}
	if r := w.run("publish", "--to", to, "--authority", "other.example.org"); r.code != exitFailed || !strings.Contains(r.err, "They stay as they are") {
		t.Errorf("another authority ends with %d: %s", r.code, r.err)
	}

	// One that its writer does not allow stops all until it is left out.
	w.allows = report.MayNotify
	w.writes("b.packet", "a second house")
	w.does("take", "--in", w.in)
	w.clears("A second house.")
	before := tree(t, to)
	r := w.run("publish", "--to", to)
	if r.code != exitFailed || !strings.Contains(r.err, "cannot be published:") || !strings.Contains(r.err, "without their consent") || strings.Contains(r.err, name) || r.out != "" {
		t.Errorf("a case that nobody allows to publish ends with %d: %s %s", r.code, r.err, r.out)
	}
	if fmt.Sprint(tree(t, to)) != fmt.Sprint(before) {
		t.Error("a publication that was refused changed the folder")
	}
	got = w.does("publish", "--to", to, "--skip")
	if left := fmt.Sprint(got["left"]); got["cases"] != 1.0 || !strings.Contains(left, "without their consent") || anywhere(tree(t, to), "second") {
		t.Errorf("publishing without it prints %v", got)
	}

	// Taken back, because it was not safe.
	packet, err := seal.Seal(&report.Letter{What: report.AWithdrawal, Key: l.Key, ID: l.ID, Revision: 2, Why: report.NotSafe}, &w.to)
	if err != nil {
		t.Fatal(err)
	}
	w.puts("c.packet", packet)
	w.does("take", "--in", w.in)
	got = w.does("publish", "--to", to, "--skip")
	if got["cases"] != 0.0 || fmt.Sprint(got["taken_back"]) != "["+name+"]" {
		t.Errorf("taking back prints %v", got)
	}
	if anywhere(tree(t, to), "A hospital works.") {
		t.Error("what was taken back is on the disk still")
	}
	w.works(func(o *office) {
		if err := o.Recalled(desk.Name(name)); err != nil {
			t.Error(err)
		}
	})
	got = w.does("publish", "--to", to, "--skip")
	if fmt.Sprint(got["taken_back"]) != "[]" {
		t.Errorf("a second time prints %v", got)
	}
	all := tree(t, to)
	if anywhere(all, "A hospital works.") || !strings.Contains(all["current/items/"+name+".html"], "taken back on Thu 5 Mar 2026") || !strings.Contains(all["current/feed.atom"], name) {
		t.Errorf("what was taken back is there still, or nothing says that it was:\n%s", all["current/items/"+name+".html"])
	}
	verify(t, filepath.Join(to, "current"), keys["minisign"].(string), keys["ssh"].(string))
	rows := tree(t, w.dir)
	for _, canary := range []string{"A hospital works.", "desk.example.org", "Notification team", name} {
		if anywhere(rows, canary) {
			t.Errorf("the desk's folder has %q in clear", canary)
		}
	}
}

// Promise: a desk that is made with what its publication is called shows the keys at once,
// and publishes with them.
func TestInitWithAPublication(t *testing.T) {
	top := t.TempDir()
	w := &world{t: t, dir: filepath.Join(top, "desk")}
	if r := w.run("init", "--name", "desk", "--title", "Desk"); r.code != exitFailed || !strings.Contains(r.err, "The first publication needs") {
		t.Errorf("half of the settings end with %d: %s", r.code, r.err)
	}
	made := w.does("init", "--name", "desk", "--title", "Desk", "--authority", "desk@example.org", "--since", "2026-03")
	got := w.does("publish", "--to", filepath.Join(top, "out"), "--title", "Desk of the north")
	if fmt.Sprint(made["publication_keys"]) != fmt.Sprint(got["keys"]) || got["cases"] != 0.0 {
		t.Errorf("init shows the keys %v, and publishing prints %v", made["publication_keys"], got)
	}
	if !strings.Contains(tree(t, top)["out/current/index.html"], "Desk of the north") {
		t.Error("a title does not change")
	}
	r := w.run("publish", "--to", filepath.Join(top, "out"))
	if r.code != exitDone || !strings.Contains(r.out, "Published: 0 cases.") || !strings.Contains(r.out, "ssh-ed25519 ") {
		t.Errorf("publishing says %q and ends with %d: %s", r.out, r.code, r.err)
	}
}

// Promise: characters that nobody sees stop a case, not the desk: it is named.
func TestHiddenCharactersAreNamed(t *testing.T) {
	w := newWorld(t)
	w.writes("a.packet", "a house")
	w.does("take", "--in", w.in)
	w.clears("A house\u200b\u200b\u200b\u200b works.")
	w.writes("b.packet", "another")
	w.does("take", "--in", w.in)
	w.clears("Another works.")
	to := filepath.Join(t.TempDir(), "out")
	args := []string{"publish", "--to", to, "--title", "Desk", "--authority", "example.org", "--since", "2026"}
	if r := w.run(args...); r.code != exitFailed || !strings.Contains(r.err, "1 case is cleared and cannot be published:") {
		t.Errorf("hidden characters end with %d: %s", r.code, r.err)
	}
	got := w.does(append(args, "--skip")...)
	if got["cases"] != 1.0 || len(got["left"].([]any)) != 1 || !anywhere(tree(t, to), "Another works.") || anywhere(tree(t, to), "A house") {
		t.Errorf("publishing the other prints %v", got)
	}
}

// verify checks a publication as its readers do, with the programs that are there.
func verify(t *testing.T, dir, minisign, ssh string) {
	t.Helper()
	signers := filepath.Join(t.TempDir(), "signers")
	if err := os.WriteFile(signers, []byte("desk.example.org "+ssh+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][]string{
		{"sha256sum", "--quiet", "--strict", "-c", "SHA256SUMS"},
		{"minisign", "-Vm", "SHA256SUMS", "-P", minisign},
		{"ssh-keygen", "-Y", "verify", "-f", signers, "-I", "desk.example.org", "-n", "bulkhead-publication", "-s", "SHA256SUMS.sig"},
	} {
		if _, err := exec.LookPath(c[0]); err != nil {
			t.Logf("NO PUBLICATION WAS VERIFIED BY %s: it is not on this machine", strings.ToUpper(c[0]))
			continue
		}
		program := exec.Command(c[0], c[1:]...)
		program.Dir, program.Stdin = dir, bytes.NewReader(sums)
		if out, err := program.CombinedOutput(); err != nil {
			t.Errorf("%s does not verify the publication: %v\n%s", c[0], err, out)
		}
	}
}
