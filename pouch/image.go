package pouch

import "sync"

// images are the images of pouches that are on the disk: fresh memory of some
// 10 MB costs a fifth of a sealing. There is nothing secret in them.
var images sync.Pool // of *[]byte

// blankImage returns memory for a pouch's file, zero but for the writes'
// places, which every sealing fills whole.
func blankImage(s shape) []byte {
	if old, ok := images.Get().(*[]byte); ok && len(*old) == s.size() {
		clear((*old)[:s.writeAt(0)])
		clear((*old)[s.readAt(0):])
		return *old
	}
	return make([]byte, s.size())
}

// release gives a replaced pouch's image back. The fill is of no use any more.
func (f *Fill) release() {
	image := f.image
	f.image, f.used = nil, true
	images.Put(&image)
}
