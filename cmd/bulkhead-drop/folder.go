package main

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/internal/durable"
)

// The files of a drop's folder beside its boxes, mode 0600.
const (
	prefixFile  = "prefix"  // 26 characters, drawn once
	keyFile     = "key.pem" // PKCS #8, drawn once
	addressFile = "address" // of the last start
	roomFile    = "room"    // for a moment of each start
)

// orDefault makes no path the folder "bulkhead-drop" among this user's programs'
// data, as the XDG Base Directory Specification says.
func orDefault(path *string) error {
	if *path != "" {
		return nil
	}
	data := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(data) {
		home, err := os.UserHomeDir()
		if err != nil {
			return fmt.Errorf("finding a folder for the drop, which --dir names: %w", err)
		}
		data = filepath.Join(home, ".local", "share")
	}
	*path = filepath.Join(data, "bulkhead-drop")
	return nil
}

// folder is a drop's folder.
type folder struct {
	dir    durable.Dir
	prefix drop.Prefix
	old    bool // it was a drop's before
	locked io.Closer
}

// openFolder opens a drop's folder, or makes it with a prefix. One that was open
// to others is closed to them, with all that is in it; one in which something
// stands that a drop did not make is refused.
func openFolder(path string, rand io.Reader) (f *folder, err error) {
	dir, err := durable.Open(path)
	if err != nil {
		return nil, err
	}
	if err := closeToOthers(path); err != nil {
		return nil, err
	}
	locked, err := lockFolder(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			locked.Close()
		}
	}()
	f = &folder{dir: dir, old: wasDrop(path), locked: locked}
	text, err := f.once(prefixFile, func() (string, error) {
		if f.old {
			return "", fmt.Errorf("the folder's file %q is %w", prefixFile, errLost)
		}
		p, err := drop.NewPrefix(rand)
		return p.Text() + "\n", err
	})
	if err != nil {
		return nil, err
	}
	if f.prefix, err = drop.ParsePrefix(strings.TrimSpace(text)); err != nil {
		return nil, fmt.Errorf("the folder's file %q: %w", prefixFile, err)
	}
	return f, nil
}

// key returns the key of the drop's self-made certificate.
func (f *folder) key(rand io.Reader) (*ecdsa.PrivateKey, error) {
	if err := f.mayDrawKey(); err != nil {
		return nil, err
	}
	text, err := f.once(keyFile, func() (string, error) {
		key, err := dropserver.NewKey(rand)
		if err != nil {
			return "", err
		}
		der, err := x509.MarshalPKCS8PrivateKey(key)
		return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), err
	})
	if err != nil {
		return nil, err
	}
	if block, _ := pem.Decode([]byte(text)); block != nil {
		if k, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if key, ok := k.(*ecdsa.PrivateKey); ok {
				return key, nil
			}
		}
	}
	return nil, fmt.Errorf("the folder's file %q holds no ECDSA key", keyFile)
}

// once returns what a file holds, or draws it and keeps it, durably.
func (f *folder) once(name string, draw func() (string, error)) (string, error) {
	b, err := f.dir.ReadFile(name)
	if err == nil {
		return string(b), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("reading the folder: %w", err)
	}
	text, err := draw()
	if err != nil {
		return "", err
	}
	return text, f.replace(name, text)
}

// replace puts text in a file's place, durably.
func (f *folder) replace(name, text string) error {
	if err := f.dir.Replace(name, []byte(text)); err != nil {
		return fmt.Errorf("writing to the folder: %w", err)
	}
	return nil
}

// hostOf returns a host without its port and brackets.
func hostOf(s string) string {
	if host, _, err := net.SplitHostPort(s); err == nil {
		return host
	}
	return strings.Trim(s, "[]")
}

// roomToOpen is what the index may need to be opened, generously.
const roomToOpen = 4 << 20

// hasRoom returns an error if the disk has no room to open the boxes: Pebble
// would end the process then, in a goroutine of its own.
func (f *folder) hasRoom() error {
	err := f.dir.Replace(roomFile, make([]byte, roomToOpen))
	if err := errors.Join(err, f.dir.Remove(roomFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("making sure that there is room for the index, which needs %d MiB to open: %w", roomToOpen>>20, err)
	}
	return nil
}
