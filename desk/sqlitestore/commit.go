package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"

	"bulkhead/desk"
	"bulkhead/keys"
)

// ErrClosed is the error of a store that was closed, or that never opened.
var ErrClosed = errors.New("the desk's store is closed")

// Commit implements [desk.Store]: what it writes is one transaction of SQLite's, which waits
// for the disk.
func (s *Store) Commit(changes []desk.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.opened {
		return ErrClosed
	}
	erase := false
	last := map[rowID]desk.Change{}
	for _, c := range changes {
		id, i := bucketOf(c.Table, c.Number)
		if b := s.buckets[id]; c.Erase && b != nil && (b.damaged || b.has(i)) {
			erase = true
		}
		last[rowID{c.Table, c.Number}] = c
	}
	next := state{key: s.key, counter: s.counter + 1, buckets: maps.Clone(s.buckets)}
	if erase {
		key, err := keys.Read[storeUse](s.rand)
		if err != nil {
			return err
		}
		if err := s.hold(s.key, &key); err != nil {
			return err
		}
		next.key = &key
	}
	if err := s.write(&next, last, erase); err != nil {
		return err
	}
	old := s.key
	s.state = next
	if erase || s.behind {
		if erase {
			old.Erase()
		}
		s.behind = true
		if err := s.mark(); err != nil {
			return fmt.Errorf("%w: %w", desk.ErrErasing, err)
		}
	}
	return nil
}

type rowID struct {
	table  desk.Table
	number uint64
}

// write makes the changes in one transaction, and in next, whose rows of keys are the
// store's own where nothing is changed.
func (s *Store) write(next *state, changes map[rowID]desk.Change, all bool) (err error) {
	ctx := context.Background()
	if _, err := s.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("beginning a commit: %w", err)
	}
	defer func() {
		if err != nil {
			if _, undo := s.conn.ExecContext(ctx, "ROLLBACK"); undo != nil {
				err = errors.Join(err, undo)
			}
		}
	}()
	touched := map[bucketID]bool{}
	for at, c := range changes {
		id, i := bucketOf(c.Table, c.Number)
		if !touched[id] {
			b := &bucket{}
			if old := next.buckets[id]; old != nil {
				*b = *old
			}
			next.buckets[id], touched[id] = b, true
		}
		b := next.buckets[id]
		if b.damaged {
			if err := s.give(b, id); err != nil {
				return err
			}
		}
		b.keys[i] = [keys.Size]byte{}
		if c.Data == nil {
			if _, err := s.dropRow.Exec(int64(at.table), int64(at.number)); err != nil {
				return fmt.Errorf("dropping a row: %w", err)
			}
			continue
		}
		if _, err := io.ReadFull(s.rand, b.keys[i][:]); err != nil {
			return fmt.Errorf("drawing a row's key: %w", err)
		}
		sealed, err := s.seal(b.keys[i][:], pad(c.Data), labelRow, at.table, at.number)
		if err != nil {
			return err
		}
		if _, err := s.putRow.Exec(int64(at.table), int64(at.number), sealed); err != nil {
			return fmt.Errorf("writing a row: %w", err)
		}
	}
	for id, b := range next.buckets {
		if !touched[id] && !all || b.damaged {
			continue
		}
		if b.empty() {
			delete(next.buckets, id)
			if _, err := s.dropKeys.Exec(int64(id.table), int64(id.number)); err != nil {
				return fmt.Errorf("dropping keys: %w", err)
			}
			continue
		}
		if !touched[id] {
			fresh := *b // the old one is the store's until the commit is
			b = &fresh
			next.buckets[id] = b
		}
		b.version = next.counter
		sealed, err := s.seal(next.key.Bytes(), b.marshal(), labelKeys, id.table, id.number)
		if err != nil {
			return err
		}
		if _, err := s.putKeys.Exec(int64(id.table), int64(id.number), sealed); err != nil {
			return fmt.Errorf("writing keys: %w", err)
		}
	}
	sealed, err := s.seal(next.key.Bytes(), next.head(), labelHead, 0, 0)
	if err != nil {
		return err
	}
	if _, err := s.putHead.Exec(sealed); err != nil {
		return fmt.Errorf("writing the head: %w", err)
	}
	if _, err := s.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// give makes a damaged row of keys one that can be written. The rows that it was for get keys
// that do not open them: they stay damaged, and are not forgotten.
func (s *Store) give(b *bucket, id bucketID) error {
	*b = bucket{}
	first := id.number * bucketKeys
	rows, err := s.rowsOf.Query(int64(id.table), int64(first), int64(first+bucketKeys-1))
	if err != nil {
		return fmt.Errorf("reading the desk's store: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var n int64
		var sealed []byte
		if err := rows.Scan(&n, &sealed); err != nil {
			return fmt.Errorf("reading the desk's store: %w", err)
		}
		if _, err := io.ReadFull(s.rand, b.keys[uint64(n)-first][:]); err != nil {
			return fmt.Errorf("drawing a row's key: %w", err)
		}
	}
	return rows.Err()
}
