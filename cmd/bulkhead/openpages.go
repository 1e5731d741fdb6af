package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/notebook"
)

// notebookFile holds the open pages, which need no passphrase: the bytes of
// [notebook.Book.Marshal], in clear.
const notebookFile = "notebook"

var errBadBook = refuse(errors.New("the file \"notebook\" in this folder is no notebook; it is left as it is"), "")

// openBook reads the open pages; a folder without any, or no folder, has an
// empty notebook. It writes nothing.
func (a *app) openBook() (*notebook.Book, error) {
	path, err := a.folderPath()
	if err != nil {
		return nil, err
	}
	var data []byte
	dir, err := a.disk.existing(path)
	if err == nil {
		data, err = dir.ReadFile(notebookFile)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return notebook.New(), nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the notebook: %w", err)
	}
	book, err := notebook.Unmarshal(data)
	if err != nil {
		return nil, errBadBook
	}
	return book, nil
}

// Two commands may write into the open notebook at once: the later one waits.
const (
	bookTries = 40
	bookPause = 25 * time.Millisecond
)

// editOpenBook changes the open pages, durably on return. An error of edit
// changes nothing.
func (a *app) editOpenBook(edit func(*notebook.Book) error) error {
	path, err := a.folderPath()
	if err != nil {
		return err
	}
	dir, err := a.disk.open(path)
	if err != nil {
		return err
	}
	release, err := dir.Lock(notebookFile)
	for n := 0; errors.Is(err, durable.ErrLocked) && n < bookTries; n++ {
		time.Sleep(bookPause)
		release, err = dir.Lock(notebookFile)
	}
	if errors.Is(err, durable.ErrLocked) {
		return refuse(errors.New("another program is writing into the notebook"), "try again")
	}
	if err != nil {
		return err
	}
	defer release()
	book, err := a.openBook()
	if err != nil {
		return err
	}
	if err := edit(book); err != nil {
		return err
	}
	if err := dir.Replace(notebookFile, book.Marshal()); err != nil {
		return refuse(fmt.Errorf("%w: %s", device.ErrNotKept, durable.Words(err)), "")
	}
	return nil
}
