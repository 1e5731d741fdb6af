package main

import (
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/term"
)

type runCmd struct{}

type runResult struct {
	Seconds float64 `json:"seconds"`
	Written int     `json:"written"`
	Read    int     `json:"read"`
	Found   int     `json:"found"` // boxes among those read
	Failed  int     `json:"failed"`

	Causes map[string]int `json:"causes,omitempty"` // why, how often
	causes [cause.Causes]int

	Unlocked bool `json:"unlocked"`
	Other    bool `json:"other_worker"` // another program ran the pouch
}

func (r runResult) lines(p *term.Page) {
	p.Line("%s", p.Say.RunStopped(r.Failed, r.Read, inSeconds(r.Seconds).Round(time.Second), r.Written))
	if why := reasons(p.Say, r.causes); why != "" {
		p.Line("  %s", why)
	}
}

// Run runs the pouch until it is stopped.
func (runCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	log, began := &roundLog{a: a, dir: dir}, a.now()
	w, err := a.startWorker(dir, log.report)
	if err != nil {
		return err
	}
	a.warnOfWay(w.Proxy())
	log.begin()
	<-a.ctx.Done()
	w.Stop()
	res := log.total
	res.Seconds = a.now().Sub(began).Seconds()
	return a.show(res)
}
