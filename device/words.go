package device

import "github.com/sethvargo/go-diceware/diceware"

// wordAt returns word n, 0 to 7,775, of the EFF large list.
func wordAt(n uint16) string {
	dice := 0
	for place, rest := 1, int(n); place <= 10_000; place, rest = place*10, rest/6 {
		dice += place * (rest%6 + 1)
	}
	return diceware.WordListEffLarge().WordAt(dice)
}
