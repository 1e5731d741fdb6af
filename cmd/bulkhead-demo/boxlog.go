package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// boxLog is a store that keeps, besides, every box it was ever given: what a
// drop that was hostile from the first day would have, expiry or not. It lies
// in a file without any sync: it is the adversary's.
type boxLog struct {
	dropserver.Store
	mu   sync.Mutex
	file *os.File
	out  *bufio.Writer
	path string
	n    int
}

func newBoxLog(path string, store dropserver.Store) (*boxLog, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making the drop's log: %w", err)
	}
	return &boxLog{Store: store, file: f, out: bufio.NewWriterSize(f, 1<<16), path: path}, nil
}

// Put implements [dropserver.Store].
func (l *boxLog) Put(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	outcome, err := l.Store.Put(ref, content)
	if err == nil && outcome == dropserver.Created {
		l.mu.Lock()
		defer l.mu.Unlock()
		key := ref.Key()
		l.out.Write(key[:]) // an error stays with the writer: each finds it
		l.out.Write(content[:])
		l.n++
	}
	return outcome, err
}

// Close implements [dropserver.Store].
func (l *boxLog) Close() error { return errors.Join(l.Store.Close(), l.file.Close()) }

// each yields every box so far, in the order in which the drop took them.
func (l *boxLog) each(yield func(box.Ref, *box.Content) error) error {
	l.mu.Lock()
	err, n := l.out.Flush(), l.n
	l.mu.Unlock()
	if err != nil {
		return fmt.Errorf("writing the drop's log: %w", err)
	}
	f, err := os.Open(l.path)
	if err != nil {
		return fmt.Errorf("reading the drop's log: %w", err)
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	for range n {
		var key [box.KeySize]byte
		var content box.Content
		if _, err := io.ReadFull(in, key[:]); err != nil {
			return fmt.Errorf("reading the drop's log: %w", err)
		}
		if _, err := io.ReadFull(in, content[:]); err != nil {
			return fmt.Errorf("reading the drop's log: %w", err)
		}
		if err := yield(box.RefOfKey(key), &content); err != nil {
			return err
		}
	}
	return nil
}
