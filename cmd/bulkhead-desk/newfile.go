package main

import (
	"errors"
	"os"
	"syscall"
)

// partFile is the ending of what has not its name yet.
const partFile = ".part"

// newFile is a file that was not there, readable by its owner alone. Its name is taken at
// once, by an empty file; what is written lies beside it until it is done.
type newFile struct {
	path string
	over bool // done or dropped
}

// claim takes a new file's name, and that of what is written of it. errThere if one is taken.
func claim(path string) (*newFile, error) {
	var made []string
	for _, name := range []string{path, path + partFile} {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil {
			made = append(made, name)
			err = f.Close()
		}
		if err != nil {
			for _, name := range made {
				os.Remove(name)
			}
			if os.IsExist(err) {
				return nil, errThere
			}
			return nil, err
		}
	}
	return &newFile{path: path}, nil
}

// write writes all that the file will hold, durably on return, in place of what was written
// before.
func (n *newFile) write(b []byte) error {
	f, err := os.OpenFile(n.path+partFile, os.O_WRONLY|os.O_TRUNC|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

// done gives what was written its name.
func (n *newFile) done() error {
	if err := os.Rename(n.path+partFile, n.path); err != nil {
		return err
	}
	n.over = true
	return nil
}

// drop removes what is not done. A second does nothing.
func (n *newFile) drop() {
	if !n.over {
		os.Remove(n.path + partFile)
		os.Remove(n.path)
	}
	n.over = true
}
