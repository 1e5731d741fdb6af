package link

import (
	"fmt"
	"io"
)

// Format implements [fmt.Formatter] and prints nothing of the link: fmt would
// print the keys that it holds in fields of its own.
func (Link) Format(f fmt.State, _ rune) { io.WriteString(f, "link.Link(hidden)") }
