package main

import "bulkhead/phrase"

// What a passphrase that opens nothing is answered, and what is shown where
// there are no pages.
var (
	notOpened   = phrase.Say{}.NotebookNotOpened()
	noOpenPages = phrase.Say{}.NotebookNoOpenPages()
)
