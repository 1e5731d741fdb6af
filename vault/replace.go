package vault

import (
	"errors"
	"io/fs"

	"bulkhead/internal/durable"
)

// shredLen is how much of every region of an old copy is overwritten: salt,
// nonce, locks and heads, without which the bodies are nothing, and no less
// than a block of a file system.
const shredLen = minRegion

// replace puts file in place and makes the old one, which lies in free blocks of
// the disk from then on, unreadable. With insist, a disk that takes no second
// file is written in place: a crash may then leave a file that nothing opens.
func (f *File) replace(file []byte, insist bool, z *noise) error {
	old, err := f.Dir.OpenFile(f.Name)
	if err == nil {
		defer old.Close()
	} else {
		old = nil // a new vault
	}
	if err = f.Dir.Replace(f.Name, file); err != nil {
		if insist {
			err = f.overwrite(file)
		}
		_ = f.discard(z) // the write has failed, or has not needed it
		old = nil        // it may be the file
	}
	if err != nil {
		return err
	}
	if f.Keystore != nil {
		err = f.Keystore.Settle()
	}
	if old != nil {
		f.shred(old, z)
	}
	return err
}

// shred overwrites salt, locks and heads of a copy that was replaced. That it
// fails changes nothing for the file there is: so it is no error.
func (f *File) shred(old durable.File, z *noise) {
	f.probe.count(func(t *probe) { t.shreds, t.shredding = t.shreds+1, true })
	defer f.probe.count(func(t *probe) { t.shredding = false })
	b := make([]byte, shredLen)
	for n := range f.Options.Compartments {
		z.fill(b)
		_, _ = old.WriteAt(b, int64(n*f.Options.region()))
	}
	_ = old.Sync()
}

// discard overwrites and removes what an interrupted replacement left beside
// the file: the whole state that was to be written, or its beginning.
func (f *File) discard(z *noise) error {
	left := durable.Leftover(f.Name)
	b, err := f.Dir.ReadFile(left)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		z.fill(b)
		err = f.inPlace(left, b, len(b))
	}
	return errors.Join(err, f.Dir.Remove(left))
}

// overwrite puts file over the one there is, in two steps that are each durable
// before the next: the salt, without which nothing opens, and the rest.
func (f *File) overwrite(file []byte) error { return f.inPlace(f.Name, file, prefixLen) }

// inPlace puts data over the bytes of a file, durably: up to first, then the
// rest.
func (f *File) inPlace(name string, data []byte, first int) (err error) {
	h, err := f.Dir.OpenFile(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	for _, part := range [][2]int{{0, first}, {first, len(data)}} {
		if part[0] == part[1] {
			continue
		}
		if _, err := h.WriteAt(data[part[0]:part[1]], int64(part[0])); err != nil {
			return err
		}
		if err := h.Sync(); err != nil {
			return err
		}
	}
	return nil
}
