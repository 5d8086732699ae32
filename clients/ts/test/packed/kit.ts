/** A project that uses kit: types fit both ways, instructions go into its messages, prices come over its connection. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  AccountRole,
  type Address,
  type Instruction,
  type Rpc,
  type SolanaRpcApi,
  address,
  appendTransactionMessageInstruction,
  compileTransaction,
  createTransactionMessage,
  generateKeyPairSigner,
  getSignersFromInstruction,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
} from "@solana/kit";
import * as oracle from "@glowsol-oracle/client/kit";

const data = new Uint8Array(readFileSync(process.argv[2] ?? ""));
const record = oracle.readUnchecked(data);
// kit's type and the client's are one.
const feed: Address = record.feed;
const [price] = oracle.findPricePda({ feed });
const clock = new Uint8Array(40);
new DataView(clock.buffer).setBigInt64(32, record.publishedAt + 5n, true);

const accounts = new Map<string, Uint8Array>([
  [price, data],
  [oracle.CLOCK, clock],
]);
const rpc = {
  getMultipleAccounts: (addresses: readonly Address[]) => ({
    send: async () => ({
      context: { slot: 7n },
      value: addresses.map((one) => {
        const found = accounts.get(one);
        return found && { owner: oracle.PROGRAM_ADDRESS, data: [Buffer.from(found).toString("base64"), "base64"] };
      }),
    }),
  }),
} as unknown as Rpc<SolanaRpcApi>;

const fetched = await oracle.fetchPrice(rpc, feed);
assert.deepEqual([fetched.slot, fetched.price.age], [7n, 5n]);
assert.equal(fetched.price.permit("deleverage").collateralValue(1_000_000_000n), 946_012_345n);
await assert.rejects(oracle.fetchPrice(rpc, oracle.PROGRAM_ADDRESS), { name: "RpcError" });

const authority = await generateKeyPairSigner();
const instruction: Instruction = oracle.getActivateFeedInstruction({ feed, authority });
assert.equal(instruction.accounts?.find((account) => account.address === authority.address)?.role, AccountRole.READONLY_SIGNER);
assert.deepEqual(getSignersFromInstruction(instruction as never), [authority]);
const blockhash = { blockhash: "11111111111111111111111111111111" as never, lastValidBlockHeight: 1n };
const message = pipe(
  createTransactionMessage({ version: 0 }),
  (one) => setTransactionMessageFeePayerSigner(authority, one),
  (one) => setTransactionMessageLifetimeUsingBlockhash(blockhash, one),
  (one) => appendTransactionMessageInstruction(instruction, one),
);
assert.ok(compileTransaction(message).messageBytes.length > 100);
assert.equal(oracle.getRefreshInstruction({ feed, price: address(price), history: oracle.findHistoryPda({ feed })[0] }).accounts.length > 3, true);
console.log("kit: types, fetching, signers, messages");
