package sqlitestore

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bulkhead/desk"
	"bulkhead/desk/storetest"
	"bulkhead/keys"
)

// memHolder is a holder in memory, which can fail.
type memHolder struct {
	b     []byte
	calls int
	fail  int // the call of Hold that fails, from 1; 0: none
}

func (k *memHolder) Held() ([]byte, error) { return slices.Clone(k.b), nil }

func (k *memHolder) Hold(b []byte) error {
	if k.calls++; k.calls == k.fail {
		return errors.New("the vault's disk is full")
	}
	k.b = slices.Clone(b)
	return nil
}

func open(t testing.TB, folder string, k Holder) *Store {
	t.Helper()
	s, err := Open(folder, k, rand.Reader, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func commit(t testing.TB, s *Store, changes ...desk.Change) {
	t.Helper()
	if err := s.Commit(changes); err != nil {
		t.Fatal(err)
	}
}

func put(n uint64, text string) desk.Change {
	return desk.Change{Table: desk.Reports, Number: n, Data: []byte(text)}
}

func read(t testing.TB, s *Store, n uint64) string {
	t.Helper()
	b, err := s.Read(desk.Reports, n)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// files are the bytes of all files of a folder.
func files(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = b
	}
	return all
}

// folderOf writes files into a folder of their own.
func folderOf(t testing.TB, all map[string][]byte) string {
	t.Helper()
	folder := t.TempDir()
	for name, b := range all {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// Promise: the store in a file keeps the contract of stores, whatever was opened and closed
// in between.
func TestTheStoreInAFileKeepsTheContract(t *testing.T) {
	folders := map[*Store]string{}
	holders := map[*Store]*memHolder{}
	storetest.Run(t, func(t *testing.T, before desk.Store) desk.Store {
		folder, k := "", &memHolder{}
		if before == nil {
			folder = t.TempDir()
		} else {
			b := before.(*Store)
			folder, k = folders[b], holders[b]
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
		}
		s := open(t, folder, k)
		folders[s], holders[s] = folder, k
		return s
	})
}

// Promise: the file says nothing of what is kept but counts and classes of lengths, to
// whoever has it without the holder.
func TestTheFileTellsCountsAndClassesAlone(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder, &memHolder{})
	for n := range uint64(50) {
		commit(t, s, put(n, "canary "+strings.Repeat("x", int(n)*7)))
	}
	var sizes []int
	for n := range uint64(50) {
		var sealed []byte
		if err := s.readRow.QueryRow(int64(desk.Reports), int64(n)).Scan(&sealed); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(sealed))
	}
	slices.Sort(sizes)
	if got := slices.Compact(sizes); len(got) != 2 || got[0] != smallest+40 || got[1] != 2*smallest+40 {
		t.Errorf("rows of 7 to 350 bytes have the lengths %v", got)
	}
	s.Close()
	for name, b := range files(t, folder) {
		if bytes.Contains(b, []byte("canary")) || bytes.Contains(b, []byte("xxxx")) {
			t.Errorf("%s has a row in clear", name)
		}
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others (%v)", name, err)
		}
	}
}

// everyKey opens all rows of keys that lie anywhere in files with the keys that a holder
// holds, and returns the rows' keys: what whoever has both can ever find.
func everyKey(t testing.TB, all map[string][]byte, had []byte) (found [][keys.Size]byte) {
	t.Helper()
	var k held
	if err := k.unmarshal(had); err != nil {
		t.Fatal(err)
	}
	s := &Store{name: k.name}
	const sealed = 24 + 8 + bucketKeys*keys.Size + 16
	for name, file := range all {
		page, head := 4096, 0
		if strings.HasSuffix(name, "-wal") {
			page, head = 4096+24, 32 // of a frame, of the log
		}
		for at := 0; at+sealed <= len(file); at++ {
			if left := page - (at+sealed-head)%page; left > 64 && left < page {
				continue // a row of keys fills its page, and lies at the end of it
			}
			for _, key := range k.keys {
				for number := range uint64(2) {
					plain, ok := s.open(key.Bytes(), slices.Clone(file[at:at+sealed]), labelKeys, desk.Reports, number)
					var b bucket
					if ok && b.unmarshal(plain) {
						for i := range b.keys {
							if b.has(i) {
								found = append(found, b.keys[i])
							}
						}
					}
				}
			}
		}
	}
	return found
}

// Promise: what is erased is gone from the file, its log and every copy of them from before,
// for whoever has all that the holder holds then. Without the erasing, the same search finds
// it.
func TestWhatIsErasedIsGoneFromEveryCopy(t *testing.T) {
	folder, k := t.TempDir(), &memHolder{}
	s := open(t, folder, k)
	commit(t, s, put(1, "canary of one that is erased"), put(2, "of one that stays"))
	id, i := bucketOf(desk.Reports, 1)
	secret := s.buckets[id].keys[i]
	before, heldBefore := files(t, folder), slices.Clone(k.b)
	if got := everyKey(t, before, heldBefore); !slices.Contains(got, secret) {
		t.Fatalf("the search finds %d keys and not the row's, while it is kept: it proves nothing", len(got))
	}
	commit(t, s, desk.Change{Table: desk.Reports, Number: 1})
	if got := everyKey(t, files(t, folder), k.b); !slices.Contains(got, secret) {
		t.Log("a row that merely went leaves no key in the log here: the search proves less")
	}
	commit(t, s, put(1, "another"))
	id, i = bucketOf(desk.Reports, 1)
	second := s.buckets[id].keys[i]
	commit(t, s, desk.Change{Table: desk.Reports, Number: 1, Erase: true})
	after := files(t, folder)
	for name, b := range before {
		after["before-"+name] = b
	}
	got := everyKey(t, after, k.b)
	if slices.Contains(got, secret) || slices.Contains(got, second) {
		t.Error("the key of a row that was erased is found")
	}
	if kid, j := bucketOf(desk.Reports, 2); !slices.Contains(got, s.buckets[kid].keys[j]) {
		t.Error("the search does not find the key of the row that stays: it proves nothing")
	}
	if read(t, s, 2) != "of one that stays" {
		t.Error("what stays does not")
	}
	old := folderOf(t, before)
	if s, err := Open(old, &memHolder{b: slices.Clone(k.b)}, rand.Reader, Options{}); !errors.Is(err, ErrKey) {
		t.Errorf("a copy from before the erasing opens: %v %v", s != nil, err)
	}
	was, err := Open(folderOf(t, before), &memHolder{b: heldBefore}, rand.Reader, Options{})
	if err != nil {
		t.Fatalf("with what was kept then, the copy does not open: %v: it proves nothing", err)
	}
	was.Close()
}

// Promise: an erasing that is cut short, or whose holder fails, is finished later; nothing is
// lost by it, and nothing is said to be erased that is not.
func TestAnErasingThatIsCutShortIsFinished(t *testing.T) {
	for fail := 1; fail <= 2; fail++ {
		folder, k := t.TempDir(), &memHolder{}
		s := open(t, folder, k)
		commit(t, s, put(1, "to be erased"), put(2, "stays"))
		k.fail = k.calls + fail
		err := s.Commit([]desk.Change{{Table: desk.Reports, Number: 1, Erase: true}})
		if fail == 1 {
			if err == nil || errors.Is(err, desk.ErrErasing) || read(t, s, 1) != "to be erased" {
				t.Errorf("the holder took no second key: %v", err)
			}
			commit(t, s, desk.Change{Table: desk.Reports, Number: 1, Erase: true})
		} else {
			if !errors.Is(err, desk.ErrErasing) || len(k.b) != HeldSize {
				t.Errorf("the holder has both keys: %v", err)
			}
			if _, err := s.Read(desk.Reports, 1); !errors.Is(err, desk.ErrNoRow) {
				t.Errorf("the row: %v", err)
			}
			// Killed here: what it holds opens the file, and the old key goes at once.
			copied, held := folderOf(t, files(t, folder)), &memHolder{b: slices.Clone(k.b)}
			again := open(t, copied, held)
			if read(t, again, 2) != "stays" || len(held.b) == HeldSize {
				t.Error("opening does not finish the erasing")
			}
			commit(t, s, put(3, "more"))
		}
		if len(k.b) == HeldSize {
			t.Error("the holder still holds the old key")
		}
		if read(t, s, 2) != "stays" {
			t.Error("what stays does not")
		}
	}
	// Killed before the file knows the new key: the old one opens it, and the new one goes.
	folder, k := t.TempDir(), &memHolder{}
	s := open(t, folder, k)
	commit(t, s, put(1, "kept"))
	key, err := keys.Read[storeUse](rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.hold(s.key, &key); err != nil {
		t.Fatal(err)
	}
	held := &memHolder{b: slices.Clone(k.b)}
	again := open(t, folderOf(t, files(t, folder)), held)
	if read(t, again, 1) != "kept" || len(held.b) == HeldSize {
		t.Error("an erasing that had only begun spoils the store")
	}
}

// Promise: of a file that was put back, or put together from two of its times, nothing old
// is taken for what is kept.
func TestARolledBackStoreIsSeen(t *testing.T) {
	folder, k := t.TempDir(), &memHolder{}
	s := open(t, folder, k)
	commit(t, s, put(1, "first"))
	s.Close()
	before := files(t, folder)
	s = open(t, folder, k)
	commit(t, s, put(1, "second"), put(2, "new"))
	s.Close()
	old := folderOf(t, before)
	if _, err := Open(old, &memHolder{b: slices.Clone(k.b)}, rand.Reader, Options{}); !errors.Is(err, ErrEarlier) {
		t.Fatalf("an earlier file opens: %v", err)
	}
	had := &memHolder{b: slices.Clone(k.b)}
	if _, err := Open(t.TempDir(), had, rand.Reader, Options{}); !errors.Is(err, ErrEarlier) {
		t.Errorf("a file that is gone: %v", err)
	}
	if !bytes.Equal(had.b, k.b) {
		t.Error("what was refused changed what is kept")
	}
	taken, err := Open(old, had, rand.Reader, Options{Earlier: true})
	if err != nil || read(t, taken, 1) != "first" {
		t.Fatalf("a person wants the earlier one: %v", err)
	}
	var reached held
	if err := reached.unmarshal(k.b); err != nil || taken.counter <= reached.floor {
		t.Errorf("it counts from %d on, and %d was reached: a commit has another's number (%v)", taken.counter, reached.floor, err)
	}
	commit(t, taken, put(3, "goes on"))
	taken.Close()
	if again := open(t, old, had); read(t, again, 3) != "goes on" {
		t.Error("it does not go on")
	}
	anew, err := Open(t.TempDir(), &memHolder{b: slices.Clone(k.b)}, rand.Reader, Options{Earlier: true})
	if err != nil {
		t.Fatalf("a person begins anew: %v", err)
	}
	anew.Close()
	if _, err := Open(folder, &memHolder{}, rand.Reader, Options{}); !errors.Is(err, ErrKey) {
		t.Errorf("a file that the holder knows nothing of: %v", err)
	}
	if _, err := Open(folder, &memHolder{b: []byte("nonsense")}, rand.Reader, Options{}); !errors.Is(err, ErrHeld) {
		t.Errorf("a holder that holds something else: %v", err)
	}
}

// Promise: damage of one row is that row's alone; an older row in place of a newer one is
// damage, and so are its older keys; a row that was taken out is missed.
func TestADamagedRowIsAlone(t *testing.T) {
	for _, c := range []struct {
		name    string
		spoil   []string
		damaged []uint64
	}{
		{"a row changed", []string{"UPDATE rows SET sealed = old.sealed FROM (SELECT sealed FROM rows WHERE n = 2) AS old WHERE n = 1"}, []uint64{1}},
		{"a row taken out", []string{"DELETE FROM rows WHERE n = 3"}, []uint64{3}},
		{"a row put in", []string{"INSERT INTO rows SELECT t, 77, sealed FROM rows WHERE n = 3"}, nil},
		{"an older row", []string{"UPDATE rows SET sealed = :row WHERE n = 4"}, []uint64{4}},
		{"older keys, and their row", []string{"UPDATE rows SET sealed = :row WHERE n = 4", "UPDATE keys SET sealed = :keys WHERE b = 0"}, []uint64{1, 2, 3, 4}},
		{"no keys", []string{"DELETE FROM keys WHERE b = 0"}, []uint64{1, 2, 3, 4}},
		{"cut off", []string{"UPDATE rows SET sealed = x'00' WHERE n = 1"}, []uint64{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder, k := t.TempDir(), &memHolder{}
			s := open(t, folder, k)
			for n := uint64(1); n <= 4; n++ {
				commit(t, s, put(n, fmt.Sprint("first ", n)))
			}
			commit(t, s, put(500, "elsewhere"))
			var row, keys []byte
			if err := s.readRow.QueryRow(int64(desk.Reports), 4).Scan(&row); err != nil {
				t.Fatal(err)
			}
			if err := s.conn.QueryRowContext(t.Context(), "SELECT sealed FROM keys WHERE b = 0").Scan(&keys); err != nil {
				t.Fatal(err)
			}
			commit(t, s, put(4, "second 4"))
			for _, text := range c.spoil {
				var args []any
				if strings.Contains(text, ":row") {
					args = []any{row}
				} else if strings.Contains(text, ":keys") {
					args = []any{keys}
				}
				text = strings.NewReplacer(":row", "?", ":keys", "?").Replace(text)
				if _, err := s.conn.ExecContext(t.Context(), text, args...); err != nil {
					t.Fatal(err)
				}
			}
			s.Close()
			s = open(t, folder, k)
			check := func(others int) {
				t.Helper()
				var damaged []uint64
				rows := 0
				if err := s.Load(func(r desk.Stored) error {
					if rows++; r.Damaged {
						damaged = append(damaged, r.Number)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(damaged, c.damaged) || rows != 5+others {
					t.Fatalf("damaged are %v of %d, want %v", damaged, rows, c.damaged)
				}
			}
			check(0)
			if read(t, s, 500) != "elsewhere" {
				t.Error("what lies elsewhere is not what was kept")
			}
			for _, n := range c.damaged {
				if _, err := s.Read(desk.Reports, n); !errors.Is(err, desk.ErrDamagedRow) {
					t.Errorf("row %d: %v", n, err)
				}
			}
			commit(t, s, put(5, "beside them"))
			check(1)
			s.Close()
			s = open(t, folder, k)
			check(1)
		})
	}
}

// Promise: where nothing can be written nothing changes, and it goes on once there is room.
func TestAFullDiskChangesNothing(t *testing.T) {
	s := open(t, t.TempDir(), &memHolder{})
	commit(t, s, put(1, "kept"))
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA max_page_count = 12"); err != nil {
		t.Fatal(err)
	}
	var err error
	for n := uint64(2); n < 50 && err == nil; n++ {
		err = s.Commit([]desk.Change{put(1, "changed"), {Table: desk.Cases, Number: n, Data: make([]byte, 9000)}, {Table: desk.Cases, Number: n - 1, Erase: true}})
		if err == nil {
			commit(t, s, put(1, "kept"))
		}
	}
	if err == nil || read(t, s, 1) != "kept" {
		t.Fatalf("%v: the row is %q", err, read(t, s, 1))
	}
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA max_page_count = 100000"); err != nil {
		t.Fatal(err)
	}
	commit(t, s, put(1, "again"))
	if read(t, s, 1) != "again" {
		t.Error("it does not go on")
	}
}

// Promise: after a power cut the store is one that some commit has left, whole, and none
// that had returned is missing: whatever of the log's end has reached the disk, and whatever
// stands there in its place.
func TestAPowerCutLeavesAWholeCommit(t *testing.T) {
	folder, k := t.TempDir(), &memHolder{}
	s := open(t, folder, k)
	const commits = 12
	var ends []int // the log's length when each commit returned
	for n := range uint64(commits) {
		value := binary.BigEndian.AppendUint64(nil, n)
		commit(t, s, desk.Change{Table: desk.Reports, Number: n % 5, Data: value}, desk.Change{Table: desk.Cases, Number: 1, Data: value})
		ends = append(ends, len(files(t, folder)[File+"-wal"]))
	}
	whole := files(t, folder)
	log := whole[File+"-wal"]
	if len(log) < commits*4096 {
		t.Fatalf("the log has %d bytes: the test cuts nothing", len(log))
	}
	for i := range 60 {
		cut := ends[0] + (len(log)-ends[0])*i/59
		tail := bytes.Clone(log)
		for at := cut; at < len(tail); at++ {
			tail[at] = byte(at * i) // what was there before, or half a sector
		}
		if i%2 == 0 {
			tail = tail[:cut]
		}
		held := &memHolder{b: slices.Clone(k.b)}
		back := open(t, folderOf(t, map[string][]byte{File: whole[File], File + "-wal": tail}), held)
		got, err := back.Read(desk.Cases, 1)
		if err != nil {
			t.Fatal(err)
		}
		n := binary.BigEndian.Uint64(got)
		if r, err := back.Read(desk.Reports, n%5); err != nil || !bytes.Equal(r, got) {
			t.Fatalf("cut at %d: half a commit (%v)", cut, err)
		}
		for j, end := range ends {
			if end <= cut && uint64(j) > n {
				t.Fatalf("cut at %d: commit %d, which was durable at %d, is lost", cut, j, end)
			}
		}
		back.Close()
	}
}
