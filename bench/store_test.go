package bench

import (
	"crypto/rand"
	"encoding/binary"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
	"bulkhead/drop/storetest"
)

var storeFor = flag.Duration("storefor", 3*time.Second, "")
var storeCs = []int{1, 16, 256}

var storeReps = flag.Int("storereps", 2, "")

func TestPlainLogContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) dropserver.Store {
		l, err := openPlainLog(filepath.Join(t.TempDir(), "log"))
		if err != nil {
			t.Fatal(err)
		}
		return l
	})
}

func cycles(t testing.TB, s dropserver.Store, c int, d time.Duration, round box.Round) float64 {
	var n atomic.Int64
	var wg sync.WaitGroup
	start := time.Now()
	for w := range c {
		wg.Go(func() {
			var content, back box.Content
			ref := box.Ref{Round: round}
			rand.Read(content[:])
			i := uint64(0)
			for time.Since(start) < d {
				rand.Read(ref.ID[:])
				i++
				binary.BigEndian.PutUint64(content[8:], i)
				content[0] = byte(w)
				o, err := s.Put(ref, &content)
				if err != nil || o != dropserver.Created {
					t.Errorf("put: %v %v", o, err)
					return
				}
				if ok, err := s.Get(ref, &back); !ok || err != nil || back != content {
					t.Errorf("get: %v %v", ok, err)
					return
				}
				n.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(n.Load()) / time.Since(start).Seconds()
}

func TestStoreX(t *testing.T) {
	dir, err := os.MkdirTemp("", "bulkhead-bench-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	for rep := range *storeReps {
		for _, c := range storeCs {
			l, err := openPlainLog(filepath.Join(dir, "log"))
			if err != nil {
				t.Fatal(err)
			}
			a := cycles(t, l, c, *storeFor, 5)
			l.Close()
			os.Remove(filepath.Join(dir, "log"))
			s, err := pebblestore.Open(filepath.Join(dir, "p"), pebblestore.Options{Reserve: 1500 << 20})
			if err != nil {
				t.Fatal(err)
			}
			b := cycles(t, s, c, *storeFor, 5)
			s.Close()
			os.RemoveAll(filepath.Join(dir, "p"))
			t.Logf("rep %d c=%d log %.0f pebble %.0f ratio %.2f", rep, c, a, b, b/a)
		}
	}
}
