package bench

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"sync"
	"syscall"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// plainLog is the peer of the drop's store: a plain append log with group
// commit and an index in memory. It keeps the store's contract except that it
// neither recovers nor gives room back. On a file that was written from end to
// end before, a sync has no new blocks to note.
//
//	0  4  CRC-32C of what follows, big-endian
//	4 36  round and id
//	. 4096 content
type plainLog struct {
	file *os.File
	put  chan *logPut
	done chan struct{}

	mu    sync.RWMutex
	index map[box.Ref]int64 // offset of the content; guarded by mu
}

type logPut struct {
	ref     box.Ref
	content *box.Content
	outcome dropserver.PutOutcome
	err     error
	done    chan struct{}
}

const (
	logRecord = 4 + box.KeySize + box.Size
	logGroup  = 256 // most puts in one group
)

// openPlainLog makes a log whose first prewritten bytes are on the disk already.
func openPlainLog(path string, prewritten int64) (*plainLog, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	zeros := make([]byte, 1<<20)
	for at := int64(0); at < prewritten; at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros, at); err != nil {
			return nil, err
		}
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	l := &plainLog{file: f, put: make(chan *logPut, logGroup), done: make(chan struct{}), index: make(map[box.Ref]int64)}
	go l.commit()
	return l, nil
}

// commit takes all puts that wait, appends them with one write, syncs once and
// answers them.
func (l *plainLog) commit() {
	defer close(l.done)
	var end int64
	table := crc32.MakeTable(crc32.Castagnoli)
	buf := make([]byte, 0, logGroup*logRecord)
	for first := range l.put {
		group := append(make([]*logPut, 0, logGroup), first)
	more:
		for len(group) < logGroup {
			select {
			case p, ok := <-l.put:
				if !ok {
					break more
				}
				group = append(group, p)
			default:
				break more
			}
		}
		buf = buf[:0]
		fresh := make(map[box.Ref]*box.Content, len(group))
		offsets := make(map[box.Ref]int64, len(group))
		for _, p := range group {
			if l.judge(p, fresh); p.outcome != dropserver.Created {
				continue
			}
			fresh[p.ref] = p.content
			offsets[p.ref] = end + int64(len(buf)) + 4 + box.KeySize
			at := len(buf)
			key := p.ref.Key()
			buf = append(buf, 0, 0, 0, 0)
			buf = append(buf, key[:]...)
			buf = append(buf, p.content[:]...)
			binary.BigEndian.PutUint32(buf[at:], crc32.Checksum(buf[at+4:], table))
		}
		err := l.append(buf, end)
		if err == nil {
			end += int64(len(buf))
			l.mu.Lock()
			for ref, at := range offsets {
				l.index[ref] = at
			}
			l.mu.Unlock()
		}
		for _, p := range group {
			p.err = err
			close(p.done)
		}
	}
}

func (l *plainLog) append(buf []byte, at int64) error {
	if len(buf) == 0 {
		return nil
	}
	if _, err := l.file.WriteAt(buf, at); err != nil {
		return err
	}
	return syscall.Fdatasync(int(l.file.Fd()))
}

// judge sets the outcome of a put by what is kept already and what goes before
// it in the group.
func (l *plainLog) judge(p *logPut, fresh map[box.Ref]*box.Content) {
	var kept box.Content
	if c, ok := fresh[p.ref]; ok {
		kept = *c
	} else if found, _ := l.Get(p.ref, &kept); !found {
		p.outcome = dropserver.Created
		return
	}
	p.outcome = dropserver.Conflict
	if bytes.Equal(kept[:], p.content[:]) {
		p.outcome = dropserver.Same
	}
}

func (l *plainLog) Put(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	p := &logPut{ref: ref, content: content, done: make(chan struct{})}
	l.put <- p
	<-p.done
	return p.outcome, p.err
}

func (l *plainLog) Get(ref box.Ref, content *box.Content) (bool, error) {
	l.mu.RLock()
	at, ok := l.index[ref]
	l.mu.RUnlock()
	if !ok {
		return false, nil
	}
	var got box.Content
	if _, err := l.file.ReadAt(got[:], at); err != nil {
		return false, err
	}
	*content = got
	return true, nil
}

func (l *plainLog) DropBefore(first box.Round) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ref := range l.index {
		if ref.Round < first {
			delete(l.index, ref)
		}
	}
	return nil
}

func (l *plainLog) Close() error {
	close(l.put)
	<-l.done
	return l.file.Close()
}
