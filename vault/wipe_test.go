package vault

import (
	"errors"
	"io"
	"sync"
	"testing"

	"bulkhead/internal/durable"
)

// once is a source that does something before it is first read.
type once struct {
	io.Reader
	do func()
}

func (o *once) Read(b []byte) (int, error) {
	if o.do != nil {
		do := o.do
		o.do = nil
		do()
	}
	return o.Reader.Read(b)
}

// TestAWipeDuringAnAttemptIsNotUndoneByIt: the file is wiped after an attempt
// has read it and before it writes it.
func TestAWipeDuringAnAttemptIsNotUndoneByIt(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		for _, words := range []string{"normal", "duress", "wrong"} {
			slow := onCopy(t, f)
			g := slow
			slow.Rand = &once{slow.Rand, func() { must(t, g.Wipe()) }}
			if _, err := slow.Open(pass(t, words)); !errors.Is(err, ErrNotVault) {
				t.Errorf("%s: %v, want ErrNotVault", words, err)
			}
			opensNothing(t, g, "normal")
			opensNothing(t, g, "decoy")
		}
	})
}

// TestAWipeIsNotUndoneByASave: a program saves as fast as it can while another
// wipes.
func TestAWipeIsNotUndoneByASave(t *testing.T) {
	for seed := range byte(10) {
		f := file(durable.NewMem(seeded(seed)), seeded(seed))
		build(t, f)
		v, err := f.Open(pass(t, "normal"))
		must(t, err)
		var saver sync.WaitGroup
		begun := make(chan bool)
		saver.Go(func() {
			for n := 0; ; n++ {
				if n == int(seed) {
					close(begun)
				}
				if err := v.Save([]byte("more")); err != nil {
					if !errors.Is(err, ErrNotVault) {
						t.Error(err)
					}
					return
				}
			}
		})
		<-begun
		wiper := f
		wiper.Rand = seeded(100 + seed)
		must(t, wiper.Wipe())
		saver.Wait()
		v.Close()
		for _, words := range []string{"normal", "decoy", "duress"} {
			opensNothing(t, f, words)
		}
	}
}

func TestAWipeGoesOnWithoutTheKeystore(t *testing.T) {
	f := file(newFolder(), seeded(92))
	f.Keystore = NewFileKeystore(f.Dir, "keys", f.Rand)
	build(t, f)
	must(t, f.Dir.Replace("keys", []byte("damaged")))
	before := content(t, f.Dir)
	if err := f.Wipe(); !errors.Is(err, ErrKeystore) {
		t.Errorf("got %v, want ErrKeystore", err)
	}
	if n := equalBytes(before, content(t, f.Dir)); n > len(before)/200 {
		t.Errorf("%d of %d bytes are as before", n, len(before))
	}
}
