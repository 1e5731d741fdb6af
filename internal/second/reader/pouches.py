"""docs/protocol/pouch.md: the file."""

from cards import LENGTH, follows, unpad
from links import fields
from prim import ed25519_public, ed25519_sign, ed25519_verify, hmac, need, sha256, shake
from read import Reader, data, lines, number, same, u8, u16, u32, u64

MAGIC = b"bhpouch\x05"
KEPT = 64
LABEL = b"bulkhead/pouch/5 "


def up(n):
    return -(-n // 4096) * 4096


def layout(s, pl):
    """n, K, M and the file's length."""
    n = (pl + 1) * s
    k = up(8192 + 2 * LENGTH)
    m = up(k + 128 * n)
    return n, k, m, m + 8192 * n + KEPT * 64 + KEPT * 4096


def plan(head):
    return LABEL + b"plan" + head[8:12] + head[16:64]


def sign_head(key, first_64):
    """Bytes 0 to 167 of the head."""
    seed = hmac(key, LABEL + b"plan key")
    head = first_64 + ed25519_public(seed) + ed25519_sign(seed, plan(first_64))
    return head + sha256(head)[:8]


def sign_times(tag, floor_to_656):
    return floor_to_656 + sha256(b"round", tag, floor_to_656)[:8]


def proof(key, plan_, r, slot, meta, body):
    k = hmac(key, LABEL + b"sealing", plan_)
    return hmac(k, u32(r), u8(slot), meta[:65], body[148:])[:16]


class Pouch:
    """A file, as far as its form goes: whatever is not named is zero, whatever is, within bounds."""

    def __init__(self, b):
        need(len(b) > 12 and b[:8] == MAGIC, "no pouch of version 5")
        self.file = b
        at = Reader(b[:4096], "head")
        at.take(8)
        self.s, self.pl, self.rate = at.num(1), at.num(1), at.num(2)
        need(3 <= self.s <= 16 and 16 <= self.pl <= 192, "S or PL out of bounds")
        need(self.rate == 0 or 683 <= self.rate <= 32085, "a rate of loops out of bounds")
        self.n, self.k, self.m, size = layout(self.s, self.pl)
        need(len(b) == size, "a file of another length")
        self.first, self.tag = at.num(4), at.take(8)
        self.number, self.from_ = at.num(4), at.num(4)
        need(1 <= self.number <= self.first <= (1 << 32) - self.pl, "rounds out of reach")
        need(at.take(32) == sha256(b[8192:8192 + 2 * LENGTH]), "other cards than those signed")
        self.key, self.signature = at.take(32), at.take(64)
        need(at.take(8) == sha256(b[:160])[:8], "a wrong sum of the head")
        need(ed25519_verify(self.key, plan(b), self.signature), "a wrong signature of the plan")
        at.zeros(512 - 168)
        self.floor, self.ran, self.map = at.num(4), at.num(4), at.take(6)
        at.zeros(2)
        need(max(self.floor, self.ran) <= self.first + self.pl - 1, "rounds out of reach")
        need(self.ran <= self.floor, "run in a round that was not begun")
        need(int.from_bytes(self.map, "big") >> max(0, self.ran - 1) == 0, "a round before 1 was run")
        self.times = [(at.num(4), at.num(4)) for _ in range(self.s)]
        at.zeros(8 * (16 - self.s))
        need(at.take(8) == sha256(b"round", self.tag, b[512:656])[:8], "a wrong sum of the times")
        at.zeros(4096 - 664)
        self.card = unpad(b[8192:8192 + LENGTH])
        self.coming = unpad(b[8192 + LENGTH:8192 + 2 * LENGTH])
        need(not any(b[8192 + 2 * LENGTH:self.k]), "something behind the cards")
        need(self.card is not None, "no card")
        need((self.coming is None) == (self.from_ == 0), "a coming card, or its round, alone")
        need((self.card.s, self.card.pl) == (self.s, self.pl), "S or PL are not the card's")
        if self.coming:
            need(follows(self.card, self.coming) and self.from_ >= self.coming.begins, "no pair of cards")
        self.uses = [self._use(i) for i in range(8)]
        places = (self.card.places + [None] * 4)[:4]
        coming = self.coming.places if self.coming else []
        places += ([None if p in places else p for p in coming] + [None] * 4)[:4]
        for i, place in enumerate(places):
            need(place or not any(b[4096 + 512 * i:4608 + 512 * i]), "a use of a place that is none")
        self.metas = [self._meta(i) for i in range(self.n)]
        need(not any(b[self.k + 128 * self.n:self.m]), "something behind the metas")
        self.kept = [self._kept(i) for i in range(KEPT)]

    def _use(self, i):
        at = Reader(self.file[4096 + 512 * i:4608 + 512 * i], "use")
        v = {"day": at.num(4), "bytes": at.num(8)}
        ahead = at.num(4)
        v["ahead"] = ahead - (ahead >> 31 << 32)
        for name in ("compared", "took", "took-failed", "gave", "gave-failed", "began"):
            v[name] = at.num(4)
        v["causes"] = [(at.num(4), at.num(4)) for _ in range(24)]
        at.zeros(512 - 232)
        return v

    def writes(self, i):
        return self.file[self.m + 4096 * i:self.m + 4096 * (i + 1)]

    def read(self, i):
        at = self.m + 4096 * (self.n + i)
        return self.file[at:at + 4096]

    def round_of(self, i):
        return self.first - 1 + i // self.s

    def _meta(self, i):
        b = self.file[self.k + 128 * i:self.k + 128 * (i + 1)]
        at = Reader(b, "meta")
        v = {"write-id": at.take(32), "read-id": at.take(32), "flags": at.num(1)}
        for name, states in (("write", 6), ("read", 5)):
            v[name], v[name + "-attempts"] = at.num(1), at.num(1)
            need(v[name] <= states and v[name + "-attempts"] <= 2, "a result out of bounds")
            need((v[name] in (0, states)) == (v[name + "-attempts"] == 0), "attempts of another state")
        v["back"], v["repeat"] = at.num(1), at.num(1)
        at.zeros(1)
        for bit, name in ((1, "write"), (2, "read")):
            need(not v["repeat"] & bit or (v[name], v[name + "-attempts"]) == (1, 1), "a repeat of nothing")
        v["sum"], v["proof"], v["meta"] = at.take(16), at.take(16), b
        at.zeros(24)
        need(v["flags"] < 8 and v["back"] <= self.s and v["repeat"] < 4, "flags out of bounds")
        if v["read"] == 2:
            need(v["sum"] == sha256(self.read(i))[:16], "other bytes than were read")
        else:
            need(not any(v["sum"]) and not any(self.read(i)), "bytes that were not read")
        r = self.round_of(i)
        if r > self.floor:
            need(not (v["write-attempts"] or v["read-attempts"] or v["back"] or v["repeat"]),
                 "something attempted beyond the floor")
            if r >= self.first:
                need(v["write"] == v["read"] == 0, "a result beyond the floor")
        return v

    def proven(self, key, i):
        v = self.metas[i]
        return v["proof"] == proof(key, plan(self.file), self.round_of(i), i % self.s, v["meta"],
                                   self.writes(i))

    def _kept(self, i):
        at = Reader(self.file[self.m + 8192 * self.n + 64 * i:][:64], "kept box")
        place = at.b
        v = {"round": at.num(4), "id": at.take(32), "sum": at.take(16)}
        at.zeros(12)
        box = self.file[self.m + 8192 * self.n + 4096 * (i + 1):][:4096]
        if not any(place):
            need(not any(box), "a box in a place that is free")
            return None
        need(v["sum"] == sha256(box)[:16], "another box than was kept")
        need(v["round"] <= self.floor, "a box kept of a round beyond the floor")
        v["box"] = box
        return v


def lay(key, head, uses, cards, metas, writes, reads, kept):
    """The file: head has bytes 0 to 63 and 512 to 655; a meta lacks its proof where that is None."""
    s, pl = head[0][8], head[0][9]
    n, k, m, size = layout(s, pl)
    plan_ = plan(head[0])
    out = bytearray(size)
    out[:168] = sign_head(key, head[0])
    out[512:664] = sign_times(head[0][16:24], head[1])
    out[4096:8192] = b"".join(uses)
    out[8192:8192 + 2 * LENGTH] = cards
    first = int.from_bytes(head[0][12:16], "big")
    for i in range(n):
        meta, p = metas[i]
        if p is None:
            p = proof(key, plan_, first - 1 + i // s, i % s, meta, writes[i])
        out[k + 128 * i:k + 128 * (i + 1)] = (meta + p).ljust(128, b"\0")
        out[m + 4096 * i:m + 4096 * (i + 1)] = writes[i]
        out[m + 4096 * (n + i):m + 4096 * (n + i + 1)] = reads[i]
    at = m + 8192 * n
    for i, (place, box) in kept.items():
        out[at + 64 * i:at + 64 * (i + 1)] = place
        out[at + 4096 * (i + 1):at + 4096 * (i + 2)] = box
    return bytes(out)


# The vectors

def box_of(name):
    if name == "zeros":
        return bytes(4096)
    lid, found, body = name.partition("/")
    return shake(lid, 148) + shake(body, 4096)[148:] if found else shake(name, 4096)


def use_of(v):
    at = {n: v[i + 1] for i, n in enumerate(v) if n in USE}
    out = u32(number(at["day"])) + u64(number(at["bytes"]))
    out += u32(int(at["ahead"]) & 0xffffffff) + u32(number(at["compared"]))
    for way in ("writes", "reads"):
        out += b"".join(u32(number(x)) for x in at[way].split(":"))
    causes = bytearray(192)
    for x in v[v.index("causes") + 1:]:
        c, n, last = (number(y) for y in x.split(":"))
        causes[8 * c:8 * c + 8] = u32(n) + u32(last)
    return (out + u32(number(at["began"])) + causes).ljust(512, b"\0")


USE = ("day", "bytes", "ahead", "compared", "writes", "reads", "began")
ENTRY = ("entry {i} round {r} slot {s} write-id {w} read-id {x} flags {f} write {a} read {b} back {k} "
         "again {g} sum {u} proof {p} {proven} writes {wb} reads {rb}")


def check(text):
    """Lays the file out from its fields, and reads it."""
    v, uses, entries, kept, all_lines = {}, [], [], {}, lines(text)
    for line in all_lines:
        kind = line.split(" ")[0]
        if kind == "use":
            words = line.split(" ")
            need(number(words[1]) == len(uses) and words[2::2][:7] == list(USE), "a use out of order")
            uses.append(use_of(words))
        elif kind == "entry":
            entries.append(fields(line, ENTRY))
        elif kind == "kept":
            k = fields(line, "kept {i} round {r} id {id} sum {u} box {b}")
            kept[number(k["i"])] = ((u32(number(k["r"])) + data(k["id"]) + data(k["u"])).ljust(64, b"\0"),
                                    box_of(k["b"]))
        else:
            need(kind not in v, "a line twice")
            v[kind] = line
    key = data(fields(v["key"], "key {x}")["x"])
    shape = fields(v["shape"], "shape S {s} PL {pl} rate {rate}")
    s, pl = number(shape["s"]), number(shape["pl"])
    file = fields(v["file"], "file length {n} sha256 {x}")
    from_ = fields(v["number"], "number {n} coming-from {f}")
    cards = b"".join((u16(len(c) // 2) + data(c)).ljust(LENGTH, b"\0")
                     for c in (v["card"][5:], v["coming"][7:]))
    head = MAGIC + u8(s) + u8(pl) + u16(number(shape["rate"])) + u32(number(v["first"][6:]))
    head += data(v["tag"][4:]) + u32(number(from_["n"])) + u32(number(from_["f"])) + sha256(cards)
    ran = v["floor"].split(" ")
    now = fields(" ".join(ran[:7]), "floor {f} ran {r} map {m} times")
    times = u32(number(now["f"])) + u32(number(now["r"])) + data(now["m"]) + bytes(2)
    times += b"".join(u32(number(x)) for pair in ran[7:] for x in pair.split(":"))
    need(len(times) == 16 + 8 * s, "times of other slots")
    metas, writes, reads = [], [], []
    for i, e in enumerate(entries):
        need((number(e["i"]), number(e["s"])) == (i, i % s), "an entry out of order")
        meta = data(e["w"]) + data(e["x"]) + u8(number(e["f"]))
        meta += bytes(number(x) for name in "ab" for x in e[name].split(":"))
        meta += u8(number(e["k"])) + u8(number(e["g"])) + bytes(1) + data(e["u"])
        need(e["proven"] in ("proven", "random"), "proven or not")
        metas.append((meta, data(e["p"]) if e["proven"] == "random" else None))
        writes.append(box_of(e["wb"]))
        reads.append(box_of(e["rb"]))
    need(len(entries) == layout(s, pl)[0] and len(uses) == 8, "entries or uses are missing")
    made = lay(key, (head, times.ljust(144, b"\0")), uses, cards, metas, writes, reads, kept)
    pouch = Pouch(made)
    same(pouch.key, v["signer"][7:], "signer")
    same(pouch.signature, v["signature"][10:], "signature")
    for i, e in enumerate(entries):
        same(pouch.round_of(i), number(e["r"]), "round")
        same("proven" if pouch.proven(key, i) else "random", e["proven"], "whether an entry is proven")
        same(pouch.metas[i]["proof"], e["p"], "proof")
    same(len(made), number(file["n"]), "length")
    same(sha256(made), file["x"], "file")
    return len(all_lines)
