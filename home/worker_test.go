package home

import (
	"errors"
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/round"
)

// TestOnePlaceThatCannotBeReachedSilencesNoOther: a place to which the way cannot be made, as
// through a proxy that this program does not speak with, is loss like a dead one, whoever
// named it. Where there is none but such, no worker starts.
func TestOnePlaceThatCannotBeReachedSilencesNoOther(t *testing.T) {
	env := map[string]string{"HTTPS_PROXY": "socks5://127.0.0.1:9050", "http_proxy": "https://proxy.example:3128"}
	h := &Home{Getenv: func(n string) string { return env[n] }}
	good := card.Place{Drop: card.Server{Host: "honest.example:443"}}
	bad := card.Place{Drop: card.Server{Plain: true, Host: "127.0.0.1:1"}}
	base, err := card.Found(round.Calendar{Length: 15 * time.Minute}, 6, 192, 1000, []card.Place{good})
	if err != nil {
		t.Fatal(err)
	}
	coming, err := base.Next([]card.Place{good, bad}, nil, true, 1000, 1000+3*192)
	if err != nil {
		t.Fatal(err)
	}
	p := &places{home: h, by: map[where]carrier.Carrier{}}
	if err := p.know(card.Pair{InForce: base, Coming: coming, From: coming.Begins}); err != nil {
		t.Errorf("one of two places cannot be reached: %v", err)
	}
	if _, dead := p.way(bad, "").(nowhere); !dead {
		t.Error("the place that cannot be reached has a carrier")
	}
	if _, dead := p.way(good, "").(nowhere); dead || p.proxy == "" {
		t.Error("the other place has no carrier by way of its proxy")
	}
	alone, err := card.Found(round.Calendar{Length: 15 * time.Minute}, 6, 192, 1000, []card.Place{bad})
	if err != nil {
		t.Fatal(err)
	}
	relayed, err := alone.Next([]card.Place{bad, {Drop: good.Drop, Relay: card.Server{Host: "relay.example:443"}}}, []string{"keys"}, false, 1000, 1000+3*192)
	if err != nil {
		t.Fatal(err)
	}
	p = &places{home: h, by: map[where]carrier.Carrier{}}
	if err := p.know(card.Pair{InForce: relayed}); !errors.Is(err, ErrProxy) { // a kind of place that nothing reaches yet
		t.Errorf("beside a relay no place can be reached: got %v, want ErrProxy", err)
	}
	p = &places{home: h, by: map[where]carrier.Carrier{}}
	if err := p.know(card.Pair{InForce: alone}); !errors.Is(err, ErrProxy) {
		t.Errorf("no place can be reached: got %v, want ErrProxy", err)
	}
}
