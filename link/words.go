package link

import (
	"encoding/binary"
	"math/bits"
)

// wordList is the length of the diceware list, 6⁵ words.
const wordList = 7776

// wordsOf returns X(R(e), "words", "", 10), as a big-endian number mod 7776⁶,
// in six digits of base 7776, the highest first.
func wordsOf(x *kdf, root *rootKey) (words [6]uint16) {
	var raw [16]byte
	x.expand(raw[6:], root.Bytes(), "words", nil)
	hi, lo := binary.BigEndian.Uint64(raw[:]), binary.BigEndian.Uint64(raw[8:])
	clear(raw[:])
	for i := len(words) - 1; i >= 0; i-- {
		var digit uint64
		hi, digit = hi/wordList, hi%wordList
		lo, digit = bits.Div64(digit, lo, wordList)
		words[i] = uint16(digit)
	}
	return words
}

// Words returns the newest epoch that both ends surely have, and its six
// numbers below 7776, to be compared over another way. Both ends show the same
// six for the same epoch unless somebody stood in between. Before epoch 1 there
// is nothing to compare, and ok is false.
func (l *Link) Words() (epoch uint32, words [6]uint16, ok bool) {
	e, w := l.ladder.epoch, l.ladder.words
	if e > 0 && !l.shared(e) {
		e, w[0] = e-1, w[1]
	}
	if e == 0 || l.in.epochs == nil {
		return 0, words, false
	}
	return e, w[0], true
}
