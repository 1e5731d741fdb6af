package cell

import (
	"os"
	"runtime/debug"
	"testing"
)

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // searches make many short lives of states
	os.Exit(m.Run())
}
