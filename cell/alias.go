package cell

import (
	"fmt"
	"io"
	"strings"
)

// aliasWords are neutral names of birds, trees and things seen outdoors: none
// is a person's name, a place, a rank or a faith.
const aliasWords = `Heron Wren Plover Stork Crane Swift Finch Lark Magpie Jay Thrush Siskin Bunting Curlew Dunlin Egret
Osprey Pelican Petrel Puffin Quail Snipe Starling Swallow Tern Wagtail Grebe Coot Moorhen Kestrel Merlin Nuthatch
Alder Aspen Beech Birch Cedar Cypress Elm Hazel-bush Hornbeam Juniper Larch Linden Maple Oak Poplar Rowan-tree
Spruce Sycamore Willow Yew Bracken Clover Fern Gorse Heather-moor Moss Nettle Reed Sedge Thistle Yarrow Barley
Acorn Pinecone Chestnut Walnut Almond Apricot Quince Plum Pear Fig Date-palm Olive-tree Lemon Melon Pumpkin Lentil
Pebble Boulder Gravel Slate Granite Basalt Marble Flint Quartz Chalk Clay Sand Dune Brook Creek Delta
Harbour Island Lagoon Meadow Orchard Pasture Prairie Ridge Summit Terrace Tundra Valley Waterfall Glacier Cavern Canyon
Lantern Kettle Basket Ladder Anvil Bellows Bobbin Button Candle Compass Copper Cotton Drum Fiddle Flute Hammock
Kite Loom Marbles Needle Paddle Pottery Ribbon Saddle Sandal Satchel Scarf Shovel Spindle Teapot Thimble Whistle`

// newAlias draws an alias that no live tie has. rand must be a cryptographic
// source: a guessable choice would tell the lead what its led call each other.
func (s *State) newAlias(rand io.Reader) (string, error) {
	words := strings.Fields(aliasWords)
	var draw [2]byte
	if _, err := io.ReadFull(rand, draw[:]); err != nil {
		return "", fmt.Errorf("drawing an alias: %w", err)
	}
	at := (int(draw[0])<<8 | int(draw[1])) % len(words)
	for i := range words {
		if a := words[(at+i)%len(words)]; !s.aliasTaken(a, 0) {
			return a, nil
		}
	}
	return "", ErrAlias // a device never has as many ties as there are words
}
