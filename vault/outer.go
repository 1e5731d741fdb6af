package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
)

// outer is what is known of the outer layer of a file that was read.
type outer struct {
	spare  bool // the keystore holds a key beside the one that the file is under,
	newest bool // and the file is under the newer of the two
}

// stream adds the key stream of the outer layer to a whole file, or takes it
// off, and leaves the nonce as it is: AES-256 in counter mode from a counter of
// zero, under a key that the nonce makes new for every write.
func (o Options) stream(file []byte, k *Key) error {
	nonce := [prefixLen]byte(o.prefix(file, nonceRegion))
	key, err := derive(k.Bytes(), "outer", nonce[:])
	if err != nil {
		return err
	}
	defer clear(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(file, file)
	copy(o.prefix(file, nonceRegion), nonce[:])
	return nil
}

// checkOf returns the check of the outer layer: it tells, with its key alone,
// that a file is under that key.
func checkOf(k *Key, nonce []byte) ([]byte, error) {
	key, err := derive(k.Bytes(), "check")
	if err != nil {
		return nil, err
	}
	defer clear(key)
	mac := hmac.New(sha256.New, key)
	mac.Write(nonce)
	return mac.Sum(nil), nil
}

// strip takes the outer layer off a file that was read. ErrNotVault if no key
// of the keystore is the file's.
func (f *File) strip(file []byte) (outer, error) {
	if f.Keystore == nil {
		return outer{}, f.Options.stream(file, new(Key))
	}
	all, err := f.Keystore.Keys()
	defer eraseAll(all)
	if err != nil {
		return outer{}, err
	}
	for i := range all {
		if err := f.Options.stream(file, &all[i]); err != nil {
			return outer{}, err
		}
		want, err := checkOf(&all[i], f.Options.prefix(file, nonceRegion))
		if err != nil {
			return outer{}, err
		}
		if hmac.Equal(want, f.Options.prefix(file, checkRegion)) {
			return outer{spare: len(all) > 1, newest: i == 0}, nil
		}
		if err := f.Options.stream(file, &all[i]); err != nil {
			return outer{}, err
		}
	}
	return outer{}, ErrNotVault
}

// wrap puts the outer layer on, under the key that the file is written with:
// the next one of the keystore. A key that a crash left over is used up first:
// an older one is destroyed, a newer one taken as the next.
func (f *File) wrap(file []byte, was outer) error {
	if f.Keystore == nil {
		return f.Options.stream(file, new(Key))
	}
	key, err := f.nextKey(was)
	if err != nil {
		return err
	}
	defer key.Erase()
	check, err := checkOf(key, f.Options.prefix(file, nonceRegion))
	if err != nil {
		return err
	}
	copy(f.Options.prefix(file, checkRegion), check)
	return f.Options.stream(file, key)
}

func (f *File) nextKey(was outer) (*Key, error) {
	if was.spare && !was.newest {
		all, err := f.Keystore.Keys()
		if err != nil {
			return nil, err
		}
		if len(all) == 0 {
			return nil, ErrNotVault
		}
		eraseAll(all[1:])
		return &all[0], nil
	}
	if was.spare {
		if err := f.Keystore.Settle(); err != nil {
			return nil, err
		}
	}
	key, err := f.Keystore.Next()
	if err != nil {
		return nil, err
	}
	return &key, nil
}

func eraseAll(all []Key) {
	for i := range all {
		all[i].Erase()
	}
}
