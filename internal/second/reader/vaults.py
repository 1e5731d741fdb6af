"""docs/protocol/vault.md: the file, opened by each passphrase."""

import unicodedata

from prim import Refused, aes256_ctr, argon2id, expand, hmac, need, opens, sha256, unseal
from read import Reader, data, lines, number, once, same, u8, u32

ROLES = ["normal", "decoy", "duress"]


def derive(k, part, context=b""):
    return expand(k, b"bulkhead/vault/2 " + part + b"\0" + context)


class Vault:
    def __init__(self, file, compartments, k, keystore):
        self.size, self.n = len(file), compartments
        need(self.size % compartments == 0, "regions that are not equal")
        self.region = self.size // compartments
        r = self.region
        nonce = file[r:r + 32]
        plain = aes256_ctr(derive(k, b"outer", nonce), file)
        self.plain = plain[:r] + nonce + plain[r + 32:]
        self.salt = self.plain[:32]
        if keystore:
            need(self.plain[2 * r:2 * r + 32] == hmac(derive(k, b"check"), nonce), "a wrong check")

    def aad(self, part, n):
        return b"bulkhead/vault/2 " + part + self.salt + u8(n) + u32(self.size) + u8(self.n)

    def open(self, master):
        """What a passphrase's master opens, or None."""
        found = []
        for n in range(self.n):
            b = self.plain[n * self.region:(n + 1) * self.region]
            v = {"region": n, "lock key": derive(master, b"lock", u8(n) + b[32:64])}
            lock = opens(v["lock key"], bytes(12), b[64:128], self.aad(b"lock", n))
            if lock is None:
                continue
            need(lock[0] == 2 and not any(lock[1:16]), "a lock of another form")
            found.append(self.behind(n, lock[16:], v))
        need(len(found) <= 1, "a passphrase of two compartments")
        return found[0] if found else None

    def behind(self, n, region_key, v=None):
        b, v = self.plain[n * self.region:(n + 1) * self.region], v or {"region": n}
        v["region key"] = region_key
        v["head key"] = derive(region_key, b"head", u8(n) + b[128:160])
        v["head"] = unseal(v["head key"], bytes(12), b[160:240], self.aad(b"head", n), "head")
        at = Reader(v["head"], "head")
        need(at.num(1) == 2, "a head of another version")
        role = at.num(1)
        need(role < 3, "another role")
        v["role"] = ROLES[role]
        at.zeros(2)
        payload, ready = at.num(4), at.num(4)
        at.zeros(20)
        body = unseal(at.take(32), bytes(12), b[240:], self.aad(b"body", n), "body")
        at = Reader(body, "body")
        v["keyring"] = at.take(33 * self.n)
        v["payload"], v["ready"] = at.take(payload), at.take(ready)
        need(not any(at.rest()), "a body that does not end in zeros")
        ring = [v["keyring"][33 * i:33 * i + 33] for i in range(self.n)]
        need(all(k[0] < 3 and (k[0] or not any(k)) for k in ring), "a keyring of another form")
        v["leads"] = {ROLES[k[0]]: (i, k[1:]) for i, k in enumerate(ring) if k[0]}
        need(len(v["leads"]) == sum(k[0] > 0 for k in ring), "a role twice in a keyring")
        may = {"normal": {"decoy", "duress"}, "duress": {"decoy"}, "decoy": set()}[v["role"]]
        need(set(v["leads"]) <= may, "a keyring that leads where it may not")
        return v


def check(text, keystore):
    v = once(text)
    count = number(v["compartments"])
    cost = v["argon2id"].split(" ")
    same(cost[::2], ["memory", "KiB,", "passes,", "lanes"], "the words of a cost")
    kib, passes, lanes = number(cost[1]), number(cost[3]), number(cost[5])
    k, file = data(v["keystore key"]), data(v["file"])
    need(any(k) == keystore, "a keystore's key")
    same(len(file), number(v["size"]), "size")
    same(sha256(file), v["sum of file"], "sum")
    vault = Vault(file, count, k, keystore)
    opened = {}
    for role in ROLES:
        master = argon2id(v[role + " passphrase"].encode(), vault.salt, kib, passes, lanes)
        same(master, v[role + " master"], role + " master")
        got = opened[role] = vault.open(master)
        need(got is not None, "the passphrase opens nothing: " + role)
        for name in ("region", "lock key", "region key", "head key", "head", "keyring", "role",
                     "payload", "ready"):
            want = v[role + " " + name]
            if name in ("payload", "ready"):
                need(want[0] == want[-1] == '"' and len(want) > 1, "no quoted text")
                same(got[name], want[1:-1].encode(), role + " " + name)
            else:
                same(str(got[name]) if name == "region" else got[name], want, role + " " + name)
        for other, (n, key) in got["leads"].items():
            same(vault.behind(n, key)["role"], other, "where a keyring leads")
    if keystore:
        return len(v)
    left = data(v["after duress, randomness 100, 101 …"])
    same(sha256(left), v["sum of after duress"], "sum")
    after = Vault(left, count, k, False)
    need(after.salt == vault.salt, "duress changed the salt")
    for role in ROLES:
        got = after.open(data(v[role + " master"]))
        if role == "normal":
            need(got is None, "the normal passphrase opens something after duress")
            continue
        same(got["role"], "decoy", "a role after duress")
        same(got["payload"], opened["decoy"]["payload"], "a payload after duress")
        same(got["ready"], opened["duress"]["ready"], "ready bytes after duress")
        need(not got["leads"], "a keyring after duress that leads somewhere")
        n = got["region"]
        same(n, opened[role]["region"], "a region after duress")
        if role == "decoy":
            at = n * after.region
            need(after.plain[at + 32:at + 128] == vault.plain[at + 32:at + 128],
                 "A or lock of the decoy changed")
    return len(v)


# The keystore's stand-in

def keystore_keys(file):
    """The keys of the slots that hold one, the newest first."""
    need(len(file) == 4096, "a keystore of another length")
    found = []
    for at in (0, 512):
        slot = file[at:at + 72]
        if sha256(slot[:40]) == slot[40:]:
            found.append((int.from_bytes(slot[:8], "big"), slot[8:40]))
    need(found and all(serial for serial, _ in found), "a keystore without a key")
    return [key for _, key in sorted(found, reverse=True)]


def check_keystore(text):
    all_lines, keys = lines(text), []
    for line in all_lines:
        kind, value = line.split(" ")
        need(kind in ("file", "key", "sum"), "an unknown line: " + line[:40])
        if kind == "sum":
            sum_ = value
        elif kind == "file":
            need(not keys, "a key that was not told")
            same(sha256(data(value)), sum_, "sum")
            keys = keystore_keys(data(value))
        else:
            same(keys.pop(0), value, "key")
    need(not keys, "a key that was not told")
    return len(all_lines)


# Passphrases

SPACES = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {
    chr(c) for c in range(0x2000, 0x200b)}


def lower(c):
    """A character's simple lower case, which is one character; none depends on what stands beside it."""
    return "i" if c == "\u0130" else c.lower()


def normal(typed):
    need(len(typed) <= 1024, "a passphrase that is too long")
    try:
        text = typed.decode()
    except UnicodeDecodeError:
        raise Refused("no UTF-8") from None
    text = "".join(lower(c) for c in unicodedata.normalize("NFKC", text))
    words = "".join(" " if c in SPACES else c for c in text).split(" ")
    out = unicodedata.normalize("NFKC", " ".join(w for w in words if w)).encode()
    need(1 <= len(out) <= 1024, "a passphrase of no length")
    return out


def check_passphrases(text):
    all_lines = lines(text)
    for line in all_lines:
        kind, *v = line.split(" ")
        if kind == "typed":
            same(v[1], "is", "words")
            same(normal(data(v[0])), v[2], "a passphrase")
            continue
        need(kind == "refused", "an unknown line: " + line[:40])
        try:
            normal(data(v[0]))
        except Refused:
            continue
        need(False, "a passphrase: " + line[:40])
    return len(all_lines)
