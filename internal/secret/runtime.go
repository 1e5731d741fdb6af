//go:build goexperiment.runtimesecret

package secret

import (
	"runtime"
	"runtime/secret"
)

// Do runs f and erases what it leaves behind; see the package comment.
func Do(f func()) { secret.Do(f) }

// Available reports whether [Do] erases anything.
func Available() bool {
	return runtime.GOOS == "linux" && (runtime.GOARCH == "amd64" || runtime.GOARCH == "arm64")
}
