package endtoend

import "testing"

// leakVariable names the leak of a leaky build that is wanted.
const leakVariable = "BULKHEAD_LEAK"

// What a leaky build can be made to do.
const (
	leakPouch = "pouch" // a duress opening leaves the pouch alone
	leakFile  = "file"  // a duress opening writes a file of its own
	leakWrong = "wrong" // a wrong passphrase does not write the vault
	leakWord  = "word"  // a duress opening shows an empty line more
	leakSlow  = "slow"  // a duress opening takes 40 ms longer
)

// buildLeaky compiles a bulkhead with every leak, none of which is open unless
// leakVariable says so.
func buildLeaky(t *testing.T) string {
	t.Helper()
	return buildChanged(t,
		edit{room: "vault", file: "leak.go", instead: `package vault

import (
	"os"
	"time"
)

var Forced bool

func Leaks(what string) bool { return os.Getenv("` + leakVariable + `") == what }

func Slow() { time.Sleep(40 * time.Millisecond) }
`},
		edit{room: "vault", step: "\t\treturn made.duress(a.f.Renew, &f)\n", instead: `		Forced = true
		if Leaks("` + leakFile + `") {
			_ = a.f.Dir.Replace("forced", nil)
		}
		if Leaks("` + leakSlow + `") {
			Slow()
		}
		return made.duress(a.f.Renew, &f)
`},
		edit{room: "vault", step: "\t\treturn f.write(file, a.was, out.plan)\n", instead: `		if Leaks("` + leakWrong + `") && out.err == ErrNoMatch {
			return nil
		}
		return f.write(file, a.was, out.plan)
`},
		edit{room: "device", step: "\tn.rewrite()\n\tn.saved", instead: `	if !vault.Leaks("` + leakPouch + `") || !vault.Forced {
		n.rewrite()
	}
	n.saved`},
		edit{room: "cmd/bulkhead", step: "\t\tres := tell.PagesOf(n.Book().Pages())\n", instead: `		res := tell.PagesOf(n.Book().Pages())
		if vault.Leaks("` + leakWord + `") && vault.Forced {
			res.NotOpened = true
		}
`},
	)
}
