// Package secret runs a function so that what it leaves in memory is erased,
// where the Go runtime can do that.
//
// A function enters; nothing leaves. It must never learn what the function
// computes.
//
// Built with GOEXPERIMENT=runtimesecret on linux/amd64 or linux/arm64, [Do] is
// runtime/secret.Do: registers and stack are erased before it returns, heap
// allocations made inside once the garbage collector finds them unreachable.
// What goroutines that the function starts leave on their own stacks is not
// erased. Without the experiment Do is a plain call: [Available] tells.
package secret
