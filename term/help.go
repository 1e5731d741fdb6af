package term

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// HelpPart is a part of a page of help; an empty line stands between two. What is
// empty is left out.
type HelpPart struct {
	Head   string
	Indent string
	Text   string      // a line that begins with four spaces stays as it is
	Rows   [][2]string // what is typed, and what it does
}

const (
	// helpWidth is how wide help is at most, in characters.
	helpWidth = 90

	// mostLabel is how wide the first of two columns may be, in characters, before
	// what explains it goes on a line of its own.
	mostLabel = 24
)

// Help writes a page of help, as wide as out is. The error is out's.
func Help(out *os.File, parts []HelpPart) error {
	var b strings.Builder
	width := min(max(Columns(out, helpWidth), 40), helpWidth)
	for i, part := range parts {
		if i > 0 {
			b.WriteByte('\n')
		}
		if part.Head != "" {
			fmt.Fprintln(&b, part.Head)
		}
		if part.Text != "" {
			helpText(&b, part, width)
		}
		helpRows(&b, part.Rows, width)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func helpText(b *strings.Builder, part HelpPart, width int) {
	for _, l := range strings.Split(part.Text, "\n") {
		lines := []string{l}
		if !strings.HasPrefix(l, "    ") {
			lines = Directed(fold(strings.TrimSpace(l), width-len(part.Indent), width-len(part.Indent)))
		}
		for _, l := range lines {
			fmt.Fprintln(b, part.Indent+l)
		}
	}
}

func helpRows(b *strings.Builder, rows [][2]string, width int) {
	label := 0
	for _, r := range rows {
		if n := Width(r[0]); n <= mostLabel {
			label = max(label, n)
		}
	}
	indent := strings.Repeat(" ", label+4)
	for _, r := range rows {
		first := "  " + Column(r[0], label+2)
		if Width(r[0]) > label {
			fmt.Fprintln(b, "  "+r[0])
			first = indent
		}
		lines := Directed(fold(r[1], width-len(indent), width-len(indent)))
		fmt.Fprintln(b, strings.TrimRight(first+lines[0], " "))
		for _, l := range lines[1:] {
			fmt.Fprintln(b, indent+l)
		}
	}
}
