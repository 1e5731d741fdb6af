"""Primitives, written from their standards with python3's standard library alone.

ChaCha20, Poly1305 (RFC 8439), XChaCha20 (draft-irtf-cfrg-xchacha), HKDF (RFC 5869), Ed25519
(RFC 8032), X25519 (RFC 7748), AES-256 in counter mode (FIPS 197, SP 800-38A), Argon2id (RFC 9106).
They run in variable time: they check vectors, and hold nobody's keys.
"""

import hashlib
import hmac as _hmac
import struct


class Refused(Exception):
    """What was read is not what the pages say."""


def need(true, why):
    if not true:
        raise Refused(why)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def shake(text, n):
    """What stands in vectors for bytes that may be any."""
    return hashlib.shake_256(text.encode()).digest(n)


def hmac(key, *parts):
    return _hmac.new(key, b"".join(parts), hashlib.sha256).digest()


def extract(salt, ikm):
    return hmac(salt or bytes(32), ikm)


def expand(prk, info, n=32):
    out, block, i = b"", b"", 1
    while len(out) < n:
        block = hmac(prk, block, info, bytes([i]))
        out, i = out + block, i + 1
    return out[:n]


def hkdf(secret, salt, info, n=32):
    return expand(extract(salt, secret), info, n)


def xor(a, b):
    n = len(a)
    return (int.from_bytes(a, "little") ^ int.from_bytes(b[:n], "little")).to_bytes(n, "little")


# ChaCha20

_SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def _rounds(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            xa, xb, xc, xd = x[a], x[b], x[c], x[d]
            xa = (xa + xb) & 0xffffffff
            xd ^= xa
            xd = ((xd << 16) | (xd >> 16)) & 0xffffffff
            xc = (xc + xd) & 0xffffffff
            xb ^= xc
            xb = ((xb << 12) | (xb >> 20)) & 0xffffffff
            xa = (xa + xb) & 0xffffffff
            xd ^= xa
            xd = ((xd << 8) | (xd >> 24)) & 0xffffffff
            xc = (xc + xd) & 0xffffffff
            xb ^= xc
            xb = ((xb << 7) | (xb >> 25)) & 0xffffffff
            x[a], x[b], x[c], x[d] = xa, xb, xc, xd
    return x


def chacha_block(key, nonce, counter):
    """One block of 64 bytes; key 32, nonce 12, counter u32."""
    state = _SIGMA + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce)
    return struct.pack("<16I", *((a + b) & 0xffffffff for a, b in zip(_rounds(state), state)))


def hchacha(key, nonce):
    x = _rounds(_SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce))
    return struct.pack("<8I", *(x[:4] + x[12:]))


def chacha(key, nonce, counter, data):
    stream = b"".join(chacha_block(key, nonce, counter + i) for i in range((len(data) + 63) // 64))
    return xor(data, stream)


def poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0ffffffc0ffffffc0ffffffc0fffffff
    acc, p = 0, (1 << 130) - 5
    for i in range(0, len(data), 16):
        acc = (acc + int.from_bytes(data[i:i + 16] + b"\x01", "little")) * r % p
    return ((acc + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def _tag(key, nonce, aad, sealed):
    def pad(b):
        return b + bytes(-len(b) % 16)
    once = chacha_block(key, nonce, 0)[:32]
    return poly1305(once, pad(aad) + pad(sealed) + struct.pack("<QQ", len(aad), len(sealed)))


def seal(key, nonce, plain, aad=b""):
    """ChaCha20-Poly1305; a nonce of 24 bytes means XChaCha20-Poly1305."""
    if len(nonce) == 24:
        key, nonce = hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    sealed = chacha(key, nonce, 1, plain)
    return sealed + _tag(key, nonce, aad, sealed)


def opens(key, nonce, box, aad=b""):
    """The plaintext, or None."""
    if len(nonce) == 24:
        key, nonce = hchacha(key, nonce[:16]), bytes(4) + nonce[16:]
    if len(box) < 16 or _tag(key, nonce, aad, box[:-16]) != box[-16:]:
        return None
    return chacha(key, nonce, 1, box[:-16])


def unseal(key, nonce, box, aad, what):
    plain = opens(key, nonce, box, aad)
    need(plain is not None, what + " does not open")
    return plain


# Ed25519 and X25519

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_I = pow(2, (_P - 1) // 4, _P)


def _add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = _add(q, p)
        p, s = _add(p, p), s >> 1
    return q


def _pack(p):
    z = pow(p[2], -1, _P)
    x, y = p[0] * z % _P, p[1] * z % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpack(b):
    y = int.from_bytes(b, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(x2, (_P + 3) // 8, _P)
    if (x * x - x2) % _P:
        x = x * _I % _P
    if (x * x - x2) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


_B = _unpack((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def _secret(seed):
    h = hashlib.sha512(seed).digest()
    return int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | 1 << 254, h[32:]


def ed25519_public(seed):
    return _pack(_times(_secret(seed)[0], _B))


def ed25519_sign(seed, message):
    a, prefix = _secret(seed)
    key = _pack(_times(a, _B))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % _L
    start = _pack(_times(r, _B))
    h = int.from_bytes(hashlib.sha512(start + key + message).digest(), "little") % _L
    return start + ((r + h * a) % _L).to_bytes(32, "little")


def ed25519_verify(key, message, signature):
    a, r = _unpack(key), _unpack(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= _L or len(signature) != 64:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    return _pack(_times(s, _B)) == _pack(_add(r, _times(h, a)))


def x25519(k, u):
    k = int.from_bytes(k, "little") & ((1 << 254) - 8) | 1 << 254
    x1 = int.from_bytes(u, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % _P, b * b % _P, d * a % _P, c * b % _P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % _P, x1 * (da - cb) ** 2 % _P
        x2, z2 = aa * bb % _P, e * (aa + 121665 * e) % _P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, -1, _P) % _P).to_bytes(32, "little") if z2 % _P else bytes(32)


# AES-256 in counter mode

def _aes_tables():
    exp, log, x = [0] * 512, [0] * 256, 1
    for i in range(255):
        exp[i], log[x] = x, i
        x ^= x << 1 ^ (0x11b if x & 0x80 else 0)
    exp[255:510] = exp[:255]
    box = []
    for v in range(256):
        i = exp[255 - log[v]] if v else 0
        b = i
        for s in (1, 2, 3, 4):
            b ^= (i << s | i >> 8 - s) & 255
        box.append(b ^ 0x63)
    return box, [exp[log[s] + 25] if s else 0 for s in box]


_S, _S2 = _aes_tables()
_T = [[], [], [], []]
for _s, _s2 in zip(_S, _S2):
    _w = _s2 << 24 | _s << 16 | _s << 8 | _s ^ _s2
    for _t in _T:
        _t.append(_w)
        _w = _w >> 8 | (_w & 255) << 24


def aes256_ctr(key, data):
    """data XOR the keystream whose counter block is zero at the first byte."""
    w, rcon = list(struct.unpack(">8I", key)), 1
    for i in range(8, 60):
        t = w[i - 1]
        if i % 8 == 0:
            t = ((t << 8 | t >> 24) & 0xffffffff)
        if i % 4 == 0:
            t = _S[t >> 24] << 24 | _S[t >> 16 & 255] << 16 | _S[t >> 8 & 255] << 8 | _S[t & 255]
        if i % 8 == 0:
            t, rcon = t ^ rcon << 24, rcon << 1
        w.append(w[i - 8] ^ t)
    t0, t1, t2, t3 = _T
    out = []
    for n in range((len(data) + 15) // 16):
        s = [a ^ b for a, b in zip(struct.unpack(">4I", n.to_bytes(16, "big")), w)]
        for r in range(4, 56, 4):
            s = [t0[s[i] >> 24] ^ t1[s[i - 3] >> 16 & 255] ^ t2[s[i - 2] >> 8 & 255]
                 ^ t3[s[i - 1] & 255] ^ w[r + i] for i in range(4)]
        s = [(_S[s[i] >> 24] << 24 | _S[s[i - 3] >> 16 & 255] << 16 | _S[s[i - 2] >> 8 & 255] << 8
              | _S[s[i - 1] & 255]) ^ w[56 + i] for i in range(4)]
        out.append(struct.pack(">4I", *s))
    return xor(data, b"".join(out))


# Argon2id

_M = (1 << 64) - 1


def _long_hash(n, data):
    data = struct.pack("<I", n) + data
    if n <= 64:
        return hashlib.blake2b(data, digest_size=n).digest()
    v, out = hashlib.blake2b(data).digest(), b""
    while n - len(out) > 64:
        out += v[:32]
        v = hashlib.blake2b(v, digest_size=min(64, n - len(out))).digest()
    return out + v


def _gb(v, a, b, c, d):
    va, vb, vc, vd = v[a], v[b], v[c], v[d]
    for r1, r2 in ((32, 24), (16, 63)):
        va = (va + vb + 2 * (va & 0xffffffff) * (vb & 0xffffffff)) & _M
        vd ^= va
        vd = (vd >> r1 | vd << 64 - r1) & _M
        vc = (vc + vd + 2 * (vc & 0xffffffff) * (vd & 0xffffffff)) & _M
        vb ^= vc
        vb = (vb >> r2 | vb << 64 - r2) & _M
    v[a], v[b], v[c], v[d] = va, vb, vc, vd


def _compress(x, y):
    r = [a ^ b for a, b in zip(x, y)]
    v = list(r)
    rows = [list(range(16 * i, 16 * i + 16)) for i in range(8)]
    columns = [[2 * i + 16 * j + k for j in range(8) for k in (0, 1)] for i in range(8)]
    for at in rows + columns:
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _gb(v, at[a], at[b], at[c], at[d])
    return [a ^ b for a, b in zip(r, v)]


def argon2id(passphrase, salt, kib, passes, lanes, n=32):
    """RFC 9106, version 0x13, type 2, no secret and no associated data."""
    h0 = hashlib.blake2b(struct.pack("<6I", lanes, n, kib, passes, 0x13, 2)
                         + struct.pack("<I", len(passphrase)) + passphrase
                         + struct.pack("<I", len(salt)) + salt + bytes(8)).digest()
    length = kib // (4 * lanes) * 4
    quarter = length // 4
    mem = [[None] * length for _ in range(lanes)]
    for i in range(lanes):
        for j in (0, 1):
            mem[i][j] = list(struct.unpack("<128Q", _long_hash(1024, h0 + struct.pack("<II", j, i))))
    zero = [0] * 128
    for t in range(passes):
        for part in range(4):
            for i in range(lanes):
                address = None
                for k in range(2 if t == part == 0 else 0, quarter):
                    j = part * quarter + k
                    before = mem[i][j - 1]
                    if t == 0 and part < 2:
                        if address is None or k % 128 == 0:
                            block = [t, i, part, lanes * length, passes, 2, k // 128 + 1] + [0] * 121
                            address = _compress(zero, _compress(zero, block))
                        word = address[k % 128]
                    else:
                        word = before[0]
                    j1, j2 = word & 0xffffffff, word >> 32
                    lane = i if t == part == 0 else j2 % lanes
                    if t == 0:
                        area = part * quarter + (k - 1 if lane == i else -(k == 0))
                        start = 0
                    else:
                        area = length - quarter + (k - 1 if lane == i else -(k == 0))
                        start = (part + 1) % 4 * quarter
                    z = area - 1 - (area * (j1 * j1 >> 32) >> 32)
                    new = _compress(before, mem[lane][(start + z) % length])
                    old = mem[i][j]
                    mem[i][j] = new if t == 0 else [a ^ b for a, b in zip(new, old)]
    last = mem[0][-1]
    for lane in mem[1:]:
        last = [a ^ b for a, b in zip(last, lane[-1])]
    return _long_hash(n, struct.pack("<128Q", *last))
