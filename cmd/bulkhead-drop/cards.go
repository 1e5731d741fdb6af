package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/internal/durable"
)

const (
	// cardsFolder is where sealed cards lie, each in a file that its path names: an
	// operator puts one there, or removes it.
	cardsFolder = "cards"

	// maxCards is how many cards are kept at most, 16 MiB: filled by whoever knows the
	// prefix in 170 days, at one an hour.
	maxCards = 4096
)

// cardFolder keeps sealed cards as files.
type cardFolder struct {
	path string
	dir  durable.Dir
	mu   sync.Mutex // held by Put
}

func openCards(folder string) (*cardFolder, error) {
	path := filepath.Join(folder, cardsFolder)
	dir, err := durable.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of cards: %w", err)
	}
	return &cardFolder{path: path, dir: dir}, nil
}

// Put implements [dropserver.CardStore].
func (c *cardFolder) Put(path box.ID, sealed *box.Content) (dropserver.PutOutcome, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var there box.Content
	found, err := c.Get(path, &there)
	switch {
	case err != nil:
		return 0, err
	case found && there == *sealed:
		return dropserver.Same, nil
	case found:
		return dropserver.Conflict, nil
	}
	files, err := os.ReadDir(c.path)
	if err != nil {
		return 0, errors.New("reading the folder of cards")
	}
	if len(files) >= maxCards {
		return 0, dropserver.ErrFull
	}
	if err := c.dir.Replace(path.Hex(), sealed[:]); err != nil {
		return 0, errors.New("keeping a card") // err would quote its path
	}
	return dropserver.Created, nil
}

// Get implements [dropserver.CardStore].
func (c *cardFolder) Get(path box.ID, sealed *box.Content) (bool, error) {
	n, err := c.dir.Size(path.Hex())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || n != box.Size {
		return false, errors.New("a card in the folder is none")
	}
	data, err := c.dir.ReadFile(path.Hex())
	if err != nil || len(data) != box.Size {
		return false, errors.New("reading a card")
	}
	copy(sealed[:], data)
	return true, nil
}
