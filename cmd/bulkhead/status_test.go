package main

import (
	"cmp"
	"reflect"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/round"
	"bulkhead/sim"
	"bulkhead/tell"
)

// Promise: the check-in that is advised is the one that a new group gets, in every
// verb, and it is not the last one before the critical value.
func TestTheAdvisedCheckInIsTheDefault(t *testing.T) {
	advice, err := sim.Advise(sim.Needs{Members: 254, Notice: 18 * time.Hour, Mean: tell.UsualMean, P: tell.UsualP, Word: 48 * time.Hour, Round: 15 * time.Minute, Hop: 270 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if r := tell.RiskAt(round.Calendar{}, advice.Every, advice.Grace, tell.UsualP, tell.UsualMean, 1); r.Over || r.Near {
		t.Errorf("every %v, grace %v: p_eff %.3f has nothing to spare below %.3f", advice.Every, advice.Grace, r.PEff, r.Critical)
	}
	calendar := round.Calendar{Length: 15 * time.Minute}
	if got, want := cell.CheckInOf(calendar, advice.Every, advice.Grace), cell.DefaultCheckIn(calendar); got != want {
		t.Errorf("advised are %v rounds, the default is %v", got, want)
	}
	for verb, fields := range map[reflect.Type][2]string{reflect.TypeFor[initCmd](): {"CheckIn", "Grace"}, reflect.TypeFor[simTimes](): {"Every", "Grace"}} {
		for i, want := range []time.Duration{advice.Every, advice.Grace} {
			field, _ := verb.FieldByName(fields[i])
			if got, err := time.ParseDuration(cmp.Or(field.Tag.Get("default"), field.Tag.Get("placeholder"))); err != nil || got != want {
				t.Errorf("%v: the default of %s is %v, want %v", verb, field.Name, got, want)
			}
		}
	}
}
