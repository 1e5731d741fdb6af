package linktest

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // boxes and saved links live shortly, and little else is there
	os.Exit(m.Run())
}
