package endtoend

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var (
	long = flag.Bool("long", false, "kill drop and members a hundred times each")
	seed = flag.Int64("seed", time.Now().UnixNano(), "of what the parent draws: texts, moments, whom to kill")
)

// roleVariable makes the test binary a member's process; see member_test.go.
const roleVariable = "BULKHEAD_ENDTOEND_ROLE"

func TestMain(m *testing.M) {
	role := os.Getenv(roleVariable)
	if role == "" {
		// They wait for rounds, processes and disks: more of them than processors.
		if err := flag.Set("test.parallel", "5"); err != nil { // the command line's comes later
			panic(err)
		}
		code := m.Run()
		for _, c := range builds {
			_ = os.RemoveAll(filepath.Dir(c.binary))
		}
		os.Exit(code)
	}
	if err := runMember(role, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
