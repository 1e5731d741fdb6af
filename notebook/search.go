package notebook

import (
	"strings"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Search returns the pages, the last written first, that hold every one of the
// words, in any order and also inside longer words. Capitals, full-width and
// other compatibility forms, and the ways to write one accent make no
// difference; an accent does wherever Unicode has a letter with it, and so does
// a Turkish i without its dot. Without a word every page is found: each word
// only narrows the search.
func (b *Book) Search(words string) []Page {
	wanted := strings.Fields(fold(words))
	var found []Page
	for _, p := range b.Pages() {
		if holdsAll(fold(p.Text), wanted) {
			found = append(found, p)
		}
	}
	return found
}

func holdsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// fold makes equal what differs only in case or in compatibility form: the
// compatibility caseless matching of the Unicode Standard, section 3.13,
// definition 146, composed again at the end so that a letter is not found in
// the same letter with an accent.
func fold(s string) string {
	c := cases.Fold()
	return norm.NFKC.String(c.String(norm.NFKD.String(c.String(norm.NFD.String(s)))))
}
