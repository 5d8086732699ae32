/** A project that uses web3.js 1.x, and Anchor's client beside it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type AccountInfo, type Connection, PublicKey, Transaction } from "@solana/web3.js";
import { BorshCoder, type Idl } from "@anchor-lang/core";
import { IDL } from "@glowsol-oracle/client";
import * as oracle from "@glowsol-oracle/client/web3js";

const data = readFileSync(process.argv[2] ?? "");
const record = oracle.readUnchecked(data);
const feed = new PublicKey(record.feed);
const owner = new PublicKey(oracle.PROGRAM_ADDRESS);
const clock = Buffer.alloc(40);
clock.writeBigInt64LE(record.publishedAt + 5n, 32);
const info = (content: Buffer): AccountInfo<Buffer> => ({ data: content, owner, executable: false, lamports: 1 });

assert.equal(oracle.readPrice(info(data), feed, record.publishedAt).level, "halted");
assert.throws(() => oracle.readPrice(info(data), owner, record.publishedAt), { name: "PriceError" });
const connection = {
  getMultipleAccountsInfoAndContext: async () => ({ context: { slot: 7 }, value: [info(data), info(clock)] }),
} as unknown as Connection;
const { price, slot } = await oracle.fetchPrice(connection, feed);
assert.deepEqual([slot, price.age], [7n, 5n]);

const authority = PublicKey.unique();
const instruction = oracle.getActivateFeedInstruction({ feed, authority });
assert.ok(instruction.programId.equals(owner));
assert.ok(instruction.keys.some(({ pubkey, isSigner }) => pubkey.equals(authority) && isSigner));
const transaction = new Transaction({ feePayer: authority, blockhash: PublicKey.default.toBase58(), lastValidBlockHeight: 1 });
assert.ok(transaction.add(instruction).compileMessage().serialize().length > 100);
const [derived] = oracle.findPricePda({ feed });
assert.ok(PublicKey.findProgramAddressSync([Buffer.from("price"), feed.toBuffer()], owner)[0].equals(derived));

// Anchor's client, by the same IDL, builds the same bytes.
const coder = new BorshCoder(IDL as unknown as Idl);
assert.deepEqual(instruction.data, coder.instruction.encode("activate_feed", {}));
console.log("web3.js: accounts, connection, transactions, Anchor's bytes");
