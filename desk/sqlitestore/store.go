package sqlitestore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"sync"

	"bulkhead/desk"
	"bulkhead/internal/durable"
	"bulkhead/keys"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// File is the name of the file in its folder. SQLite's write-ahead log stands beside it.
const File = "desk.db"

var (
	// ErrEarlier: the file is of an earlier time than the holder has heard of, or is not there.
	ErrEarlier = errors.New("the desk's store is an earlier one than was kept")
	// ErrKey: nothing in the file opens with what the holder holds: it is another store's, one
	// from before an erasure, or damaged.
	ErrKey = errors.New("no key that is kept opens the desk's store")
)

// Options of a store.
type Options struct {
	// Earlier takes a file that is of an earlier time, whose head is damaged, or that is not
	// there at all (then it is begun anew). A person has to want it; the desk is opened with
	// desk.Options.Earlier then.
	Earlier bool
}

// Store is a [desk.Store] in a folder. All methods may be called concurrently.
type Store struct {
	holder Holder

	mu      sync.Mutex // guards all below, and the connection
	rand    io.Reader
	db      *sql.DB
	conn    *sql.Conn
	release func()
	name    [nameSize]byte
	state
	opened bool // the file is this one's, and so is what the holder holds
	behind bool // the holder holds an older key still

	readRow, putRow, dropRow, putKeys, dropKeys, putHead, rowsOf *sql.Stmt
}

// state is what a commit changes.
type state struct {
	key     *storeKey
	counter uint64 // of commits
	buckets map[bucketID]*bucket
}

const schema = `
CREATE TABLE IF NOT EXISTS rows (t INTEGER NOT NULL, n INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (t, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS keys (t INTEGER NOT NULL, b INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE (t, b));
CREATE TABLE IF NOT EXISTS head (one INTEGER PRIMARY KEY CHECK (one = 1), sealed BLOB NOT NULL);`

// Open opens the store in a folder, or begins one in an empty folder if the holder holds
// nothing. One process has it at a time: durable.ErrLocked.
func Open(folder string, k Holder, rand io.Reader, o Options) (*Store, error) {
	s := &Store{holder: k, rand: rand, state: state{buckets: map[bucketID]*bucket{}}}
	if err := s.begin(folder, o); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) begin(folder string, o Options) error {
	dir, err := durable.Open(folder)
	if err != nil {
		return err
	}
	if s.release, err = dir.Lock("desk"); err != nil {
		return err
	}
	b, err := s.holder.Held()
	if err != nil {
		return fmt.Errorf("asking the holder: %w", err)
	}
	defer clear(b)
	size, err := dir.Size(File)
	there := err == nil && size > 0
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var k held
	switch {
	case b == nil && there:
		return ErrKey
	case b == nil || !there && o.Earlier:
		if err := s.fresh(dir); err != nil {
			return err
		}
	default:
		if err := k.unmarshal(b); err != nil {
			return err
		}
		if s.name = k.name; there {
			break
		}
		if k.floor > 0 {
			return ErrEarlier
		}
		if err := dir.Replace(File, nil); err != nil {
			return err
		}
	}
	if err := s.connect(filepath.Join(folder, File)); err != nil {
		return err
	}
	if s.key == nil {
		if err := s.load(&k, o); err != nil {
			return err
		}
	}
	s.opened = true
	if err := s.Commit(nil); err != nil { // the head of this opening, before the holder hears of it
		return err
	}
	return s.Mark()
}

// fresh begins a store: its key is kept before its file is there.
func (s *Store) fresh(dir durable.Dir) error {
	if _, err := io.ReadFull(s.rand, s.name[:]); err != nil {
		return fmt.Errorf("drawing a store's name: %w", err)
	}
	key, err := keys.Read[storeUse](s.rand)
	if err != nil {
		return err
	}
	s.key = &key
	if err := s.hold(s.key); err != nil {
		return err
	}
	return dir.Replace(File, nil)
}

// connect opens the file for this process alone. FULL: a commit waits for the disk.
func (s *Store) connect(path string) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if s.db, err = sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()); err != nil {
		return err
	}
	s.db.SetMaxOpenConns(1)
	ctx := context.Background()
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	for _, pragma := range []string{"locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL", "page_size = 4096", "temp_store = MEMORY"} {
		if _, err := s.conn.ExecContext(ctx, "PRAGMA "+pragma); err != nil {
			return ofFile(err)
		}
	}
	if _, err := s.conn.ExecContext(ctx, schema); err != nil {
		return ofFile(err)
	}
	for _, p := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&s.readRow, "SELECT sealed FROM rows WHERE t = ? AND n = ?"},
		{&s.putRow, "INSERT OR REPLACE INTO rows (t, n, sealed) VALUES (?, ?, ?)"},
		{&s.dropRow, "DELETE FROM rows WHERE t = ? AND n = ?"},
		{&s.putKeys, "INSERT OR REPLACE INTO keys (t, b, sealed) VALUES (?, ?, ?)"},
		{&s.dropKeys, "DELETE FROM keys WHERE t = ? AND b = ?"},
		{&s.putHead, "INSERT OR REPLACE INTO head (one, sealed) VALUES (1, ?)"},
		{&s.rowsOf, "SELECT n, sealed FROM rows WHERE t = ? AND n BETWEEN ? AND ? ORDER BY n"},
	} {
		if *p.to, err = s.conn.PrepareContext(ctx, p.text); err != nil {
			return ofFile(err)
		}
	}
	return nil
}

// ofFile tells a file that is not what SQLite wrote from a disk that fails.
func ofFile(err error) error {
	if broken(err) {
		return ErrKey
	}
	return fmt.Errorf("opening the desk's store: %w", err)
}

// broken reports whether SQLite says that its file is damaged.
func broken(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_CORRUPT || e.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// load reads head and keys.
func (s *Store) load(k *held, o Options) error {
	ctx := context.Background()
	var head []byte
	err := s.conn.QueryRowContext(ctx, "SELECT sealed FROM head").Scan(&head)
	switch {
	case errors.Is(err, sql.ErrNoRows) && k.floor == 0: // a crash came before the first commit
		s.key = k.keys[0]
		return nil
	case err != nil && !broken(err) && !errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("reading the desk's store: %w", err)
	}
	var versions map[bucketID]uint64
	for _, key := range k.keys {
		if plain, ok := s.open(key.Bytes(), slices.Clone(head), labelHead, 0, 0); ok && s.key == nil {
			if s.counter, versions, ok = readHead(plain); ok {
				s.key = key
			}
		}
	}
	if s.key == nil && !o.Earlier {
		return ErrKey
	}
	if s.key != nil && s.counter < k.floor && !o.Earlier {
		return ErrEarlier
	}
	found, err := s.readKeys(k, versions)
	if err != nil {
		return err
	}
	if s.key == nil {
		return ErrKey
	}
	for id := range versions { // a row of keys that is not there
		if !found[id] {
			s.buckets[id] = &bucket{damaged: true}
		}
	}
	s.counter = max(s.counter, k.floor) // no version is given twice, whatever was put back
	return nil
}

// readKeys reads all rows of keys. Without versions, since the head is damaged and a person
// wants it all the same, whatever opens is taken.
func (s *Store) readKeys(k *held, versions map[bucketID]uint64) (map[bucketID]bool, error) {
	rows, err := s.conn.QueryContext(context.Background(), "SELECT t, b, sealed FROM keys")
	if err != nil {
		return nil, ofFile(err)
	}
	defer rows.Close()
	found := map[bucketID]bool{}
	for rows.Next() {
		var t, n int64
		var sealed []byte
		if err := rows.Scan(&t, &n, &sealed); err != nil {
			return nil, ofFile(err)
		}
		id := bucketID{desk.Table(t), uint64(n)}
		b := &bucket{damaged: true}
		for _, key := range k.keys {
			if s.key != nil && s.key != key {
				continue
			}
			plain, ok := s.open(key.Bytes(), slices.Clone(sealed), labelKeys, id.table, id.number)
			if ok && b.unmarshal(plain) && (versions == nil || versions[id] == b.version) {
				s.key, b.damaged = key, false
				s.counter = max(s.counter, b.version)
			}
			clear(plain)
		}
		if _, named := versions[id]; named || versions == nil {
			s.buckets[id], found[id] = b, true
		} // else it is of another time, and nothing names it
	}
	if err := rows.Err(); err != nil && !broken(err) {
		return nil, fmt.Errorf("reading the desk's store: %w", err)
	}
	return found, nil
}

func (s *state) head() []byte {
	b := binary.BigEndian.AppendUint64(nil, s.counter)
	for _, id := range s.sorted() {
		b = append(b, byte(id.table))
		b = binary.AppendUvarint(b, id.number)
		b = binary.AppendUvarint(b, s.buckets[id].version)
	}
	return pad(b)
}

func readHead(padded []byte) (counter uint64, versions map[bucketID]uint64, ok bool) {
	b, ok := unpad(padded)
	if !ok || len(b) < 8 {
		return 0, nil, false
	}
	counter, b = binary.BigEndian.Uint64(b), b[8:]
	versions = map[bucketID]uint64{}
	for len(b) > 0 {
		t := desk.Table(b[0])
		number, n := binary.Uvarint(b[1:])
		if n <= 0 {
			return 0, nil, false
		}
		version, m := binary.Uvarint(b[1+n:])
		if m <= 0 {
			return 0, nil, false
		}
		versions[bucketID{t, number}] = version
		b = b[1+n+m:]
	}
	return counter, versions, true
}

// sorted returns the rows of keys by table and number.
func (s *state) sorted() []bucketID {
	return slices.SortedFunc(maps.Keys(s.buckets), func(a, b bucketID) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.number, b.number))
	})
}

// Load implements [desk.Store].
func (s *Store) Load(f func(desk.Stored) error) error {
	s.mu.Lock()
	ids := s.sorted()
	s.mu.Unlock()
	for _, id := range ids {
		all, err := s.loadBucket(id)
		if err != nil {
			return err
		}
		for _, r := range all {
			if err := f(r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) loadBucket(id bucketID) ([]desk.Stored, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.buckets[id]
	if b == nil {
		return nil, nil
	}
	first := id.number * bucketKeys
	rows, err := s.rowsOf.Query(int64(id.table), int64(first), int64(first+bucketKeys-1))
	found := map[uint64][]byte{}
	for err == nil && rows.Next() {
		var n int64
		var sealed []byte
		if err = rows.Scan(&n, &sealed); err == nil {
			found[uint64(n)] = sealed
		}
	}
	if rows != nil {
		err = cmp.Or(err, rows.Err())
		rows.Close()
	}
	if err != nil && !broken(err) {
		return nil, fmt.Errorf("reading the desk's store: %w", err)
	}
	var all []desk.Stored
	for i := range bucketKeys {
		n := first + uint64(i)
		sealed, there := found[n]
		if !b.damaged && !b.has(i) || b.damaged && !there {
			continue // no row, or nobody knows any more whether there was one
		}
		r := desk.Stored{Table: id.table, Number: n}
		if plain, ok := s.row(b, i, sealed, id.table, n); ok {
			r.Data = plain
		} else {
			r.Damaged = true
		}
		all = append(all, r)
	}
	return all, nil
}

// row opens a row.
func (s *Store) row(b *bucket, i int, sealed []byte, t desk.Table, number uint64) ([]byte, bool) {
	if b.damaged {
		return nil, false
	}
	plain, ok := s.open(b.keys[i][:], sealed, labelRow, t, number)
	if !ok {
		return nil, false
	}
	return unpad(plain)
}

// Read implements [desk.Store].
func (s *Store) Read(t desk.Table, number uint64) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, i := bucketOf(t, number)
	b := s.buckets[id]
	if b == nil || !b.damaged && !b.has(i) {
		return nil, fmt.Errorf("reading a row: %w", desk.ErrNoRow)
	}
	var sealed []byte
	err := s.readRow.QueryRow(int64(t), int64(number)).Scan(&sealed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) && !broken(err) {
		return nil, fmt.Errorf("reading a row: %w", err)
	}
	plain, ok := s.row(b, i, sealed, t, number)
	if !ok {
		return nil, fmt.Errorf("reading a row: %w", desk.ErrDamagedRow)
	}
	return plain, nil
}

// Mark tells the holder how far the store has come, so that an earlier file is told from it.
// Open, Close and every erasing do so by themselves.
func (s *Store) Mark() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mark()
}

func (s *Store) mark() error {
	err := s.hold(s.key)
	s.behind = s.behind && err != nil
	return err
}

// Close marks and closes the store. It may be called again.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var err error
	if s.opened {
		err = s.mark()
	}
	s.opened = false
	for _, st := range []*sql.Stmt{s.readRow, s.putRow, s.dropRow, s.putKeys, s.dropKeys, s.putHead, s.rowsOf} {
		if st != nil {
			st.Close()
		}
	}
	if s.conn != nil {
		err = errors.Join(err, s.conn.Close())
	}
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	if s.release != nil {
		s.release()
	}
	for _, b := range s.buckets {
		*b = bucket{damaged: true}
	}
	if s.key != nil {
		s.key.Erase()
	}
	s.conn, s.db, s.release, s.key = nil, nil, nil, nil
	return err
}
