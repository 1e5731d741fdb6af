package phrase

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	textlanguage "golang.org/x/text/language"
)

//go:embed catalogue/*.json
var catalogues embed.FS

// spoken are the languages whose catalogues are complete, English first. A new
// one is a line here and its files in catalogue.
var spoken = []language{
	{Code: "en", Name: "English", digits: latin},
}

// A language is what Say knows of one.
type language struct {
	Code        string // as BCP 47 has it: "en"
	Name        string // in the language itself
	RightToLeft bool
	digits      digits

	// Of pseudo-locales: what is done to the words of a sentence between its
	// placeholders, to a whole sentence, and to a text in it. nil: nothing.
	words, sentence, text func(string) string
}

// digits are how a language writes numbers.
type digits struct {
	zero           rune   // the other nine follow it
	group, decimal string // between thousands; before a fraction
}

var (
	latin   = digits{'0', ",", "."}
	arabic  = digits{'\u0660', "\u066c", "\u066b"} // Arabic, Sorani Kurdish
	persian = digits{'\u06f0', "\u066c", "\u066b"}
	french  = digits{'0', "\u202f", ","}
)

// byLanguage are the digits of languages that are still to come.
var _ = []digits{arabic, persian, french}

// named returns the language of a code; English if there is none. A language
// stands for all its regions: "en-GB" is "en".
func named(code string) language {
	l, _ := spokenAs(code)
	return l
}

func spokenAs(code string) (l language, is bool) {
	base := code
	if i := strings.IndexAny(code, "-_.@"); i >= 0 {
		base = code[:i]
	}
	i := slices.IndexFunc(spoken, func(l language) bool { return strings.EqualFold(l.Code, base) })
	return spoken[max(i, 0)], i >= 0
}

// Spoken returns the code of the language that stands for code, which may be a
// locale as the environment names it: "en_GB.UTF-8" is "en"; false if there is
// none that can be chosen.
func Spoken(code string) (string, bool) {
	l, is := spokenAs(code)
	return l.Code, is
}

// LanguageNames returns the name of each language that can be chosen, in itself,
// English first.
func LanguageNames() []string {
	var names []string
	for _, l := range spoken {
		names = append(names, l.Name)
	}
	return names
}

// bundle holds the sentences of all languages. It is read only.
var bundle = sync.OnceValue(func() *i18n.Bundle {
	b := i18n.NewBundle(textlanguage.English)
	files, err := catalogues.ReadDir("catalogue")
	if err != nil {
		panic(err) // embedded
	}
	for _, f := range files {
		data, err := catalogues.ReadFile(path.Join("catalogue", f.Name()))
		if err != nil {
			panic(err) // embedded
		}
		if _, err := b.ParseMessageFileBytes(data, f.Name()); err != nil {
			panic(fmt.Errorf("catalogue %s: %w", f.Name(), err)) // a test reads them all
		}
	}
	return b
})

// readCatalogue returns what one catalogue file holds, by id.
func readCatalogue(name string) (map[string]json.RawMessage, error) {
	data, err := catalogues.ReadFile(path.Join("catalogue", name))
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	return all, json.Unmarshal(data, &all)
}
