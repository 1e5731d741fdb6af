// Package ready holds what a decoy or duress compartment keeps ready for the moment
// it is opened: other lids for everything that the pouch will write.
//
// A device that seals has the links make these lids beside their own ([Lids]),
// and keeps them in its vault's other compartments, as long as those have room
// beside a full notebook ([Len]). An opening without the device's key finds those of
// the pouch that lies there ([Mark]) and puts them into it ([Set.Change]). So what
// enters is what a sealing made, a compartment's bytes, and which pouch there is;
// what leaves are a compartment's bytes, and a change to the pouch. The package
// reads and writes no file, and must never learn whom a lid is for.
//
// What is kept is as long whatever is in it, and looks random without the pouch that
// it was made for: a notebook that never stood beside a device keeps as much of
// nothing. Every way of opening does the same work.
package ready
