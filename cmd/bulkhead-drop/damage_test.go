package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/drop"
)

// Three boxes, of which a bit of the first is flipped while the drop is down: it
// starts, says so in counts, answers that box as neither there nor absent, takes
// nothing in its place but its own bytes, and gives the others.
func TestADropWithADamagedBoxStartsAndSaysSo(t *testing.T) {
	for how, end := range map[string]func(p *process){
		"told to end": func(p *process) { p.terminate(t) },
		"killed":      func(p *process) { _ = p.Process.Kill(); _ = p.Wait() },
	} {
		dir := filepath.Join(t.TempDir(), "drop")
		p := launch(t, "--dir", dir, "--listen", "127.0.0.1:0", "--round", "24h")
		ctx := context.Background()
		c := p.client(t)
		info, _, err := c.Info(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var refs []box.Ref
		var contents []box.Content
		for range 3 {
			ref, content := someBox(info.CurrentRound)
			if r, err := c.Put(ctx, ref, &content); err != nil || r.Outcome != drop.Stored {
				t.Fatalf("writing: %v, %v", r.Outcome, err)
			}
			refs, contents = append(refs, ref), append(contents, content)
		}
		end(p)
		flipBitOf(t, dir, &contents[0])
		p = launch(t, "--dir", dir, "--listen", p.listen, "--round", "24h")
		c = p.client(t)
		var got box.Content
		if r, err := c.Get(ctx, refs[0], &got); err != nil || r.Outcome != drop.Refused {
			t.Errorf("%s: reading a damaged box: %v, %v", how, r.Outcome, err)
		}
		if r, err := c.Put(ctx, refs[0], &contents[1]); err != nil || r.Outcome != drop.Refused {
			t.Errorf("%s: other bytes in the place of a damaged box: %v, %v", how, r.Outcome, err)
		}
		if r, err := c.Put(ctx, refs[0], &contents[0]); err != nil || r.Outcome != drop.Same {
			t.Errorf("%s: the bytes of a damaged box: %v, %v", how, r.Outcome, err)
		}
		for i := range refs {
			if r, err := c.Get(ctx, refs[i], &got); err != nil || r.Outcome != drop.Found || got != contents[i] {
				t.Errorf("%s: reading box %d: %v, %v", how, i, r.Outcome, err)
			}
		}
		p.terminate(t)
		said := p.errors.String()
		if !strings.Contains(said, "1 lost") || !strings.Contains(said, "2 moved") {
			t.Errorf("%s: the drop said %q", how, said)
		}
		for _, ref := range refs {
			if strings.Contains(said, ref.ID.Hex()) {
				t.Errorf("%s: the drop named a box", how)
			}
		}
	}
}

// flipBitOf flips a bit of a box in whichever file holds it.
func flipBitOf(t *testing.T, dir string, content *box.Content) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "boxes", "*.seg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if at := bytes.Index(b, content[:]); at >= 0 {
			b[at+77] ^= 16
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			return
		}
	}
	t.Fatal("no file holds the box")
}

// The boxes' folder is deleted while the drop is down, with or without the index:
// the drop starts, says so and how long it lasts, in rounds that somebody can
// count, and denies none of its boxes.
func TestADropWhoseBoxesWereDeletedSaysSo(t *testing.T) {
	for _, gone := range [][]string{{"boxes"}, {"boxes", "index"}} {
		dir := filepath.Join(t.TempDir(), "drop")
		p := launch(t, "--dir", dir, "--listen", "127.0.0.1:0", "--round", "24h", "--keep", "4")
		ctx := context.Background()
		c := p.client(t)
		info, _, err := c.Info(ctx)
		if err != nil {
			t.Fatal(err)
		}
		ref, content := someBox(info.CurrentRound)
		if r, err := c.Put(ctx, ref, &content); err != nil || r.Outcome != drop.Stored {
			t.Fatalf("writing: %v, %v", r.Outcome, err)
		}
		p.terminate(t)
		for _, name := range gone {
			if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
		p = launch(t, "--dir", dir, "--listen", p.listen, "--round", "24h", "--keep", "4")
		c = p.client(t)
		var got box.Content
		if r, err := c.Get(ctx, ref, &got); err != nil || r.Outcome != drop.Refused {
			t.Errorf("%v: reading a lost box: %v, %v", gone, r.Outcome, err)
		}
		other := content
		other[5]++
		if r, err := c.Put(ctx, ref, &other); err != nil || r.Outcome != drop.Refused {
			t.Errorf("%v: other bytes in the place of a lost box: %v, %v", gone, r.Outcome, err)
		}
		p.terminate(t)
		said := p.errors.String()
		if !strings.Contains(said, "lost all its boxes") || !strings.Contains(said, " rounds after this one") || strings.Contains(said, "000 rounds") {
			t.Errorf("%v: the drop said %q", gone, said)
		}
		t.Log(said)
	}
}
