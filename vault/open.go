package vault

import "errors"

func (f *File) open(pass *Passphrase) (*Vault, error) {
	file, err := f.read()
	if err != nil {
		return nil, err
	}
	nonce := [prefixLen]byte(f.Options.prefix(file, nonceRegion))
	a, err := f.try(file, pass)
	if err != nil {
		return nil, err
	}
	out := a.decide()
	v := &Vault{file: *f, role: out.role, salt: a.salt, known: out.known, plain: a.plain}
	a.plain = nil // the vault's from now on
	a.erase()
	err = f.writing(func() error {
		if err := f.unchanged(nonce[:]); err != nil {
			return err
		}
		return f.write(file, a.was, out.plan)
	})
	if errors.Is(err, ErrRefused) { // it opens all the same: no disk keeps anybody out, or tells passphrases apart
		v.refusal, err = err, nil
	}
	if err == nil {
		err = out.err
	}
	if v.refusal != nil && err == nil && out.plan.insist {
		v.owed = out.plan
	} else {
		out.plan.erase(&v.known)
	}
	if out.err == ErrNoMatch {
		v.plain = nil // nothing in it means anything, and clearing it would take time that others do not
	}
	if err != nil {
		v.Close()
	}
	return v, err
}

// try does all of an attempt but the write.
func (f *File) try(file []byte, pass *Passphrase) (*attempt, error) {
	a, err := f.begin(file, pass)
	if err != nil {
		return nil, err
	}
	if err = a.tryLocks(); err == nil {
		err = a.open()
	}
	if err != nil {
		a.erase()
	}
	return a, err
}

// room returns memory for a whole file.
func (f *File) room() []byte { return make([]byte, f.Options.Size) }

// read returns the whole file, which has a vault's length.
func (f *File) read() ([]byte, error) {
	b, err := f.Dir.ReadFile(f.Name)
	if err != nil {
		return nil, err
	}
	if len(b) != f.Options.Size {
		return nil, ErrNotVault
	}
	return b, nil
}

// unchanged tells whether the file is still the one with that nonce of the
// outer layer: since it was read somebody may have wiped it.
func (f *File) unchanged(nonce []byte) error {
	h, err := f.Dir.OpenFile(f.Name)
	if err != nil {
		return err
	}
	defer h.Close()
	got := make([]byte, prefixLen)
	if _, err := h.ReadAt(got, int64(nonceRegion*f.Options.region())); err != nil {
		return err
	}
	if string(got) != string(nonce) {
		return ErrNotVault
	}
	return nil
}
