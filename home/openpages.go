package home

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/notebook"
)

// NotebookFile holds the open pages, which need no passphrase: the bytes of
// [notebook.Book.Marshal], in clear.
const NotebookFile = "notebook"

var (
	// ErrNotebook says that the file of the open pages is no notebook.
	ErrNotebook = errors.New("the file \"notebook\" in this folder is no notebook; it is left as it is")
	// ErrNotebookInUse says that another program has been writing into the open
	// pages for a second.
	ErrNotebookInUse = errors.New("another program is writing into the notebook")
)

// OpenPages reads the open pages; a folder without any, or no folder, has an
// empty notebook. It writes nothing.
func (h *Home) OpenPages() (*notebook.Book, error) {
	var data []byte
	dir, err := h.Disk.Existing(h.Path)
	if err == nil {
		defer shut(dir)
		data, err = dir.ReadFile(NotebookFile)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return notebook.New(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the notebook: %w", err)
	}
	book, err := notebook.Unmarshal(data)
	if err != nil {
		return nil, ErrNotebook
	}
	return book, nil
}

// Two commands may write into the open notebook at once: the later one waits.
const (
	bookTries = 40
	bookPause = 25 * time.Millisecond
)

// EditOpenPages changes the open pages, durably on return. An error of edit
// changes nothing.
func (h *Home) EditOpenPages(edit func(*notebook.Book) error) error {
	dir, err := h.Disk.Open(h.Path)
	if err != nil {
		return err
	}
	defer shut(dir)
	release, err := dir.Lock(NotebookFile)
	for n := 0; errors.Is(err, durable.ErrLocked) && n < bookTries; n++ {
		time.Sleep(bookPause)
		release, err = dir.Lock(NotebookFile)
	}
	if errors.Is(err, durable.ErrLocked) {
		return ErrNotebookInUse
	}
	if err != nil {
		return err
	}
	defer release()
	book, err := h.OpenPages()
	if err != nil {
		return err
	}
	if err := edit(book); err != nil {
		return err
	}
	if err := dir.Replace(NotebookFile, book.Marshal()); err != nil {
		return fmt.Errorf("%w: %w", device.ErrNotSaved, err)
	}
	return nil
}
