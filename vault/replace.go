package vault

import (
	"crypto/subtle"
	"errors"
	"io/fs"

	"bulkhead/internal/durable"
	"bulkhead/internal/noise"
)

// shredLen is how much of every region of an old copy is overwritten: salt,
// nonce, locks and heads, without which the bodies are nothing, and no less
// than a block of a file system.
const shredLen = minRegion

// replace puts file in place and makes the old one, which lies in free blocks of
// the disk from then on, unreadable. If the disk takes no second file, p says
// what becomes of the first. ErrRefused if what p wants is not durable.
func (f *File) replace(file []byte, p *plan, z *noise.Source) error {
	old, err := f.Dir.OpenFile(f.Name)
	if err == nil {
		defer old.Close()
	} else {
		old = nil // a new vault
	}
	written := true
	if err = f.Dir.Replace(f.Name, file); err != nil {
		if old != nil && !p.whole {
			written, err = f.instead(file, p, err)
		}
		_ = f.discard(z) // the write has failed, or has not needed it
		old = nil        // it may be the file
	}
	if err != nil {
		return &refused{err}
	}
	if f.Keystore != nil && written {
		err = f.Keystore.Settle()
	}
	if old != nil {
		f.shred(old, z)
	}
	return err
}

// instead writes in place, for reason. A plan that insists has its file written,
// all others the bytes that are there, which a crash cannot spoil: from outside it is
// the same. A failing write does not keep the others from being tried.
func (f *File) instead(file []byte, p *plan, reason error) (written bool, err error) {
	there, err := f.read()
	if err != nil {
		return false, errors.Join(reason, err)
	}
	if f.Keystore == nil {
		if err := f.Options.rewrap(file, there); err != nil {
			return false, err
		}
	}
	insists := 0
	if p.insist {
		insists = 1
	}
	subtle.ConstantTimeCopy(1-insists, file, there)
	if err := f.overwriteRegions(file); err != nil {
		return false, errors.Join(reason, err)
	}
	if !p.insist {
		return false, reason
	}
	return true, nil
}

// rewrap puts file under the nonce of the file that is there. The key stream of
// a vault without a keystore hides nothing from anybody; so in place, every
// region that does not change keeps its bytes, and no crash spoils it.
func (o Options) rewrap(file, there []byte) error {
	if err := o.stream(file, new(Key)); err != nil {
		return err
	}
	copy(o.prefix(file, nonceRegion), o.prefix(there, nonceRegion))
	return o.stream(file, new(Key))
}

// overwriteRegions puts file over the one there is: first, durably, the beginning
// of every region, without which nothing of the old opens, then the rest.
func (f *File) overwriteRegions(file []byte) error {
	h, err := f.Dir.OpenFile(f.Name)
	if err != nil {
		return err
	}
	defer h.Close()
	var failed error
	size := f.Options.region()
	for _, part := range [][2]int{{0, shredLen}, {shredLen, size}} {
		for at := 0; at < len(file); at += size {
			if region := file[at:][part[0]:part[1]]; len(region) > 0 {
				_, err := h.WriteAt(region, int64(at+part[0]))
				failed = errors.Join(failed, err)
			}
		}
		failed = errors.Join(failed, h.Sync())
	}
	return failed
}

// shred overwrites salt, locks and heads of a copy that was replaced. That it
// fails changes nothing for the file there is: so it is no error.
func (f *File) shred(old durable.File, z *noise.Source) {
	f.probe.count(func(t *probe) { t.shreds, t.shredding = t.shreds+1, true })
	defer f.probe.count(func(t *probe) { t.shredding = false })
	b := make([]byte, shredLen)
	for n := range f.Options.Compartments {
		z.Fill(b)
		_, _ = old.WriteAt(b, int64(n*f.Options.region()))
	}
	_ = old.Sync()
}

// discard overwrites and removes what an interrupted replacement left beside
// the file: the whole state that was to be written, or its beginning.
func (f *File) discard(z *noise.Source) error {
	left := durable.Leftover(f.Name)
	b, err := f.Dir.ReadFile(left)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		z.Fill(b)
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
