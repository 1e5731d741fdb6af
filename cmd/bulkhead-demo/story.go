package main

import (
	"context"
	"fmt"
	"slices"
)

// chatterRounds is over how many rounds people spread what they write when
// everybody writes to everybody.
const chatterRounds = 3

// tell runs the whole story. An error is what kept it from going on; what was
// found until then is in the report.
func (w *world) tell(ctx context.Context) error {
	w.page.opening(w)
	acts := []func() error{
		func() error { return w.joinAll(ctx) },
		func() error { return w.talk(ctx, chatterRounds) },
		func() error { return w.noteUp(ctx, w.noteWriter()) },
		func() error { return w.noticeDown(ctx) },
		func() error { return w.lifelines(ctx) },
		func() error { return w.capture(ctx, w.first(w.Seize)) },
		w.settle,
	}
	if w.short {
		acts = slices.Delete(acts, 1, 5)
	}
	for _, act := range acts {
		if err := act(); err != nil {
			return err
		}
	}
	return nil
}

// noteWriter returns who sends a note up: if there is one, somebody whose note
// passes through the member that will be seized.
func (w *world) noteWriter() int {
	seized := w.first(w.Seize)
	if led := w.led(seized); len(led) > 0 {
		return led[0]
	}
	return w.Members - 1
}

// run tells the story in a world of its own and returns the report.
func run(ctx context.Context, o options, p *page) (*report, error) {
	w, err := newWorld(ctx, o, p)
	if err != nil {
		return nil, err
	}
	told := w.tell(ctx)
	if ctx.Err() != nil {
		told = ctx.Err()
	}
	w.sum()
	if err := w.close(); err != nil && told == nil {
		told = fmt.Errorf("ending the demo: %w", err)
	}
	if err := w.writeTruth(); err != nil && told == nil {
		told = err
	}
	w.report.finish(told)
	return w.report, told
}
