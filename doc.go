// Package bulkhead is the table of contents of Bulkhead: compartmented,
// deniable messaging for people for whom being found with a phone is itself
// punished. It holds no code, only this tour and the test that keeps the floor
// plan. The rooms stand in the order a message travels:
//
//	term              the terminal: how screens look and questions are asked
//	tell              what a person is told, as data: what --json prints and screens show
//	phrase            every sentence that a person reads, in catalogues
//	home              a device's folder: settings, opening, the open session, the worker
//	device            one person's running program: everything below, composed
//	device/ready      other lids for every box, kept for the day a decoy is opened
//	notebook          what a decoy shows: pages of everyday text
//	mail              what a person wrote and got: stages, reasons, alarms, room for each
//	cell              who may know whom: partner, lead, led; notices, notes, severing
//	link              one pair's ratchet: seals a message into envelopes, opens them
//	vault             the deniable file that keeps all of this between two unlocks
//	shelf             the always-full file for the chunks of what takes more than one box
//	pouch             the always-full list of sealed boxes and the worker that runs it locked
//	round             when, within a round, each box is written and read
//	card              what all devices know of the outside: hours, S, PL, places
//	box               the unit that travels: round, id, 4,096 bytes
//	carrier           ways for a box to travel; carrier/direct is HTTPS, carrier/cause why one failed
//	drop              the drop's protocol and its client
//	drop/dropserver   the server: write once, read by id, gone after some rounds
//	drop/pebblestore  where it keeps boxes, durably
//
// and on the other phone the same way back up. Beside the way stand
//
//	media               takes out of a picture or a video what tells more than one sees
//	keys                key types that cannot be printed
//	report              what a member tells a desk so that civilians are spared; report/place is where,
//	                    report/seal its way to a desk and back, report/book what a member keeps of it
//	desk                what an office that receives reports makes of them; desk/page shows it in a browser,
//	                    desk/folder keeps its keys
//	desk/sqlitestore    where it keeps them: one file, each row sealed
//	report/weigh        are two reports of one thing? is it so? report/export is what leaves a desk
//	report/publish      the folder that a desk shows everybody, signed
//	sim                 what a capture would cost a group of a given shape; sim/page shows it as HTML
//	internal/durable    how anything touches the disk
//	internal/noise      the megabytes of randomness of one write
//	internal/outlines   coasts and borders, for maps that ask nobody
//	internal/secret     runs a function so that what it leaves in memory is erased
//	internal/lockstep   a clock that waits for the slowest
//	internal/testworld  hundreds of these devices in memory, on one seeded clock
//	internal/next       how many versions this build is ahead of the formats
//	internal/seeds      with which seeds a randomised test runs
//	internal/stat       whether two sets of figures can be told apart
//	internal/second     a second implementation of the protocol, in Python
//	internal/endtoend   real processes, killed
//	bench               the figures; a module of its own
//
// and the commands: cmd/bulkhead for people, cmd/bulkhead-drop for an operator,
// cmd/bulkhead-desk for the office that receives reports,
// cmd/bulkhead-demo to watch a network of cells live and lose a member.
//
// docs/words.md keeps the words, docs/threat-model.md the promises with the
// test that holds each, docs/protocol the formats byte for byte.
package bulkhead
