// Package next holds one number: how many versions this build is ahead of the
// formats that docs/protocol describes. It is 0. With the build tag nextversion
// it is 1: such a program writes every format as the version after this one,
// and reads both, so that a group whose programs differ by a version can be
// tested before there is a second version (docs/decisions/versions.md).
package next
