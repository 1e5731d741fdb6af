// Package media takes out of a picture or a video what tells more than one can see, and
// makes it small enough to send. docs/decisions/media.md says why each thing is as it is.
//
// What enters: a file's bytes, and what its owner wants hidden. What leaves: new bytes, what
// was found and removed, what was changed, and what stays, each as a code; or a [Refusal] with
// a [Reason]. Nothing of the old file is copied but what is on a list: a still is decoded and
// encoded anew, a video is written anew around its compressed frames.
//
// The room must never learn where a file lies, what it is called, or whose it is. A code
// never carries a value: "a place was found", never which.
//
// The room is pure: bytes in, bytes out; no disk, clock, network or randomness. The same input
// gives the same output. Sizes are read before memory is taken, and what needs more than
// [Memory] is refused.
package media
