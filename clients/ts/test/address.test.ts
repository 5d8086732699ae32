import assert from "node:assert/strict";
import { test } from "node:test";
import { createHash, generateKeyPairSync } from "node:crypto";
import { AddressError, PROGRAM_ID, addressBytes, addressOf, findProgramAddress } from "../src/index.js";
import { isOnCurve } from "../src/curve.js";
import { sha256 } from "../src/sha256.js";

test("addresses survive decoding and encoding", () => {
  for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(255), Uint8Array.from({ length: 32 }, (_, at) => at)]) {
    assert.deepEqual(addressBytes(addressOf(bytes)), bytes);
  }
  assert.equal(addressOf(new Uint8Array(32)), "11111111111111111111111111111111");
  assert.equal(addressOf(addressBytes(PROGRAM_ID)), PROGRAM_ID);
});

test("what is no address is refused", () => {
  for (const text of ["", "0", "l", "1".repeat(31), "1".repeat(33), `${PROGRAM_ID}1`, "z".repeat(44)]) {
    assert.throws(() => addressBytes(text), AddressError, text);
  }
  assert.throws(() => addressOf(new Uint8Array(31)), AddressError);
});

test("public keys lie on the curve, about half of all other bytes do not", () => {
  for (let count = 0; count < 20; count += 1) {
    const { publicKey } = generateKeyPairSync("ed25519");
    const { x } = publicKey.export({ format: "jwk" });
    assert.ok(isOnCurve(new Uint8Array(Buffer.from(x ?? "", "base64url"))));
  }
  assert.ok(isOnCurve(Uint8Array.from([1, ...new Array<number>(31).fill(0)])), "the neutral element");
  const off = Array.from({ length: 200 }, (_, at) => isOnCurve(new Uint8Array(32).fill(at + 2))).filter((on) => !on).length;
  assert.ok(off > 60 && off < 140, `${off} of 200`);
});

// That derived addresses are Rust's is shown by the instructions' vectors.
test("derived addresses are off the curve and depend on every seed", () => {
  const wallet = "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T";
  const seeds = [addressBytes(wallet), new Uint8Array(32)];
  const { address, bump } = findProgramAddress(seeds, PROGRAM_ID);
  assert.ok(bump <= 255 && !isOnCurve(addressBytes(address)));
  assert.notEqual(findProgramAddress([...seeds].reverse(), PROGRAM_ID).address, address);
  assert.throws(() => findProgramAddress([new Uint8Array(33)], PROGRAM_ID), AddressError);
  assert.throws(() => findProgramAddress(new Array<Uint8Array>(16).fill(new Uint8Array(1)), PROGRAM_ID), AddressError);
});

test("hashes are those of the standard library at every length around a block", () => {
  for (let length = 0; length < 200; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 37 + length) & 0xff);
    assert.deepEqual(sha256(bytes), new Uint8Array(createHash("sha256").update(bytes).digest()));
  }
});
