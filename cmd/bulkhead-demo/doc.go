// Command bulkhead-demo is a network of cells that lives for a minute, on
// real disk and network, loses a member, and heals.
//
//	go run ./cmd/bulkhead-demo
//
// It starts a real drop (TLS on a loopback port, Pebble in a temporary folder)
// and as many real devices as asked for, each with its own folder, vault,
// pouch, worker and event loop, as the command for people starts them (package
// home); nothing of theirs is simulated but the time.
// The clock that all share goes on once everybody has done what is due, so that
// rounds are as short as the machine can make them, and on a busy one longer
// instead of missed. Members join, talk, and one of their devices is seized and
// opened. What the captor finds is printed, searched for what must not be on
// it, and tried against the drop's full log. The others notice, cut it off
// under cover and go on; those who lost their lead find a new one by their
// lifelines, and a founder's notice reaches everybody again. A table at the end
// says of every promise whether it held; the exit code is 1 if one did not.
//
// # How it is cut
//
//	main, flags     the command line
//	world, server   the temporary folder, the drop, its full log
//	shape, person   who leads whom; one member with everything of theirs
//	clock, flight   when whose work holds the time
//	pace            how long rounds really last
//	ledger          which message was written for whom, and where it arrived
//	story_…         what happens, act by act
//	captor_…        what somebody who holds a copied device can find: locked,
//	                open, with the notebook's passphrase, after the one for duress
//	report, promises figures, and whether each promise held
//	page_…          what the person at the terminal sees
//
// # Longer, and from outside
//
//	go test ./cmd/bulkhead-demo -long -timeout 60m
//	go run -tags observe ./cmd/bulkhead-demo --observe SEEN --truth TOLD
//	go test -tags observe ./cmd/bulkhead-demo -run AGivenRun -v -seen SEEN -told TOLD
//
// The first runs the whole story for each role and state. The second, in a build that
// exists for this alone, writes down what the drop saw of every request and
// what each was for; the third attacks the one file and scores it by the other.
//
// # Names
//
// The names A, B, A1 … exist in this program alone. A device knows the others
// by aliases that its owner made up.
package main
