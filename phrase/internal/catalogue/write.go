package catalogue

import (
	"bytes"
	"fmt"
	"go/format"
	"go/token"
	"go/types"
	"strings"
)

// GoFile returns the name and the content of the Go file for a group: one
// method of phrase.Say a sentence. For help, whose sentences are looked up by
// the parser of the command line, there is none.
func GoFile(f File) (name string, code []byte, err error) {
	if f.Group == "help" {
		return "", nil, nil
	}
	var methods bytes.Buffer
	needsTime := false
	for _, m := range f.Messages {
		var params, values []string
		values = append(values, fmt.Sprintf("%q", m.ID))
		for _, n := range m.Placeholders() {
			k := kinds[Vocabulary[n].Kind]
			needsTime = needsTime || strings.HasPrefix(k.goType, "time.")
			params = append(params, param(n)+" "+k.goType)
			values = append(values, fmt.Sprintf("s.%s(%q, %s)", k.method, n, param(n)))
		}
		fmt.Fprintf(&methods, "\n// %s says: %s\n", Method(m.ID), comment(m.Form["other"]))
		fmt.Fprintf(&methods, "func (s Say) %s(%s) string {\n\treturn s.say(%s)\n}\n", Method(m.ID), strings.Join(params, ", "), strings.Join(values, ", "))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "// Code generated from catalogue/%s.%s.json by go generate ./phrase. DO NOT EDIT.\n\npackage phrase\n", f.Group, f.Language)
	if needsTime {
		b.WriteString("\nimport \"time\"\n")
	}
	b.Write(methods.Bytes())
	code, err = format.Source(b.Bytes())
	return f.Group + "_gen.go", code, err
}

// Method returns the name of an id's method: alarm.pouch-gone is AlarmPouchGone.
func Method(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '.' || r == '-' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// param returns the argument's name for a placeholder. Where Go has another use
// for the name, "Value" follows it.
func param(name string) string {
	p := strings.ToLower(name[:1]) + name[1:]
	if token.IsKeyword(p) || types.Universe.Lookup(p) != nil || p == "time" || p == "s" {
		return p + "Value"
	}
	return p
}

// comment is a sentence on one line, cut where it is long.
func comment(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 80 {
		text = string(r[:79]) + "…"
	}
	return text
}
