"""docs/protocol/link.md: derivations, boxes, headers, cells, messages, boxes by hand."""

from prim import chacha_block, expand, extract, hmac, need, seal, sha256, unseal
from read import Reader, data, lines, number, same, u8, u16, u32

MAX = 1284
CELL = 1300


def x(k, label, ctx=b"", n=32):
    return expand(k, b"bulkhead/link/2 " + label.encode() + b"\0" + ctx, n)


def block(k, name):
    b = chacha_block(k, name.encode().ljust(12, b"\0"), 0)
    return b[:32], b[32:]


def root0(secret, context):
    return x(extract(b"bulkhead/link/2 start", secret), "root", sha256(context))


def step(s, ss, t_before, e, pk, ct):
    """T(e) and R(e); s is S(e-1)."""
    t = sha256(t_before, u32(e), pk, ct)
    return t, x(extract(s, ss), "root", t)


def words(root):
    n, out = int.from_bytes(x(root, "words", b"", 10), "big") % 7776**6, []
    for _ in range(6):
        n, w = divmod(n, 7776)
        out.insert(0, w)
    return out


class Chain:
    """One of a direction's chains, from its first round on."""

    def __init__(self, root, label, d, first, name):
        self.k, self.at, self.name, self.kept = x(root, label, u8(d)), first, name, {}

    def key(self, r):
        need(r in self.kept or r >= self.at, "a round before the chain's first")
        while self.at <= r:
            self.k, self.kept[self.at] = block(self.k, self.name)
            self.at += 1
        return self.kept[r]


def content(root, d, base):
    return Chain(root, "content", d, base, "content step")


def ids(root, d, base, e, pl):
    return Chain(root, "id", d, base if e == 0 else base + pl, "id step")


def box_id(g):
    return block(g, "box")[0]


def aad(f, part, id_, r, d):
    return f[24:] + u8(part) + id_ + u32(r) + u8(d)


def seal_box(m, id_, r, d, header, body, f_header, f_body):
    return (f_header + seal(m, f_header[:24], header, aad(f_header, 0, id_, r, d))
            + f_body + seal(m, f_body[:24], body, aad(f_body, 1, id_, r, d)))


def open_box(m, id_, r, d, box):
    need(len(box) == 4096, "a box of another length")
    f, g = box[:32], box[148:180]
    return (unseal(m, f[:24], box[32:148], aad(f, 0, id_, r, d), "header"),
            unseal(m, g[:24], box[180:], aad(g, 1, id_, r, d), "body"))


# By hand

class Hand:
    """The three chains of one direction and hand epoch, from its first block on."""

    def __init__(self, root, d, first):
        self.y, self.z = x(root, "hand head", u8(d)), x(root, "hand block", u8(d))
        self.d, self.first = d, first

    def keys(self, b, j, i):
        """h(B), k(B), n(B, j), m(B, j, i)."""
        need(b >= self.first, "a block before the epoch's first")
        y, z = self.y, self.z
        for _ in range(b - self.first + 1):
            y, h = block(y, "hand head")
            z, k = block(z, "hand block")
        v = k
        for _ in range(j + 1):
            v, n = block(v, "hand bundle")
        w = n
        for _ in range(i + 1):
            w, m = block(w, "hand box")
        return h, k, n, m


def hand_number(b, j, i):
    return u32(b) + u8(j) + u16(i)


def seal_hand(h, m, d, b, j, i, header, body, f_header, f_body):
    head = f_header + seal(h, f_header[:24], header, f_header[24:] + b"\x02" + u8(d) + u32(b))
    return head + f_body + seal(m, f_body[:24], body,
                                f_body[24:] + b"\x03" + u8(d) + hand_number(b, j, i) + head)


def open_hand(chains, d, b, box):
    """Header and body of a box by hand of block b: the header says which."""
    f, g = box[:32], box[148:180]
    h, _, _, _ = chains.keys(b, 0, 0)
    header = unseal(h, f[:24], box[32:148], f[24:] + b"\x02" + u8(d) + u32(b), "head")
    at = Reader(header[80:], "number")
    named, j, i = at.num(4), at.num(1), at.num(2)
    count = int.from_bytes(header[2:4], "big")
    need(named == b and j < 64 and 1 <= count <= 1024 and i < count, "a number out of bounds")
    m = chains.keys(b, j, i)[3]
    number_ = hand_number(b, j, i)
    return header, unseal(m, g[:24], box[180:], g[24:] + b"\x03" + u8(d) + number_ + box[:148],
                          "body")


def hand_blocks(rounds, pl):
    """H, of the rounds of 14 days."""
    return min(64, max(1, -(-rounds // pl)))


def hand_epochs(bases, g, pl):
    return [e for e, b in enumerate(bases)
            if e < 2 or b // (g * pl) > bases[e - 1] // (g * pl)]


# Headers and cells

def parse_header(b, by_hand=False):
    at = Reader(b, "header")
    need(at.num(1) == 2, "a header of another version")
    h = {"flags": at.num(1)}
    if by_hand:
        h["boxes"] = at.num(2)
        at.zeros(4)
    else:
        at.take(2)
        h["sealed"] = at.num(4)
    h["passphrase"], h["epoch"] = at.num(4), at.num(4)
    if by_hand:
        at.zeros(4)
    else:
        h["turn"] = at.num(4)
    h["gen"], h["tag"] = at.num(4), at.take(8).hex()
    h["echo"], h["echo-tag"] = at.num(4), at.take(8).hex()
    h["opened"], h["next"], h["chain"] = at.num(4), at.num(4), at.take(8).hex()
    h["bitmap"], h["base"] = at.take(16).hex(), at.num(4)
    if by_hand:
        h["block"], h["bundle"], h["box"] = at.num(4), at.num(1), at.num(2)
        at.zeros(1)
        at.zeros(8)
    else:
        at.take(8)
        h["ran"], h["ran-map"] = at.num(2), at.num(6)
    h["reads"] = at.num(1)
    at.take(1)
    h["serial"] = at.num(2)
    at.end()
    need(h["flags"] < 8, "an unknown flag")
    need(h["gen"] > 0, "gen is zero")
    return h


def parse_cells(body):
    out = []
    need(len(body) == 3 * CELL, "a body of another length")
    for i in range(3):
        at = Reader(body[CELL * i:CELL * (i + 1)], "cell")
        kind, marks, n, num, eight = at.num(1), at.num(1), at.num(2), at.num(4), at.take(8)
        need(kind <= 5 and marks < 8 and n <= MAX, "a cell that is none")
        payload = at.take(n)
        at.zeros(MAX - n)
        at.end()
        if kind == 0:
            need(not any(body[CELL * i:CELL * (i + 1)]), "an empty cell is not zero")
        if kind in (2, 3, 5):
            need(not any(eight) and marks == 0, "a cell of a key or receipts with marks or a chain")
        if kind == 4:
            need(marks == 0, "a chunk with marks")
        out.append((kind, marks, num, eight, payload))
    return out


def chain_value(before, message):
    return sha256(before, message)[:16]


class Stream:
    """The messages of a direction, from the cells that were opened."""

    def __init__(self):
        self.cells = {}

    def take(self, marks, num, eight, payload):
        got = (marks, eight, payload)
        need(self.cells.setdefault(num, got) == got, "two contents of one cell")

    def delivery(self):
        """What is whole, in order: whether a manifest, the message, the next cell, M."""
        first, m, out = 0, bytes(16), []
        while first in self.cells:
            n, whole = first, b""
            while True:
                if n not in self.cells:
                    return out
                marks, eight, payload = self.cells[n]
                need((n == first) == bool(marks & 1), "a first mark where none may be, or none")
                need(eight == self.cells[first][1], "another chain value within a message")
                need(len(payload) == MAX or marks & 2, "a short cell before the last")
                whole, n = whole + payload, n + 1
                if marks & 2:
                    break
                need(n - first < 52, "52 cells without a last one")
            message = whole[16:]
            need(len(whole) >= 16 and whole[:16] == m, "a wrong M(j-1)")
            m = chain_value(m, message)
            need(m[:8] == eight, "a wrong M")
            need(len(message) <= 65536, "more than 65,536 bytes")
            if marks & 4:
                need(marks == 7 and n == first + 1 and len(message) == 48, "a broken manifest")
            out.append((bool(marks & 4), message, n, m))
            first = n
        return out


def lid_start(seed, id_):
    return hmac(seed, b"bulkhead/link/2 start", id_)


# The vectors

SECRET, CONTEXT, BASE, PL = bytes(range(32)), b"rest of the QR", 1000, 192
BODY = bytes(n % 251 for n in range(3900))
F_HEADER, F_BODY = b"\xa1" * 31 + b"\x7f", b"\xb2" * 31 + b"\x7f"


def fields(line, shape):
    """The words of a line against a shape: a word as it is, or {name} for a value."""
    got, want, out = line.split(" "), shape.split(" "), {}
    need(len(got) == len(want), "no line of this form: " + line[:60])
    for g, w in zip(got, want):
        if w.startswith("{"):
            out[w[1:-1]] = g
        else:
            need(g == w, "no line of this form: " + line[:60])
    return out


def check_link(text):
    r0 = root0(SECRET, CONTEXT)
    s0 = x(r0, "step")
    all_ = lines(text)
    header = data([v for v in all_ if v.startswith("header ")][0][7:])
    need(len(header) == 100, "a header of another length")
    chains = {d: (content(r0, d, BASE), ids(r0, d, BASE, 0, PL)) for d in (0, 1)}
    last, seen = None, set()
    pk, ct = bytes(1220), bytes(1152)
    _, r1 = step(s0, b"\x07" * 32, sha256(CONTEXT), 1, pk, ct)
    for line in all_:
        kind = line.split(" ")[0]
        seen.add(kind)
        if kind == "R0":
            same(r0, line[3:], "R(0)")
        elif kind == "S0":
            same(s0, line[3:], "S(0)")
        elif kind in ("d0", "d1"):
            v = fields(line, kind + " round {r} m {m} g {g} id {id} "
                                    "box 4096 bytes sha256 {box}")
            d, r = int(kind[1]), number(v["r"])
            m, g = chains[d][0].key(r), chains[d][1].key(r)
            last = box_id(g)
            same(m, v["m"], "m")
            same(g, v["g"], "g")
            same(last, v["id"], "id")
            box = seal_box(m, last, r, d, header, BODY, F_HEADER, F_BODY)
            same(sha256(box), v["box"], "box")
            need(open_box(m, last, r, d, box) == (header, BODY), "a box does not come back")
        elif kind == "header":
            need(header[0] == 2, "version")
            same(header[1:], bytes(range(1, 100)), "header")
        elif kind == "lid":
            same(lid_start(b"\x55" * 32, last), line[4:], "lid")
        elif kind == "PK":
            same("PK payload %d CT payload %d (limit %d)" % (4 + 1216, 32 + 1120, MAX), line, "PK")
        elif kind == "R1":
            same(r1, line[3:], "R(1)")
        elif kind == "e1":
            v = fields(line, "e1 d1 round {r} PL {pl} m {m} g {g}")
            r, pl = number(v["r"]), number(v["pl"])
            same(content(r1, 1, 0).key(r), v["m"], "m of epoch 1")
            same(ids(r1, 1, 0, 1, pl).key(r), v["g"], "g of epoch 1")
        elif kind == "words":
            same(x(r1, "words", b"", 10), line[6:], "words")
        elif kind == "numbers":
            same(" ".join(str(n) for n in words(r1)), line[8:], "numbers")
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(seen) == 11, "a line is missing")
    return len(all_)


def check_hand(text):
    r0 = root0(SECRET, CONTEXT)
    header = u8(2) + bytes(range(1, 100))
    all_ = lines(text)
    bases = None
    for line in all_:
        kind = line.split(" ")[0]
        if kind == "hand":
            v = fields(line, "hand {d} block {b} bundle {j} box {i} h {h} k {k} n {n} m {m} "
                             "box 4096 bytes sha256 {box}")
            d, b, j, i = int(v["d"][1:]), number(v["b"]), number(v["j"]), number(v["i"])
            h, k, n, m = Hand(r0, d, BASE // PL).keys(b, j, i)
            for name, got in zip("hknm", (h, k, n, m)):
                same(got, v[name], name)
            own = header[:80] + hand_number(b, j, i) + header[87:]
            same(sha256(seal_hand(h, m, d, b, j, i, own, BODY, F_HEADER, F_BODY)), v["box"], "box")
        elif kind == "bases":
            bases = [number(n) for n in line.split(" ")[1:]]
        elif kind == "epochs":
            same(" ".join(str(e) for e in hand_epochs(bases, 2, PL)), line[7:], "hand epochs")
        elif kind == "blocks":
            v = fields(line, "blocks 14-days {r} PL {pl} H {h}")
            same(hand_blocks(number(v["r"]), number(v["pl"])), number(v["h"]), line)
        else:
            need(False, "an unknown line: " + line[:40])
    need(len(all_) == 14, "a line is missing")
    return len(all_)
