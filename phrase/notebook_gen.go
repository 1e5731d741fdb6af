// Code generated from catalogue/notebook.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// NotebookNoOpenPages says: No pages yet: 'bulkhead notebook write' writes one.
func (s Say) NotebookNoOpenPages() string {
	return s.say("notebook.no-open-pages")
}

// NotebookNoLockedPages says: No pages yet: 'bulkhead notebook write --locked' writes one.
func (s Say) NotebookNoLockedPages() string {
	return s.say("notebook.no-locked-pages")
}

// NotebookNoneFound says: No page has all of these words.
func (s Say) NotebookNoneFound() string {
	return s.say("notebook.none-found")
}

// NotebookNotOpened says: No locked pages open with this passphrase.
func (s Say) NotebookNotOpened() string {
	return s.say("notebook.not-opened")
}

// NotebookSessionVerbs says: write, read NUMBER, list, search WORDS, delete NUMBER, quit
func (s Say) NotebookSessionVerbs() string {
	return s.say("notebook.session-verbs")
}

// NotebookEndsPage says: A line with nothing but a dot ends the page.
func (s Say) NotebookEndsPage() string {
	return s.say("notebook.ends-page")
}

// NotebookWritten says: Page {{.Item}} is written.
func (s Say) NotebookWritten(item uint32) string {
	return s.say("notebook.written", s.ref("Item", item))
}

// NotebookWrittenNotYet says: Page {{.Item}} is written, not yet saved.
func (s Say) NotebookWrittenNotYet(item uint32) string {
	return s.say("notebook.written-not-yet", s.ref("Item", item))
}

// NotebookDeleted says: Deleted.
func (s Say) NotebookDeleted() string {
	return s.say("notebook.deleted")
}

// NotebookDeletedNotYet says: Deleted, not yet saved.
func (s Say) NotebookDeletedNotYet() string {
	return s.say("notebook.deleted-not-yet")
}

// NotebookDeletedPages says: Deleted: {{.Number}}.
func (s Say) NotebookDeletedPages(number int) string {
	return s.say("notebook.deleted-pages", s.number("Number", number))
}

// NotebookLocked says: There is a place for locked pages now. One attempt with the passphrase costs {{…
func (s Say) NotebookLocked(what string) string {
	return s.say("notebook.locked", s.said("What", what))
}

// NotebookLockedNext says: Next: 'bulkhead notebook write --locked'.
func (s Say) NotebookLockedNext() string {
	return s.say("notebook.locked-next")
}

// NotebookNoPage says: no page has that number
func (s Say) NotebookNoPage() string {
	return s.say("notebook.no-page")
}

// NotebookNoPageHint says: 'bulkhead notebook' lists them
func (s Say) NotebookNoPageHint() string {
	return s.say("notebook.no-page-hint")
}

// NotebookNoJson says: a terminal session has no JSON
func (s Say) NotebookNoJson() string {
	return s.say("notebook.no-json")
}

// NotebookNoJsonHint says: the other verbs of the notebook have
func (s Say) NotebookNoJsonHint() string {
	return s.say("notebook.no-json-hint")
}

// NotebookNoTerminalHint says: 'bulkhead notebook write' takes its text from standard input
func (s Say) NotebookNoTerminalHint() string {
	return s.say("notebook.no-terminal-hint")
}

// NotebookInUse says: the locked pages are open in another running program
func (s Say) NotebookInUse() string {
	return s.say("notebook.in-use")
}

// NotebookInUseHint says: close them there first: 'bulkhead notebook open' keeps them open
func (s Say) NotebookInUseHint() string {
	return s.say("notebook.in-use-hint")
}

// NotebookPlaceThere says: there is a place for locked pages here already
func (s Say) NotebookPlaceThere() string {
	return s.say("notebook.place-there")
}

// NotebookPlaceThereHint says: 'bulkhead notebook change' changes its passphrase
func (s Say) NotebookPlaceThereHint() string {
	return s.say("notebook.place-there-hint")
}

// NotebookNoPlaceHint says: 'bulkhead notebook lock' makes a place for them
func (s Say) NotebookNoPlaceHint() string {
	return s.say("notebook.no-place-hint")
}

// NotebookMaking says: making the file
func (s Say) NotebookMaking() string {
	return s.say("notebook.making")
}

// NotebookAdviceEmpty says: The notebook is empty. Write a few everyday pages into it.
func (s Say) NotebookAdviceEmpty() string {
	return s.say("notebook.advice-empty")
}

// NotebookAdviceQuiet says: Nothing was written into the notebook for {{.Count}} days. Write a page.
func (s Say) NotebookAdviceQuiet(count int) string {
	return s.say("notebook.advice-quiet", s.count("Count", count))
}

// NotebookAdviceFew says: The notebook has few pages ({{.Number}}). With {{.Value}} or more it looks used.
func (s Say) NotebookAdviceFew(number int, value string) string {
	return s.say("notebook.advice-few", s.number("Number", number), s.said("Value", value))
}

// NotebookAdviceOneDay says: All pages were written on one day. Write on other days too.
func (s Say) NotebookAdviceOneDay() string {
	return s.say("notebook.advice-one-day")
}
