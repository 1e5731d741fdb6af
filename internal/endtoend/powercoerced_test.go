//go:build linux

package endtoend

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// newPage is written into the locked pages.
const newPage = "The meter reads 40817"

func addDecoy(*powered, holding) call {
	return call{args: []string{"vault", "add-decoy"}, stdin: strings.Join(lockedPages, "\n.\n") + "\n", fresh: decoy}
}

func addDuress(*powered, holding) call {
	return call{args: []string{"vault", "add-duress", "--yes"}, fresh: duress}
}

// says is a line that does not depend on what is held.
func says(pass, fresh, stdin string, args ...string) func(*powered, holding) call {
	return func(*powered, holding) call { return call{args: args, pass: pass, fresh: fresh, stdin: stdin} }
}

// withOthers are the commands of a device that has, or gets, a decoy and a
// duress passphrase, and openings with every one.
var withOthers = []*saving{
	{name: "status, duress", begins: coerced, shows: true, exit: 3, alarm: true, line: says(duress, "", "", "status"), becomes: gives(nothing, normal)},
	{name: "status, decoy", begins: coerced, shows: true, exit: 3, unseen: true, line: says(decoy, "", "", "status"), becomes: gives(nothing)},
	{name: "status, wrong", begins: coerced, shows: true, exit: 3, still: true, line: says(wrong, "", "", "status"), becomes: gives(nothing)},
	{name: "status, normal", begins: coerced, shows: true, unseen: true, line: says(normal, "", "", "status"), becomes: gives(nothing)},
	{name: "add-decoy", begins: alone, line: addDecoy, becomes: gives(notebookOf(slices.Backward(lockedPages)), decoy)},
	{name: "add-duress", begins: decoyed, line: addDuress, becomes: func(before, got holding, _ []byte) bool {
		return becomesWith(before, got, func(h holding) { h[duress] = h[decoy] })
	}},
	{name: "change", begins: coerced, line: says(normal, fresh, "", "vault", "change"), becomes: swaps(normal)},
	{name: "change, of duress", begins: coerced, line: says(normal, fresh, "", "vault", "change", "--of", "duress"), becomes: swaps(duress)},
	{name: "change, decoy", begins: coerced, line: says(decoy, fresh, "", "notebook", "change"), becomes: swaps(decoy)},
	{name: "write, decoy", begins: coerced, line: says(decoy, "", newPage, "notebook", "--locked", "write"), becomes: writes(decoy, duress)},
	{name: "write, normal", begins: coerced, line: says(normal, "", newPage, "notebook", "--locked", "write"), becomes: writes(decoy, duress)},
	{name: "write, duress", begins: coerced, alarm: true, line: says(duress, "", newPage, "notebook", "--locked", "write"), becomes: writesUnderDuress},
	{name: "wipe", begins: coerced, repeat: true, line: says("", "", "", "wipe", "--yes"), becomes: gives(nothing, normal, decoy, duress)},
	{name: "wipe, normal", begins: coerced, alarm: true, line: says(normal, "", "", "wipe", "--passphrase", "--yes"), becomes: gives(nothing, normal)},
}

// becomesWith reports whether got is before with a change.
func becomesWith(before, got holding, change func(holding)) bool {
	want := maps.Clone(before)
	change(want)
	return reflect.DeepEqual(want, got)
}

// nothing is what a passphrase shows that opens nothing.
func nothing(shown) shown {
	return shown{Exit: 3, Messages: []uint32{}, Pages: []string{openPage}, Face: true}
}

// notebookOf is what a passphrase shows that opens these pages.
func notebookOf(pages func(func(int, string) bool)) func(shown) shown {
	v := shown{Exit: 3, Messages: []uint32{}}
	for _, title := range pages {
		v.Pages = append(v.Pages, title)
	}
	return func(shown) shown { return v }
}

// gives puts what becomes of it in the place of what these openings show.
func gives(become func(shown) shown, openings ...string) func(before, got holding, told []byte) bool {
	return func(before, got holding, _ []byte) bool {
		return becomesWith(before, got, func(h holding) {
			for _, o := range openings {
				h[o] = become(h[o])
			}
		})
	}
}

// swaps is what changing a passphrase to the fresh one does.
func swaps(of string) func(before, got holding, told []byte) bool {
	return func(before, got holding, _ []byte) bool {
		return becomesWith(before, got, func(h holding) { h[of], h[fresh] = h[fresh], h[of] })
	}
}

// writes is what a page more does to these openings.
func writes(openings ...string) func(before, got holding, told []byte) bool {
	return gives(onePageMore, openings...)
}

func onePageMore(v shown) shown {
	v.Pages = append([]string{newPage}, v.Pages...)
	return v
}

// writesUnderDuress: first the device is gone, then the page is there. What was
// cut may be the second.
func writesUnderDuress(before, got holding, told []byte) bool {
	return told == nil && gives(nothing, normal)(before, got, nil) ||
		becomesWith(before, got, func(h holding) { h[normal], h[duress] = nothing(h[normal]), onePageMore(h[duress]) })
}
