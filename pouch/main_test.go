package pouch

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // images of pouches live shortly, and little else is there
	os.Exit(m.Run())
}
