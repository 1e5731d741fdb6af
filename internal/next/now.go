//go:build !nextversion

package next

// Ahead is added to every format's highest version.
const Ahead = 0
