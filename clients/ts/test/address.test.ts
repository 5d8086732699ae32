import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeyPairSync } from "node:crypto";
import {
  AddressError,
  PROGRAM_ADDRESS,
  address,
  addressBytes,
  addressOf,
  findFeedPda,
  findHistoryPda,
  findPricePda,
  findProgramAddress,
  findMirrorPda,
  findProposalPda,
} from "../src/index.js";
import { IDL } from "../src/idl.generated.js";
import { isOnCurve } from "../src/pda.js";

test("addresses survive decoding and encoding", () => {
  for (const bytes of [new Uint8Array(32), new Uint8Array(32).fill(255), Uint8Array.from({ length: 32 }, (_, at) => at)]) {
    assert.deepEqual(addressBytes(addressOf(bytes)), bytes);
  }
  assert.equal(addressOf(new Uint8Array(32)), "11111111111111111111111111111111");
  assert.equal(addressOf(addressBytes(PROGRAM_ADDRESS)), PROGRAM_ADDRESS);
});

test("what is no address is refused", () => {
  for (const text of ["", "0", "l", "1".repeat(31), "1".repeat(33), `${PROGRAM_ADDRESS}1`, "z".repeat(44)]) {
    assert.throws(() => address(text), AddressError, text);
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
  const wallet = address("4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T");
  const seeds = [addressBytes(wallet), new Uint8Array(32)];
  const [found, bump] = findProgramAddress(seeds, PROGRAM_ADDRESS);
  assert.ok(bump <= 255 && !isOnCurve(addressBytes(found)));
  assert.notEqual(findProgramAddress([...seeds].reverse(), PROGRAM_ADDRESS)[0], found);
  assert.throws(() => findProgramAddress([new Uint8Array(33)], PROGRAM_ADDRESS), AddressError);
  assert.throws(() => findProgramAddress(new Array<Uint8Array>(16).fill(new Uint8Array(1)), PROGRAM_ADDRESS), AddressError);
});

/** What instructions derive by the IDL is Rust's, as the vectors show; these are the same without the IDL. */
test("a feed's addresses are those that the IDL describes", () => {
  const [creator, mint] = [address("4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"), addressOf(new Uint8Array(32).fill(7))];
  const seedsOf = (instruction: string, account: string) => {
    const found = IDL.instructions.find(({ name }) => name === instruction)?.accounts.find(({ name }) => name === account);
    return (found?.pda?.seeds ?? []).map((seed) => (seed.kind === "const" ? String.fromCharCode(...seed.value) : seed.path));
  };
  assert.deepEqual(seedsOf("initialize_feed", "feed"), ["feed", "creator", "mint"]);
  assert.deepEqual(seedsOf("initialize_feed", "price"), ["price", "feed"]);
  assert.deepEqual(seedsOf("initialize_feed", "history"), ["history", "feed"]);
  assert.deepEqual(seedsOf("propose_config", "proposal"), ["proposal", "feed"]);
  const [feed] = findFeedPda({ creator, mint });
  const seeds = (name: string) => [new TextEncoder().encode(name), addressBytes(feed)];
  assert.deepEqual(findPricePda({ feed }), findProgramAddress(seeds("price"), PROGRAM_ADDRESS));
  assert.deepEqual(findHistoryPda({ feed }), findProgramAddress(seeds("history"), PROGRAM_ADDRESS));
  assert.deepEqual(findProposalPda({ feed }), findProgramAddress(seeds("proposal"), PROGRAM_ADDRESS));
  const [price] = findPricePda({ feed });
  assert.deepEqual(seedsOf("update_mirror", "mirror"), ["mirror", "price", "profile"]);
  const mirror = [new TextEncoder().encode("mirror"), addressBytes(price), Uint8Array.of(2)];
  assert.deepEqual(findMirrorPda({ price, profile: 2 }), findProgramAddress(mirror, PROGRAM_ADDRESS));
  assert.notDeepEqual(findPricePda({ feed }, { programAddress: mint }), findPricePda({ feed }));
});
