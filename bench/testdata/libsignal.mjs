// The peer of link_test.go: the same two exchanges by @signalapp/libsignal-client,
// both ends in one process, sessions in memory. It is a program of its own, run
// as a measure beside ours; nothing of the package is part of Bulkhead.
//
//   npm install --prefix DIR @signalapp/libsignal-client
//   node libsignal.mjs DIR SECONDS BYTES BACK
//
// One JSON object on standard output:
//   {"version", "one_way": {"messages", "seconds", "cpu"}, "ping_pong": {…}}
// with cpu in seconds of processor time, of all threads.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [dir, seconds, bytes, back] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const home = join(dir, "node_modules", "@signalapp", "libsignal-client");
const about = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
const s = await import(pathToFileURL(createRequire(join(dir, "x.js")).resolve("@signalapp/libsignal-client")));

class Sessions extends s.SessionStore {
  kept = new Map();
  async saveSession(name, record) { this.kept.set(name.toString(), record); }
  async getSession(name) { return this.kept.get(name.toString()) ?? null; }
  async getExistingSessions(names) { return names.map((n) => this.kept.get(n.toString())); }
}

class Identity extends s.IdentityKeyStore {
  pair = s.IdentityKeyPair.generate();
  others = new Map();
  async getIdentityKey() { return this.pair.privateKey; }
  async getIdentityKeyPair() { return this.pair; }
  async getLocalRegistrationId() { return 5; }
  async saveIdentity(name, key) { this.others.set(name.toString(), key); return 0; }
  async isTrustedIdentity() { return true; }
  async getIdentity(name) { return this.others.get(name.toString()) ?? null; }
}

class PreKeys extends s.PreKeyStore {
  kept = new Map();
  async savePreKey(id, r) { this.kept.set(id, r); }
  async getPreKey(id) { return this.kept.get(id); }
  async removePreKey(id) { this.kept.delete(id); }
}

class SignedPreKeys extends s.SignedPreKeyStore {
  kept = new Map();
  async saveSignedPreKey(id, r) { this.kept.set(id, r); }
  async getSignedPreKey(id) { return this.kept.get(id); }
}

class KyberPreKeys extends s.KyberPreKeyStore {
  kept = new Map();
  async saveKyberPreKey(id, r) { this.kept.set(id, r); }
  async getKyberPreKey(id) { return this.kept.get(id); }
  async markKyberPreKeyUsed() {}
}

class Person {
  constructor(uuid) {
    this.address = s.ProtocolAddress.new(s.Aci.fromUuid(uuid), 1);
    this.sessions = new Sessions();
    this.identity = new Identity();
    this.preKeys = new PreKeys();
    this.signed = new SignedPreKeys();
    this.kyber = new KyberPreKeys();
  }

  async bundle() {
    const sign = (key) => this.identity.pair.privateKey.sign(key.serialize());
    const once = s.PrivateKey.generate();
    const long = s.PrivateKey.generate();
    const kem = s.KEMKeyPair.generate();
    const [a, b, c] = [once.getPublicKey(), long.getPublicKey(), kem.getPublicKey()];
    await this.preKeys.savePreKey(1, s.PreKeyRecord.new(1, a, once));
    await this.signed.saveSignedPreKey(2, s.SignedPreKeyRecord.new(2, Date.now(), b, long, sign(b)));
    await this.kyber.saveKyberPreKey(3, s.KyberPreKeyRecord.new(3, Date.now(), kem, sign(c)));
    return s.PreKeyBundle.new(5, 1, 1, a, 2, b, sign(b), this.identity.pair.publicKey, 3, c, sign(c));
  }

  seal(to, text) { return s.signalEncrypt(text, to.address, this.address, this.sessions, this.identity); }

  open(from, wire, type) {
    if (type === s.CiphertextMessageType.PreKey) {
      return s.signalDecryptPreKey(s.PreKeySignalMessage.deserialize(wire), from.address, this.address,
        this.sessions, this.identity, this.preKeys, this.signed, this.kyber);
    }
    return s.signalDecrypt(s.SignalMessage.deserialize(wire), from.address, this.address, this.sessions, this.identity);
  }
}

const text = new Uint8Array(bytes).fill(120);

async function exchange(from, to) {
  const sealed = await from.seal(to, text);
  const got = await to.open(from, new Uint8Array(sealed.serialize()), sealed.type());
  if (got.length !== bytes) throw new Error("a message came back with another length");
}

async function measure(step) {
  const cpu = process.cpuUsage();
  const from = performance.now();
  let messages = 0;
  for (; performance.now() - from < seconds * 1000; messages++) await step(messages);
  const used = process.cpuUsage(cpu);
  return { messages, seconds: (performance.now() - from) / 1000, cpu: (used.user + used.system) / 1e6 };
}

const a = new Person("9d0652a3-dcc3-4d11-975f-74d61598733f");
const b = new Person("796abedb-ca4e-4f18-8803-1fde5b921f9f");
await s.processPreKeyBundle(await b.bundle(), b.address, a.address, a.sessions, a.identity);
for (let n = 0; n < 200; n++) { // past the first messages and steps, warm
  await exchange(a, b);
  await exchange(b, a);
}
const oneWay = await measure(async (n) => {
  await exchange(a, b);
  if (n % back === back - 1) await exchange(b, a);
});
const pingPong = await measure((n) => (n % 2 ? exchange(b, a) : exchange(a, b)));
console.log(JSON.stringify({ version: about.version, one_way: oneWay, ping_pong: pingPong }));
