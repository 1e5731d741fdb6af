package main

import (
	"regexp"
	"strings"
	"testing"
)

// Promise: the notebook names no verb of messages in an open session either, nor at
// its locked screen.
func TestAnOpenCoverNamesNoVerbOfMessages(t *testing.T) {
	t.Parallel()
	whole := coercedFolder(t)
	for _, pass := range []string{decoyPass, duressPass} {
		p := newTypist(t)
		code, shown := p.opensWith(copyOf(t, whole), pass)
		for _, line := range []string{
			"list", "read 9", "read", "delete 9", "d", "search", "show", "hide", "help", "leave", "wipe", "nothing", "status", "send Heron", "inbox --json", "vault", "send", "status --nothing",
			"notebook read 9", "notebook", "open", "init", "sim", "bulkhead send Heron",
		} {
			p.types(line)
			shown += strings.TrimPrefix(p.sees("> "), line) // what is typed is shown
		}
		p.types("lock")
		shown += p.sees("> ")
		p.types("send Heron")
		shown += strings.TrimPrefix(p.sees("> "), "send Heron")
		p.types("unlock")
		p.sees("Passphrase: ")
		p.types("no such passphrase")
		shown += p.sees("> ")
		p.types("quit")
		p.ends(code, exitDone)
		wantCover(t, pass, regexp.MustCompile(`(?m)^(> )?(bulkhead )?send Heron\r?$`).ReplaceAllString(shown, ""))
	}
}
