package vault

import (
	"errors"
	"io/fs"

	"bulkhead/internal/noise"
)

func (f *File) create(pass *Passphrase, role Role, c Content) (*Vault, error) {
	if role != Normal && role != Decoy {
		return nil, ErrRole
	}
	if c.len() > f.Options.Capacity() {
		return nil, ErrFull
	}
	if _, err := f.Dir.ReadFile(f.Name); err == nil {
		return nil, ErrExists
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	z, err := noise.New(f.Rand)
	if err != nil {
		return nil, err
	}
	file := f.room()
	z.Fill(file)
	v := &Vault{file: *f, role: role, salt: [prefixLen]byte(f.Options.prefix(file, saltRegion))}
	own := &compartment{number: z.Below(f.Options.Compartments), role: role, content: c.clone(), master: new(master)}
	v.known[role] = own
	if err = f.Params.stretch(own.master, pass, v.salt[:], f.probe); err == nil {
		z.Fill(own.region.Bytes())
		err = f.writing(func() error {
			was, err := f.keysLeft()
			if err != nil {
				return err
			}
			return f.write(file, was, f.Options.planFor(&v.known, random))
		})
	}
	if err != nil {
		v.Close()
	}
	return v, err
}

// keysLeft tells what a new file finds in the keystore: nothing that is still
// of use.
func (f *File) keysLeft() (outer, error) {
	if f.Keystore == nil {
		return outer{}, nil
	}
	all, err := f.Keystore.Keys()
	eraseAll(all)
	return outer{spare: len(all) > 1, newest: true}, err
}
