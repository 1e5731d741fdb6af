"""ML-KEM-768 (FIPS 203), X-Wing (draft-connolly-cfrg-xwing-kem) and HPKE's base mode (RFC 9180)."""

import hashlib

from prim import chacha, expand, extract, need, opens, x25519  # noqa: F401

_Q, _K = 3329, 3
_ZETA = [pow(17, int(format(i, "07b")[::-1], 2), _Q) for i in range(128)]
_GAMMA = [pow(17, 2 * int(format(i, "07b")[::-1], 2) + 1, _Q) for i in range(128)]


def _ntt(f):
    f, i, size = list(f), 1, 128
    while size >= 2:
        for start in range(0, 256, 2 * size):
            z, i = _ZETA[i], i + 1
            for j in range(start, start + size):
                t = z * f[j + size]
                f[j + size], f[j] = (f[j] - t) % _Q, (f[j] + t) % _Q
        size //= 2
    return f


def _inverse(f):
    f, i, size = list(f), 127, 2
    while size <= 128:
        for start in range(0, 256, 2 * size):
            z, i = _ZETA[i], i - 1
            for j in range(start, start + size):
                t = f[j]
                f[j], f[j + size] = (t + f[j + size]) % _Q, z * (f[j + size] - t) % _Q
        size *= 2
    return [x * 3303 % _Q for x in f]


def _multiply(f, g):
    h = []
    for i, gamma in enumerate(_GAMMA):
        a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        h += [(a * c + b * d % _Q * gamma) % _Q, (a * d + b * c) % _Q]
    return h


def _sum(polys):
    return [sum(x) % _Q for x in zip(*polys)]


def _uniform(seed, j, i):
    out, stream, at = [], hashlib.shake_128(seed + bytes([j, i])).digest(1024), 0
    while len(out) < 256:
        a, b, c = stream[at:at + 3]
        at += 3
        for d in (a + 256 * (b % 16), b // 16 + 16 * c):
            if d < _Q and len(out) < 256:
                out.append(d)
    return out


def _bits(b):
    return [x >> i & 1 for x in b for i in range(8)]


def _noise(seed, n):
    b = _bits(hashlib.shake_256(seed + bytes([n])).digest(128))
    return [(b[4 * i] + b[4 * i + 1] - b[4 * i + 2] - b[4 * i + 3]) % _Q for i in range(256)]


def _encode(f, d):
    n = sum(x << d * i for i, x in enumerate(f))
    return n.to_bytes(32 * d, "little")


def _decode(b, d):
    n, mask = int.from_bytes(b, "little"), (1 << d) - 1
    return [n >> d * i & mask for i in range(256)]


def _squeeze(f, d):
    return [((x << d + 1) + _Q) // (2 * _Q) % (1 << d) for x in f]


def _stretch(f, d):
    return [(x * _Q * 2 + (1 << d)) >> d + 1 for x in f]


def _matrix(rho):
    return [[_uniform(rho, j, i) for j in range(_K)] for i in range(_K)]


def mlkem_key(d, z):
    """(encapsulation key, decapsulation key) of the two seeds."""
    g = hashlib.sha3_512(d + bytes([_K])).digest()
    rho, sigma = g[:32], g[32:]
    s = [_ntt(_noise(sigma, i)) for i in range(_K)]
    e = [_ntt(_noise(sigma, _K + i)) for i in range(_K)]
    t = [_sum([e[i]] + [_multiply(row[j], s[j]) for j in range(_K)])
         for i, row in enumerate(_matrix(rho))]
    ek = b"".join(_encode(x, 12) for x in t) + rho
    dk = b"".join(_encode(x, 12) for x in s)
    return ek, dk + ek + hashlib.sha3_256(ek).digest() + z


def _encrypt(ek, m, r):
    t = [[x % _Q for x in _decode(ek[384 * i:384 * i + 384], 12)] for i in range(_K)]
    a = _matrix(ek[384 * _K:])
    y = [_ntt(_noise(r, i)) for i in range(_K)]
    u = [_sum([_inverse(_sum([_multiply(a[j][i], y[j]) for j in range(_K)])), _noise(r, _K + i)])
         for i in range(_K)]
    v = _sum([_inverse(_sum([_multiply(t[i], y[i]) for i in range(_K)])), _noise(r, 2 * _K),
              _stretch(_decode(m, 1), 1)])
    return b"".join(_encode(_squeeze(x, 10), 10) for x in u) + _encode(_squeeze(v, 4), 4)


def mlkem_decapsulate(dk, c):
    need(len(c) == 1088, "ML-KEM: a ciphertext of another length")
    s, ek = dk[:384 * _K], dk[384 * _K:768 * _K + 32]
    h, z = dk[-64:-32], dk[-32:]
    u = [_stretch(_decode(c[320 * i:320 * i + 320], 10), 10) for i in range(_K)]
    v = _stretch(_decode(c[320 * _K:], 4), 4)
    w = _inverse(_sum([_multiply(_decode(s[384 * i:384 * i + 384], 12), _ntt(u[i]))
                       for i in range(_K)]))
    m = _encode(_squeeze([(a - b) % _Q for a, b in zip(v, w)], 1), 1)
    g = hashlib.sha3_512(m + h).digest()
    if _encrypt(ek, m, g[32:]) == c:
        return g[:32]
    return hashlib.shake_256(z + c).digest(32)


def _xwing_key(seed):
    b = hashlib.shake_256(seed).digest(96)
    ek, dk = mlkem_key(b[:32], b[32:64])
    return ek, dk, b[64:], x25519(b[64:], bytes([9]) + bytes(31))


def xwing_public(seed):
    ek, _, _, x = _xwing_key(seed)
    return ek + x


def xwing_decapsulate(seed, enc):
    """The shared secret of an encapsulation of 1,120 bytes, and the public key of the seed."""
    need(len(enc) == 1120, "X-Wing: an encapsulation of another length")
    ek, dk, sk, pk = _xwing_key(seed)
    m = mlkem_decapsulate(dk, enc[:1088])
    x = enc[1088:]
    return hashlib.sha3_256(m + x25519(sk, x) + x + pk + rb"\.//^" + b"\\").digest(), ek + pk


def hpke_open(seed, enc, info, sealed, aad=b""):
    """Base mode, MLKEM768-X25519 (0x647a), HKDF-SHA-256 (1), ChaCha20-Poly1305 (3), first message;
    the plaintext or None, and the public key of the seed."""
    suite = b"HPKE" + bytes.fromhex("647a00010003")

    def labeled_extract(salt, label, ikm):
        return extract(salt, b"HPKE-v1" + suite + label + ikm)

    def labeled_expand(prk, label, context, n):
        return expand(prk, n.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context, n)

    shared, public = xwing_decapsulate(seed, enc)
    context = (bytes(1) + labeled_extract(b"", b"psk_id_hash", b"")
               + labeled_extract(b"", b"info_hash", info))
    secret = labeled_extract(shared, b"secret", b"")
    key = labeled_expand(secret, b"key", context, 32)
    nonce = labeled_expand(secret, b"base_nonce", context, 12)
    return opens(key, nonce, sealed, aad), public
