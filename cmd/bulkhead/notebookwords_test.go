package main

import (
	"sync"

	"bulkhead/phrase"
)

// What a passphrase that opens nothing is answered, and what is shown where there are no
// pages. Asked for when wanted: the tests' binary is started as the program, too, and would
// read the whole catalogue each time.
var (
	notOpened   = sync.OnceValue(phrase.Say{}.NotebookNotOpened)
	noOpenPages = sync.OnceValue(phrase.Say{}.NotebookNoOpenPages)
)
