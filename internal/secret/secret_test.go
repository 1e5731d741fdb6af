package secret

import "testing"

func TestDoRunsOnceAndLetsAPanicThrough(t *testing.T) {
	runs := 0
	Do(func() { runs++ })
	if runs != 1 {
		t.Errorf("ran %d times, want 1", runs)
	}
	defer func() {
		if got := recover(); got != "out" {
			t.Errorf("recovered %v, want the panic", got)
		}
	}()
	Do(func() { panic("out") })
}

func TestAGoroutineInsideIsNoError(t *testing.T) {
	t.Logf("erasing: %v", Available())
	done := make(chan bool)
	Do(func() {
		go func() { done <- true }()
		<-done
	})
}
