package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Forms are CLDR's plural forms, in its order.
var Forms = []string{"zero", "one", "two", "few", "many", "other"}

// A Message is one sentence with its plural forms: Form["other"] is there, the
// others only where the sentence counts something.
type Message struct {
	ID          string
	Description string
	Form        map[string]string
}

// A File is one group of sentences in one language: GROUP.LANGUAGE.json, in the
// order in which they stand there.
type File struct {
	Group, Language string
	Messages        []Message
}

var idShape = regexp.MustCompile(`^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$`)

// ReadAll reads every catalogue in dir, ordered by name, and checks each by
// itself.
func ReadAll(files fs.FS, dir string) ([]File, error) {
	names, err := fs.Glob(files, dir+"/*.json")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("no catalogue in %s", dir)
	}
	var all []File
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		f, err := Read(path.Base(name), data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(name), err)
		}
		all = append(all, f)
	}
	return all, nil
}

// Read reads one catalogue strictly: what go-i18n would pass over is an error.
func Read(name string, data []byte) (File, error) {
	parts := strings.Split(name, ".")
	if len(parts) != 3 || parts[2] != "json" {
		return File{}, fmt.Errorf("a catalogue is called GROUP.LANGUAGE.json, not %q", name)
	}
	f := File{Group: parts[0], Language: parts[1]}
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return File{}, errors.New("not one JSON object")
	}
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return File{}, err
		}
		id, _ := key.(string)
		switch {
		case !idShape.MatchString(id) || !strings.HasPrefix(id, f.Group+"."):
			return File{}, fmt.Errorf("%q is no id of this file: %s.words-of-it", id, f.Group)
		case seen[id]:
			return File{}, fmt.Errorf("%s stands there twice", id)
		}
		seen[id] = true
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return File{}, err
		}
		m, err := readMessage(id, raw)
		if err != nil {
			return File{}, fmt.Errorf("%s: %w", id, err)
		}
		f.Messages = append(f.Messages, m)
	}
	if _, err := d.Token(); err != nil {
		return File{}, err
	}
	return f, nil
}

func readMessage(id string, raw json.RawMessage) (Message, error) {
	m := Message{ID: id, Form: map[string]string{}}
	var plain string
	if json.Unmarshal(raw, &plain) == nil {
		m.Form["other"] = plain
		return m, m.check()
	}
	var parts map[string]string
	if err := json.Unmarshal(raw, &parts); err != nil {
		return m, errors.New("neither a sentence nor an object of sentences")
	}
	for key, value := range parts {
		switch {
		case key == "description":
			m.Description = value
		case slices.Contains(Forms, key):
			m.Form[key] = value
		default:
			return m, fmt.Errorf("%q is neither description nor a plural form", key)
		}
	}
	return m, m.check()
}

// check says what is wrong with a message by itself.
func (m *Message) check() error {
	if m.Form["other"] == "" {
		return errors.New(`"other" is missing or empty`)
	}
	for form, text := range m.Form {
		names, err := placeholders(text)
		if err != nil {
			return fmt.Errorf("%s: %w", form, err)
		}
		deciding := 0
		for _, n := range names {
			p, known := Vocabulary[n]
			if !known {
				return fmt.Errorf("{{.%s}} is not in the vocabulary (phrase/internal/catalogue/vocabulary.go)", n)
			}
			if p.Kind.plural() {
				deciding++
			}
		}
		switch {
		case deciding > 1:
			return errors.New("two placeholders would decide the plural form")
		case form == "other" && deciding == 0 && len(m.Form) > 1:
			return errors.New("plural forms, and nothing that is counted")
		}
	}
	if strings.HasPrefix(m.ID, "help.") && (strings.Contains(m.Form["other"], "$") || len(m.Placeholders()) > 0) {
		return errors.New("a help text has no placeholder and no $: the parser of the command line would take it for a variable")
	}
	return nil
}

// Placeholders returns the names in the sentence, in alphabetical order, which
// is the order of the method's arguments: rewording a sentence moves none.
func (m *Message) Placeholders() []string {
	var all []string
	for _, text := range m.Form {
		names, _ := placeholders(text) // checked when it was read
		all = append(all, names...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Counts reports whether the sentence has a placeholder that decides its plural
// form.
func (m *Message) Counts() bool {
	return slices.ContainsFunc(m.Placeholders(), func(n string) bool { return Vocabulary[n].Kind.plural() })
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

// placeholders returns the names in one form of a sentence.
func placeholders(text string) ([]string, error) {
	var names []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, found[1])
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		return nil, errors.New("a placeholder is written {{.Name}}, and nothing else stands in double braces")
	}
	return names, nil
}

// Compare says what a translation of a message lacks, or has too much, beside
// the English one. forms are the plural forms that CLDR wants in its language,
// "other" among them.
func Compare(english, translated Message, forms []string) error {
	if !english.Counts() {
		forms = []string{"other"}
	}
	for _, form := range forms {
		if translated.Form[form] == "" {
			return fmt.Errorf("%s: the form %q is missing", translated.ID, form)
		}
	}
	for form, text := range translated.Form {
		if !slices.Contains(forms, form) {
			return fmt.Errorf("%s: the form %q does not belong there, but %s", translated.ID, form, strings.Join(forms, ", "))
		}
		names, err := placeholders(text)
		if err != nil {
			return fmt.Errorf("%s: %s: %w", translated.ID, form, err)
		}
		for _, n := range english.Placeholders() {
			// "one link" need not show the one; "other" must show how many.
			spared := Vocabulary[n].Kind.plural() && form != "other"
			if !spared && !slices.Contains(names, n) {
				return fmt.Errorf("%s: the form %q lacks {{.%s}}", translated.ID, form, n)
			}
		}
		for _, n := range names {
			if !slices.Contains(english.Placeholders(), n) {
				return fmt.Errorf("%s: the form %q has {{.%s}}, which English does not have", translated.ID, form, n)
			}
		}
	}
	return nil
}
