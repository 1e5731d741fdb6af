package tell

import (
	"bytes"
	"encoding"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write testdata and docs/json.md anew")

// results are the objects that commands print under --json, each with the verbs that
// print it. A new result is a line here.
var results = []struct {
	verbs string
	value any
}{
	{"a verb that fails", Failed{}},
	{"card", CardFile{}},
	{"checkin", Risk{}},
	{"clean", Cleaned{}},
	{"confirm", Confirmed{}},
	{"delete", Deleted{}},
	{"desks", Desks{}},
	{"desks add, desks sign, and desks revoke", DeskChanged{}},
	{"desks line", DeskLine{}},
	{"drill --take-back", DrillTakenBack{}},
	{"drill", Drill{}},
	{"every verb that opens no more, notebook list, notebook search", Pages{}},
	{"inbox", Inbox{}},
	{"init", Founded{}},
	{"introduce", Introduced{}},
	{"invite", Invited{}},
	{"join", Joined{}},
	{"leave", Left{}},
	{"lifelines", Lifelines{}},
	{"notebook delete", PagesDeleted{}},
	{"notebook lock", PagesLocked{}},
	{"notebook read", Page{}},
	{"notebook write", PageWritten{}},
	{"places", Places{}},
	{"places add, remove, replace, sign, and revoke", PlacesChanged{}},
	{"rename", Renamed{}},
	{"report", Reports{}},
	{"report answer", ReportAnswered{}},
	{"report delete", ReportDeleted{}},
	{"report new, and report edit", ReportKept{}},
	{"report preview", ReportLeaves{}},
	{"report send", ReportSent{}},
	{"report show", ReportShown{}},
	{"report withdraw", ReportWithdrawn{}},
	{"run, and open", Run{}},
	{"save", FileSaved{}},
	{"send, note, notice, reply, and revoke", Sent{}},
	{"sever", Severed{}},
	{"sim advise", SimAdvice{}},
	{"sim cascade", SimCascade{}},
	{"sim checkin", SimCheckIn{}},
	{"sim hours", SimHours{}},
	{"sim months", SimMonths{}},
	{"sim page", SimPage{}},
	{"sim shape", SimShapes{}},
	{"status", Status{}},
	{"suspect", Suspicion{}},
	{"vault add-decoy", DecoyAdded{}},
	{"vault add-duress", DuressAdded{}},
	{"vault change, notebook change", Changed{}},
	{"vault check", Vault{}},
	{"vault remove", Removed{}},
	{"version", Version{}},
	{"wipe", Wiped{}},
	{"words", Words{}},
}

// Promise: what a program reads from a command stays as it is: every key has its place
// in a file of testdata, and every result is one object.
func TestJSONOfEveryResult(t *testing.T) {
	for _, r := range results {
		v := reflect.New(reflect.TypeOf(r.value))
		n := 0
		fill(v.Elem(), &n)
		got, err := json.MarshalIndent(v.Interface(), "", "  ")
		if err != nil {
			t.Fatalf("%T: %v", r.value, err)
		}
		held(t, filepath.Join("testdata", strings.ToLower(v.Elem().Type().Name())+".json"), append(got, '\n'))
	}
}

// Promise: docs/json.md lists every object that a command prints, and every key with
// what it means: as the comment beside the field says.
func TestEveryKeyIsDocumented(t *testing.T) {
	file := filepath.Join("..", "docs", "json.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const below = "<!-- What is below is written by `go test ./tell -update`. -->\n"
	head, _, found := strings.Cut(string(text), below)
	if !found {
		t.Fatalf("%s has lost the line %q", file, below)
	}
	d := &keys{comments: map[string]string{}}
	for _, r := range results {
		of := reflect.TypeOf(r.value)
		if !slices.Contains(d.objects, of) {
			d.objects = append(d.objects, of)
		}
		d.write(t, of, "Printed by "+r.verbs+".")
	}
	for i := 0; i < len(d.objects); i++ {
		d.write(t, d.objects[i], "")
	}
	for _, name := range d.tagged {
		if !slices.ContainsFunc(slices.Concat(d.written, d.embedded), func(of reflect.Type) bool { return of.Name() == name }) {
			t.Errorf("%s has JSON names and is part of no result", name)
		}
	}
	held(t, file, []byte(head+below+d.text.String()))
}

// held compares got with a file, or writes it there.
func held(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is printed ('go test ./tell -update' writes it anew):\n%s", file, got)
	}
}

var (
	moment = time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC)
	isText = reflect.TypeFor[encoding.TextMarshaler]()
	isJSON = reflect.TypeFor[json.Marshaler]()
)

// fill sets everything that v holds to something other than zero; n counts.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Uint8: // a code
		v.SetUint(1)
	case reflect.Uint, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Int64:
		v.SetInt(int64(*n) * int64(time.Second))
	case reflect.Int, reflect.Int32:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) / 4)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(moment))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				fill(v.Field(i), n)
			}
		}
	default:
		panic(v.Type())
	}
}

// keys writes the tables of docs/json.md.
type keys struct {
	text     strings.Builder
	objects  []reflect.Type    // in the order in which they are met
	written  []reflect.Type    // of them, those that have their table
	embedded []reflect.Type    // those whose keys stand in another's table
	comments map[string]string // by "package.Type.Field", and "package.Type"
	tagged   []string          // the structs of this room whose fields have JSON names
}

// write writes the table of an object, unless it is there.
func (k *keys) write(t *testing.T, of reflect.Type, printed string) {
	if slices.Contains(k.written, of) {
		return
	}
	k.written = append(k.written, of)
	fmt.Fprintf(&k.text, "\n## %s\n\n%s\n\n| key | value | |\n| --- | --- | --- |\n", of.Name(), wrapped(k.comment(t, of, "")+" "+printed))
	k.rows(t, of)
}

// wrapped cuts a text into the lines of a page, of 100 characters at most.
func wrapped(text string) string {
	var b strings.Builder
	room := 0
	for _, word := range strings.Fields(text) {
		switch n := utf8.RuneCountInString(word); {
		case b.Len() == 0:
			room = 100 - n
		case room > n:
			b.WriteByte(' ')
			room -= 1 + n
		default:
			b.WriteByte('\n')
			room = 100 - n
		}
		b.WriteString(word)
	}
	return b.String()
}

func (k *keys) rows(t *testing.T, of reflect.Type) {
	for i := range of.NumField() {
		f := of.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			k.embedded = append(k.embedded, f.Type)
			k.rows(t, f.Type)
			continue
		case name == "-":
			continue
		case name == "" || !f.IsExported():
			t.Errorf("%v.%s has no JSON name: a result is data, and once", of, f.Name)
			continue
		}
		value := k.value(f.Type)
		switch {
		case strings.Contains(options, "omit"):
			value += ", or missing"
		case f.Type.Kind() == reflect.Pointer:
			value += ", or null"
		}
		fmt.Fprintf(&k.text, "| `%s` | %s | %s |\n", name, value, strings.ReplaceAll(strings.TrimSpace(k.comment(t, of, f.Name)), "\n", " "))
	}
}

// value says what stands behind a key.
func (k *keys) value(of reflect.Type) string {
	switch {
	case of == reflect.TypeFor[Span]():
		return "seconds"
	case of == reflect.TypeFor[time.Time]():
		return "time"
	case of.Kind() == reflect.Pointer:
		return k.value(of.Elem())
	case of.Kind() == reflect.Slice:
		return "list: " + k.value(of.Elem())
	case of.Kind() == reflect.Map:
		return "object: " + k.value(of.Elem()) + " by " + k.value(of.Key())
	case of.Kind() == reflect.Struct && !of.Implements(isText) && !of.Implements(isJSON):
		if !slices.Contains(k.objects, of) {
			k.objects = append(k.objects, of)
		}
		return fmt.Sprintf("[%s](#%s)", of.Name(), strings.ToLower(of.Name()))
	case of.Kind() == reflect.Uint8 && of.Implements(isText):
		return codes(of)
	case of.Implements(isText), of.Kind() == reflect.String && of.PkgPath() != "":
		return "code"
	case of.Kind() == reflect.String:
		return "text"
	case of.Kind() == reflect.Bool:
		return "true or false"
	case of.Kind() == reflect.Float64:
		return "number"
	}
	return "whole number"
}

// codes lists the texts of a code.
func codes(of reflect.Type) string {
	var all []string
	for i := range 256 {
		v := reflect.New(of).Elem()
		v.SetUint(uint64(i))
		text, err := textOf(v.Interface().(encoding.TextMarshaler))
		if code := "`" + string(text) + "`"; err == nil && len(text) > 0 && !slices.Contains(all, code) {
			all = append(all, code)
		}
	}
	return strings.Join(all, ", ")
}

// textOf is MarshalText; a code that is none may be one too many for its table.
func textOf(v encoding.TextMarshaler) (text []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return v.MarshalText()
}

// comment returns what the source says of a field, or of the type itself.
func (k *keys) comment(t *testing.T, of reflect.Type, field string) string {
	room := strings.TrimPrefix(of.PkgPath(), "bulkhead/")
	if _, read := k.comments[room]; !read {
		k.comments[room] = ""
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(room), "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no source of %s: %v", room, err)
		}
		for _, file := range files {
			k.read(t, room, file)
		}
	}
	return k.comments[strings.TrimSuffix(room+"."+of.Name()+"."+field, ".")]
}

func (k *keys) read(t *testing.T, room, file string) {
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range tree.Decls {
		g, is := d.(*ast.GenDecl)
		if !is || g.Tok != token.TYPE {
			continue
		}
		for _, spec := range g.Specs {
			s := spec.(*ast.TypeSpec)
			name := room + "." + s.Name.Name
			k.comments[name] = g.Doc.Text()
			of, is := s.Type.(*ast.StructType)
			if !is {
				continue
			}
			if room == "tell" && strings.Contains(fieldTags(of), `json:"`) {
				k.tagged = append(k.tagged, s.Name.Name)
			}
			for _, f := range of.Fields.List {
				for _, n := range f.Names {
					k.comments[name+"."+n.Name] = f.Doc.Text() + f.Comment.Text()
				}
			}
		}
	}
}

func fieldTags(of *ast.StructType) (all string) {
	for _, f := range of.Fields.List {
		if f.Tag != nil {
			all += f.Tag.Value
		}
	}
	return all
}
