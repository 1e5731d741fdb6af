package phrase

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"bulkhead/phrase/internal/catalogue"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	textlanguage "golang.org/x/text/language"
)

// Promise: the methods are those of the catalogues as they stand.
func TestGeneratedCodeIsNotStale(t *testing.T) {
	var want []string
	for _, f := range read(t) {
		if f.Language != "en" {
			continue
		}
		name, code, err := catalogue.GoFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if name == "" {
			continue
		}
		want = append(want, name)
		if have, err := os.ReadFile(name); err != nil || !bytes.Equal(have, code) {
			t.Errorf("%s is older than its catalogue: run 'go generate ./phrase'", name)
		}
	}
	have, err := filepath.Glob("*_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range have {
		if !slices.Contains(want, name) {
			t.Errorf("%s is of no catalogue: run 'go generate ./phrase'", name)
		}
	}
}

// Promise: every language has every sentence, with the placeholders of English
// and each plural form that CLDR wants.
func TestEveryLanguageIsComplete(t *testing.T) {
	files := map[string]map[string]catalogue.Message{}
	for _, f := range read(t) {
		if files[f.Language] == nil {
			files[f.Language] = map[string]catalogue.Message{}
		}
		for _, m := range f.Messages {
			files[f.Language][m.ID] = m
		}
	}
	var codes []string
	for _, l := range spoken {
		codes = append(codes, l.Code)
	}
	for code := range files {
		if !slices.Contains(codes, code) {
			t.Errorf("there are catalogues in %q, which nobody can choose", code)
		}
	}
	for _, code := range codes {
		forms := formsOf(t, code)
		for id, english := range files["en"] {
			translated, there := files[code][id]
			if !there {
				t.Errorf("%s: %s is missing", code, id)
				continue
			}
			if err := catalogue.Compare(english, translated, forms); err != nil {
				t.Errorf("%s: %v", code, err)
			}
		}
		for id := range files[code] {
			if _, there := files["en"][id]; !there {
				t.Errorf("%s: %s is not in English", code, id)
			}
		}
	}
}

// Promise: a catalogue with a mistake is refused, and the mistake is named.
func TestMistakesInACatalogue(t *testing.T) {
	for want, text := range map[string]string{
		"stands there twice":            `{"a.b": "x", "a.b": "y"}`,
		"no id of this file":            `{"b.a": "x"}`,
		"not in the vocabulary":         `{"a.b": "{{.Nonsense}}"}`,
		"nothing else stands in double": `{"a.b": "{{Alias}}"}`,
		`"other" is missing`:            `{"a.b": {"one": "{{.Count}} thing"}}`,
		"nothing that is counted":       `{"a.b": {"one": "a thing", "other": "things"}}`,
		"two placeholders would decide": `{"a.b": {"one": "{{.Count}} {{.Amount}}", "other": "{{.Count}} {{.Amount}}"}}`,
		"neither description nor":       `{"a.b": {"some": "x", "other": "y"}}`,
		"neither a sentence nor":        `{"a.b": 7}`,
	} {
		if _, err := catalogue.Read("a.en.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	if _, err := catalogue.Read("help.en.json", []byte(`{"help.a": "costs $5"}`)); err == nil {
		t.Error("a help text with a $ is taken")
	}
}

// Promise: a translation that lacks a placeholder or a plural form is found.
func TestMistakesInATranslation(t *testing.T) {
	message := func(text string) catalogue.Message {
		f, err := catalogue.Read("a.xx.json", []byte(`{"a.b": `+text+`}`))
		if err != nil {
			t.Fatal(err)
		}
		return f.Messages[0]
	}
	counted := message(`{"one": "{{.Count}} box of {{.Alias}}", "other": "{{.Count}} boxes of {{.Alias}}"}`)
	plain := message(`"from {{.Alias}}"`)
	for _, c := range []struct {
		english    catalogue.Message
		translated string
		forms      []string
		want       string // "": it is right
	}{
		{counted, `{"one": "boîte de {{.Alias}}", "many": "{{.Count}} de {{.Alias}}", "other": "{{.Count}} de {{.Alias}}"}`, []string{"one", "many", "other"}, ""},
		{counted, `{"one": "boîte de {{.Alias}}", "other": "{{.Count}} de {{.Alias}}"}`, []string{"one", "many", "other"}, `"many" is missing`},
		{counted, `{"one": "boîte", "other": "{{.Count}} de {{.Alias}}"}`, []string{"one", "other"}, "lacks {{.Alias}}"},
		{counted, `{"one": "boîte de {{.Alias}}", "other": "{{.Count}} {{.Alias}} {{.Since}}"}`, []string{"one", "other"}, "English does not have"},
		{plain, `"de {{.Alias}}"`, []string{"one", "many", "other"}, ""},
		{plain, `"de quelqu'un"`, []string{"one", "other"}, "lacks {{.Alias}}"},
	} {
		err := catalogue.Compare(c.english, message(c.translated), c.forms)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.translated, err, c.want)
		}
	}
}

// Promise: the languages to come will be counted in right.
func TestPluralForms(t *testing.T) {
	for _, c := range []struct {
		code string
		n    int
		want string
	}{
		{"ar", 0, "zero"}, {"ar", 1, "one"}, {"ar", 2, "two"}, {"ar", 3, "few"}, {"ar", 11, "many"}, {"ar", 100, "other"}, {"ar", 1000011, "many"},
		{"fr", 0, "one"}, {"fr", 1000000, "many"}, {"fa", 0, "one"}, {"ckb", 0, "other"}, {"en", 1, "one"}, {"en", 0, "other"},
	} {
		if got := formOf(t, c.code, c.n); got != c.want {
			t.Errorf("%s: %d is %q, want %q", c.code, c.n, got, c.want)
		}
	}
	if got := formsOf(t, "ar"); !slices.Equal(got, catalogue.Forms) {
		t.Errorf("Arabic has the forms %v", got)
	}
}

func read(t *testing.T) []catalogue.File {
	t.Helper()
	files, err := catalogue.ReadAll(os.DirFS("."), "catalogue")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// formsOf returns the plural forms that CLDR has for a language.
func formsOf(t *testing.T, code string) []string {
	t.Helper()
	var found []string
	numbers := []int{1000, 1000000, 1000011}
	for n := range 201 {
		numbers = append(numbers, n)
	}
	for _, n := range numbers {
		if f := formOf(t, code, n); !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	slices.SortFunc(found, func(a, b string) int { return slices.Index(catalogue.Forms, a) - slices.Index(catalogue.Forms, b) })
	if !slices.Contains(found, "other") {
		found = append(found, "other") // of fractions
	}
	return found
}

func formOf(t *testing.T, code string, n int) string {
	t.Helper()
	tag := textlanguage.MustParse(code)
	b := i18n.NewBundle(tag)
	b.MustAddMessages(tag, &i18n.Message{ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	form, err := i18n.NewLocalizer(b, code).Localize(&i18n.LocalizeConfig{MessageID: "form", PluralCount: n})
	if err != nil {
		t.Fatal(err)
	}
	return form
}
