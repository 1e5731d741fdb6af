package main

import (
	"context"
	"flag"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"

	"bulkhead/box"
	"bulkhead/drop"
)

var long = flag.Bool("long", false, "the long forms: 120 kills in place of 3, a bit of every byte")

// After 201 a box is kept, whenever the process is killed. (That it is kept
// when the power goes is shown in drop/pebblestore: a kill leaves the system's
// memory alone.)
func TestNoAcknowledgedBoxIsLostToAKill(t *testing.T) {
	kills := 3
	if *long {
		kills = 120
	}
	dir := filepath.Join(t.TempDir(), "drop")
	acked := make(map[box.Ref]box.Content)
	last := acked // those of the life before; all are checked at the end
	listen := "127.0.0.1:0"
	for range kills {
		p := launch(t, "--dir", dir, "--listen", listen, "--round", "24h")
		listen = p.listen
		check(t, p, last)
		last = load(t, p, 30+rand.IntN(200))
		maps.Copy(acked, last)
		if t.Failed() {
			return
		}
	}
	check(t, launch(t, "--dir", dir, "--listen", listen, "--round", "24h"), acked)
	t.Logf("%d kills under load, %d acknowledged boxes, all there", kills, len(acked))
}

// load writes boxes from 16 clients and kills the drop after some of them. It
// returns those that were acknowledged.
func load(t *testing.T, p *process, after int) map[box.Ref]box.Content {
	t.Helper()
	c := p.client(t)
	info, _, err := c.Info(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	acked := make(map[box.Ref]box.Content)
	var mu sync.Mutex // guards acked
	var writers sync.WaitGroup
	enough := make(chan struct{})
	for range 16 {
		writers.Go(func() {
			for {
				ref, content := someBox(info.CurrentRound)
				r, err := c.Put(context.Background(), ref, &content)
				if err != nil {
					return // killed
				}
				if r.Outcome != drop.Stored {
					t.Errorf("writing: outcome %d", r.Outcome)
					return
				}
				mu.Lock()
				acked[ref] = content
				if len(acked) == after {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait()
	writers.Wait()
	return acked
}

// check holds the drop to the boxes that it acknowledged.
func check(t *testing.T, p *process, acked map[box.Ref]box.Content) {
	t.Helper()
	c := p.client(t)
	work := make(chan box.Ref)
	var readers sync.WaitGroup
	for range 16 {
		readers.Go(func() {
			for ref := range work {
				var got box.Content
				r, err := c.Get(context.Background(), ref, &got)
				if err != nil || r.Outcome != drop.Found || got != acked[ref] {
					t.Errorf("an acknowledged box: outcome %d, %v", r.Outcome, err)
				}
			}
		})
	}
	for ref := range acked {
		work <- ref
	}
	close(work)
	readers.Wait()
}
