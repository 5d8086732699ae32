/** Fetching over JSON-RPC, from a server that answers as an RPC server does; the README's examples and the bot. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { PROGRAM_ID, RpcError, addressOf, fetchPrice, readUnchecked } from "../src/index.js";
import { LAYOUT } from "../src/layout.generated.js";
import { borrowingPower } from "./readme/example-1.js";
import { refresh } from "./readme/example-2.js";
import { said, sourceAccounts } from "./readme/example-3.js";
import { accounts, serving, world } from "./server.js";
import { committed } from "./vectors.js";

const GOLDEN = committed("crates/price-reader/tests/golden/price-v1.bin");
const RECORD = readUnchecked(GOLDEN);
const ADDRESS = addressOf(new Uint8Array(32).fill(9));
const NOW = RECORD.publishedAt + 5n;

/** The golden account at level normal with every gate open. */
function calm(): Uint8Array {
  const data = GOLDEN.slice();
  data[LAYOUT.level.offset] = 0;
  data[LAYOUT.gates.offset] = 0xff;
  return data;
}

test("price and clock come from one request, and the one is judged by the other", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url, requests) => {
    const { price, slot, now } = await fetchPrice(url, ADDRESS, { feed: RECORD.feed, commitment: "finalized" });
    assert.deepEqual([slot, now, price.age, price.level], [42n, NOW, 5n, "halted"]);
    assert.equal(requests.length, 1);
    assert.equal(requests[0]?.method, "getMultipleAccounts");
    assert.deepEqual(requests[0].params[1], { encoding: "base64", commitment: "finalized" });
  });
});

test("accounts that are not the price are refused with the fact", async () => {
  const other = addressOf(new Uint8Array(32).fill(8));
  await serving(accounts(world(ADDRESS, GOLDEN, NOW, other)), async (url) => {
    await assert.rejects(fetchPrice(url, ADDRESS), { name: "PriceError", fact: { kind: "wrongOwner", found: other } });
    assert.equal((await fetchPrice(url, ADDRESS, { programId: other })).price.level, "halted");
  });
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    await assert.rejects(fetchPrice(url, ADDRESS, { feed: other }), {
      name: "PriceError",
      fact: { kind: "wrongFeed", found: RECORD.feed },
    });
    await assert.rejects(fetchPrice(url, other), { name: "RpcError", fact: { kind: "noAccount", address: other } });
  });
});

test("a server without a usable answer is an RpcError that says what is wrong", async () => {
  const shortClock = world(ADDRESS, GOLDEN, NOW);
  for (const [address, account] of shortClock)
    if (address !== ADDRESS) shortClock.set(address, { ...account, data: account.data.slice(1) });
  const cases: readonly [unknown, string][] = [
    [429, "status"],
    ["no json", "malformed"],
    [{ jsonrpc: "2.0", id: 1, error: { code: -32005, message: "node is behind" } }, "refused"],
    [{ jsonrpc: "2.0", id: 1 }, "malformed"],
    [{ result: { context: { slot: 1 }, value: [{ owner: 1 }, null] } }, "malformed"],
    [{ result: { context: { slot: 1 }, value: [{ owner: PROGRAM_ID, data: ["%", "base64"] }, null] } }, "malformed"],
    [accounts(shortClock)({ method: "", params: [[...shortClock.keys()], { commitment: "", encoding: "" }] }), "malformed"],
  ];
  for (const [answer, kind] of cases) {
    await serving(
      () => answer,
      async (url) => {
        await assert.rejects(fetchPrice(url, ADDRESS), (error) => error instanceof RpcError && error.fact.kind === kind, kind);
      },
    );
  }
  await assert.rejects(fetchPrice("http://127.0.0.1:1", ADDRESS), { name: "RpcError" });
});

test("a server that does not answer in time is given up", async () => {
  await serving(
    () => undefined,
    async (url) => {
      const started = Date.now();
      await assert.rejects(fetchPrice(url, ADDRESS, { timeout: 100 }), { name: "RpcError" });
      assert.ok(Date.now() - started < 5_000);
      await assert.rejects(fetchPrice(url, ADDRESS, { signal: AbortSignal.timeout(50) }), { name: "RpcError" });
    },
  );
});

test("the README's examples do what they say", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    assert.equal(await borrowingPower(url, ADDRESS, RECORD.feed, 1_000_000_000n), 0n);
  });
  await serving(accounts(world(ADDRESS, calm(), NOW)), async (url) => {
    assert.equal(await borrowingPower(url, ADDRESS, RECORD.feed, 1_000_000_000n), 946_012_345n);
  });
  const made = refresh(RECORD.feed, [ADDRESS]);
  assert.deepEqual(made.accounts.at(-1), { address: ADDRESS, signer: false, writable: false });
  assert.deepEqual(made.accounts[0], { address: RECORD.feed, signer: false, writable: true });
  assert.deepEqual(said([], 6_000), ["Only the feed's authority may do this."]);
  assert.throws(() => sourceAccounts(GOLDEN), { name: "CodecError" });
});

function watch(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const bot = fileURLToPath(new URL("../examples/watch.js", import.meta.url));
  return new Promise((done) => {
    execFile(process.execPath, [bot, ...args], { timeout: 20_000 }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

test("the bot explains itself and refuses nonsense", async () => {
  const help = await watch("--help");
  assert.equal(help.code, 0);
  assert.match(help.stdout, /usage: watch/);
  for (const args of [[], ["--nonsense"], [ADDRESS, "--interval", "0"], [ADDRESS, "more"]])
    assert.equal((await watch(...args)).code, 1);
});

test("the bot ends with 2 when the feed halts, and says why", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    const { code, stdout } = await watch(ADDRESS, "--rpc", url);
    assert.equal(code, 2);
    assert.match(stdout, /halted; fair 1\.050000, collateral 0\.946012 SOL\n {2}CUSTODIAL: Part of the backing/);
  });
});

test("the bot goes on while the level is normal, through a failing server, until the halt", async () => {
  const answers = [accounts(world(ADDRESS, calm(), NOW)), () => 503, accounts(world(ADDRESS, GOLDEN, NOW))];
  await serving(
    (request) => (answers.length > 1 ? answers.shift() : answers[0])?.(request),
    async (url) => {
      const { code, stdout, stderr } = await watch(ADDRESS, "--rpc", url, "--interval", "0.05");
      assert.equal(code, 2);
      assert.match(stdout, /normal; [^]*halted; /);
      assert.match(stderr, /status 503/);
    },
  );
});

test("the bot looks once when told to, and tells a wrong account from a missing answer", async () => {
  await serving(accounts(world(ADDRESS, calm(), NOW)), async (url) => {
    assert.equal((await watch(ADDRESS, "--rpc", url, "--once")).code, 0);
    assert.equal((await watch(ADDRESS, "--rpc", url, "--once", "--feed", ADDRESS)).code, 3);
  });
  await serving(
    () => 500,
    async (url) => {
      assert.equal((await watch(ADDRESS, "--rpc", url, "--once")).code, 1);
    },
  );
});
