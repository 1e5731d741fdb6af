package pouch

import "sync"

// images are the images of pouches that are on the disk: fresh memory of some
// 10 MB costs a fifth of a sealing. There is nothing secret in them.
var images sync.Pool // of *[]byte

// blankImage returns memory for a pouch's file, zero but for the writes'
// places, which every sealing fills whole.
func blankImage(s shape) []byte {
	image := anyImage(s)
	clear(image[:s.writeAt(0)])
	clear(image[s.readAt(0):])
	return image
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

// release gives a replaced pouch's image back. The fill is of no use any more.
func (f *Fill) release() {
	giveBack(f.image)
	f.image, f.used = nil, true
}
