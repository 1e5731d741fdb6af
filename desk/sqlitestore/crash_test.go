package sqlitestore

import (
	"bufio"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	mrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"bulkhead/desk"
	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
)

var long = flag.Bool("long", false, "the long form of the crash test: 100 kills in place of 4")

// diskHolder is a holder in a folder, as a vault is one.
type diskHolder struct{ dir durable.Dir }

func (k diskHolder) Held() ([]byte, error) {
	b, err := k.dir.ReadFile("kept")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return b, err
}

func (k diskHolder) Hold(b []byte) error { return k.dir.Replace("kept", b) }

// childFolder tells the test's own program that it is the one that is killed.
const childFolder = "BULKHEAD_TEST_DESK_FOLDER"

// TestChildThatIsKilled is no test by itself: it commits until it is killed, and says so
// each time. A commit has two rows with its number, erases one of eight, and says "erased"
// when it returns.
func TestChildThatIsKilled(t *testing.T) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		t.Skip("it is run by TestAKillLosesNothing")
	}
	dir, err := durable.Open(filepath.Join(folder, "vault"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(folder, diskHolder{dir}, rand.Reader, Options{})
	if err != nil {
		fmt.Println("failed", err)
		t.Fatal(err)
	}
	from := uint64(1)
	if b, err := s.Read(desk.Own, 1); err == nil {
		from = binary.BigEndian.Uint64(b) + 1
	}
	fmt.Println("open", from-1)
	for n := from; ; n++ {
		value := binary.BigEndian.AppendUint64(nil, n)
		if err := s.Commit([]desk.Change{{Table: desk.Own, Number: 1, Data: value}, {Table: desk.Reports, Number: n % 300, Data: value, Erase: n%8 == 0}}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("kept", n)
	}
}

// Promise: whenever a desk's program is killed, nothing that it had kept is lost or half
// there, its store opens again, and the holder ends with one key. .ci/run has the long form.
func TestAKillLosesNothing(t *testing.T) {
	rng := mrand.New(mrand.NewPCG(seeds.One(t), 3))
	kills := 4
	if *long {
		kills = 100
	}
	folder := t.TempDir()
	last := uint64(0)
	for range kills {
		child := exec.Command(os.Args[0], "-test.run=^TestChildThatIsKilled$", "-test.v")
		child.Env = append(os.Environ(), childFolder+"="+folder)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		after := 1 + rng.IntN(30)
		for n := 0; lines.Scan(); {
			var word string
			var number uint64
			if _, err := fmt.Sscan(lines.Text(), &word, &number); err != nil {
				if word == "failed" {
					t.Fatal(lines.Text())
				}
				continue
			}
			switch {
			case word == "open" && number < last:
				t.Fatalf("commit %d is lost: it opens at %d", last, number)
			case word == "kept":
				last = number
				if n++; n == after {
					if err := child.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		child.Wait() // it was killed: its status says so
		if last == 0 {
			t.Fatal("the child kept nothing: the test proves nothing")
		}
	}
	dir, err := durable.Open(filepath.Join(folder, "vault"))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, folder, diskHolder{dir})
	own, err := s.Read(desk.Own, 1)
	if err != nil {
		t.Fatal(err)
	}
	n := binary.BigEndian.Uint64(own)
	if n < last {
		t.Errorf("commit %d is lost: it ends at %d", last, n)
	}
	rows := 0
	err = s.Load(func(r desk.Stored) error {
		rows++
		if r.Damaged || r.Table == desk.Reports && binary.BigEndian.Uint64(r.Data)%300 != r.Number {
			return errors.New("row " + strconv.FormatUint(r.Number, 10) + " is not what was kept")
		}
		return nil
	})
	if err != nil || rows != 1+int(min(n, 300)) {
		t.Errorf("%d rows after %d commits (%v)", rows, n, err)
	}
	if held, err := (diskHolder{dir}).Held(); err != nil || len(held) == HeldSize {
		t.Errorf("the holder still has two keys (%v)", err)
	}
}
