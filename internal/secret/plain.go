//go:build !goexperiment.runtimesecret

package secret

// Do runs f. This build erases nothing; see the package comment.
func Do(f func()) { f() }

// Available reports whether [Do] erases anything: not in this build.
func Available() bool { return false }
