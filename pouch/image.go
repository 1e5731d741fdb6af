package pouch

import "sync"

// The images of pouches that are on the disk: fresh memory of some 10 MB costs
// a fifth of a sealing. There is nothing secret in them.
var (
	images sync.Pool // of *[]byte, with anything in it
	blanks sync.Pool // of *[]byte, zeros where reads have their places
)

// blankImage returns memory for a pouch's file, zero but for the writes'
// places, which every sealing fills whole.
func blankImage(s shape) []byte {
	if old, ok := blanks.Get().(*[]byte); ok && len(*old) == s.size() {
		clear((*old)[:s.writeAt(0)])
		return *old
	}
	return make([]byte, s.size())
}

// anyImage returns memory for a pouch's file, with anything in it.
func anyImage(s shape) []byte {
	if old, ok := images.Get().(*[]byte); ok && len(*old) == s.size() {
		return *old
	}
	return make([]byte, s.size())
}

// giveBack lets memory be used for another pouch.
func giveBack(image []byte) { images.Put(&image) }

// release gives a replaced pouch's image back, in which nothing was read but
// in the round carried over, and of what was kept. The fill is of no use any
// more.
func (f *Fill) release() {
	image, s := f.image, f.plan.shape()
	clear(image[s.readAt(0):s.readAt(s.slots)])
	clear(image[s.keptAt():])
	blanks.Put(&image)
	f.image, f.used = nil, true
}
