/** Fetching over JSON-RPC, from a server that answers as an RPC server does; the README's examples and the bot. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  AccountRole,
  type Address,
  CLOCK,
  IDL,
  PROGRAM_ADDRESS,
  PriceError,
  RpcError,
  addressBytes,
  addressOf,
  fetchPrice,
  findPricePda,
  readUnchecked,
  refresh,
  subscribe,
} from "../src/index.js";
import { LAYOUT } from "../src/layout.generated.js";
import { fieldsOf, layoutOf } from "../src/idl/bytemuck.js";
import { typeNamed } from "../src/idl/interface.js";
import { webSocketUrl } from "../src/subscribe.js";
import { borrowingPower } from "./readme/example-1.js";
import { refreshing } from "./readme/example-2.js";
import { said, sourceAccounts } from "./readme/example-3.js";
import { type Served, accounts, clock, serving, world } from "./server.js";
import { committed } from "./vectors.js";

const GOLDEN = committed("crates/price-reader/tests/golden/price-v1.bin");
const RECORD = readUnchecked(GOLDEN);
const FEED = RECORD.feed;
/** Where the feed's price lives. */
const [ADDRESS] = findPricePda({ feed: FEED });
const NOW = RECORD.publishedAt + 5n;

/** A feed that names these source accounts, and nothing else that this client looks at. */
function feedWith(sources: readonly Address[]): Served {
  const { fields } = fieldsOf(typeNamed("Feed"));
  const { fields: parts } = fieldsOf(typeNamed("SourceTable"));
  const table = fields.find(({ name }) => name === "sources")?.offset ?? 0;
  const at = (name: string) => 8 + table + (parts.find((part) => part.name === name)?.offset ?? 0);
  const data = new Uint8Array(8 + layoutOf({ defined: { name: "Feed" } }).size);
  data.set(IDL.accounts?.find(({ name }) => name === "Feed")?.discriminator ?? []);
  sources.forEach((source, index) => data.set(addressBytes(source), at("accounts") + 32 * index));
  data[at("account_count")] = sources.length;
  return { owner: PROGRAM_ADDRESS, data };
}

/** The golden account at level normal with every gate open. */
function calm(): Uint8Array {
  const data = GOLDEN.slice();
  data[LAYOUT.level[0]] = 0;
  data[LAYOUT.gates[0]] = 0xff;
  return data;
}

test("price and clock come from one request, and the one is judged by the other", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url, requests) => {
    const { price, slot, now } = await fetchPrice(url, FEED, { commitment: "finalized" });
    assert.deepEqual([slot, now, price.age, price.level], [42n, NOW, 5n, "halted"]);
    assert.equal(requests.length, 1);
    assert.equal(requests[0]?.method, "getMultipleAccounts");
    assert.deepEqual(requests[0].params[1], { encoding: "base64", commitment: "finalized" });
  });
});

test("accounts that are not the price are refused with the fact", async () => {
  const other = addressOf(new Uint8Array(32).fill(8));
  await serving(accounts(world(ADDRESS, GOLDEN, NOW, other)), async (url) => {
    await assert.rejects(fetchPrice(url, FEED), { name: "PriceError", fact: { kind: "wrongOwner", found: other } });
  });
  const [deployed] = findPricePda({ feed: FEED }, { programAddress: other });
  await serving(accounts(world(deployed, GOLDEN, NOW, other)), async (url) => {
    assert.equal((await fetchPrice(url, FEED, { programAddress: other })).price.level, "halted");
  });
  const [strange] = findPricePda({ feed: other });
  await serving(accounts(world(strange, GOLDEN, NOW)), async (url) => {
    await assert.rejects(fetchPrice(url, other), { name: "PriceError", fact: { kind: "wrongFeed", found: FEED } });
    await assert.rejects(fetchPrice(url, FEED), { name: "RpcError", fact: { kind: "noAccount", address: ADDRESS } });
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
    [{ result: { context: { slot: 1 }, value: [{ owner: PROGRAM_ADDRESS, data: ["%", "base64"] }, null] } }, "malformed"],
    [accounts(shortClock)({ method: "", params: [[...shortClock.keys()], { commitment: "", encoding: "" }] }), "malformed"],
  ];
  for (const [answer, kind] of cases) {
    await serving(
      () => answer,
      async (url) => {
        await assert.rejects(fetchPrice(url, FEED), (error) => error instanceof RpcError && error.fact.kind === kind, kind);
      },
    );
  }
  await assert.rejects(fetchPrice("http://127.0.0.1:1", FEED), { name: "RpcError" });
});

test("a refresh fetches the feed's sources, of a feed of the oracle's", async () => {
  const options = { feed: FEED };
  await serving(accounts(new Map([[FEED, feedWith([])]])), async (url) => {
    assert.equal((await refresh(url, options)).programAddress, PROGRAM_ADDRESS);
    await assert.rejects(refresh(url, { feed: ADDRESS }), { name: "RpcError", fact: { kind: "noAccount", address: ADDRESS } });
  });
  await serving(accounts(new Map([[FEED, { ...feedWith([]), owner: ADDRESS }]])), async (url) => {
    await assert.rejects(refresh(url, options), { name: "PriceError", fact: { kind: "wrongOwner", found: ADDRESS } });
  });
});

/** A websocket that a test speaks through. */
class Socket extends EventTarget {
  static last: Socket;
  readonly sent: { readonly id: number; readonly params: readonly [string] }[] = [];
  closed = false;
  onopen?: () => void;
  onmessage?: (event: { readonly data: string }) => void;
  onclose?: () => void;

  constructor(readonly url: string) {
    super();
    Socket.last = this;
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    const request = JSON.parse(text) as (typeof this.sent)[number];
    this.sent.push(request);
    this.say({ id: request.id, result: 100 + request.id });
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify({ jsonrpc: "2.0", ...(message as object) }) });
  }

  notify(address: Address, slot: number, { owner, data }: Served): void {
    const subscription = 100 + (this.sent.find(({ params }) => params[0] === address)?.id ?? -1);
    const value = { owner, data: [Buffer.from(data).toString("base64"), "base64"] };
    this.say({ method: "accountNotification", params: { subscription, result: { context: { slot }, value } } });
  }

  close(): void {
    this.closed = true;
  }
}

test("a subscription gives the price now and as it changes, judged by the chain's clock", async () => {
  const options = { WebSocket: Socket as unknown as typeof WebSocket };
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    const prices = subscribe(url, FEED, options);
    const first = await prices.next();
    assert.deepEqual([first.value?.price.level, first.value?.slot], ["halted", 42n]);
    assert.equal(Socket.last.url, String(webSocketUrl(url)));
    Socket.last.notify(CLOCK, 43, clock(NOW + 7n));
    Socket.last.notify(ADDRESS, 41, { owner: PROGRAM_ADDRESS, data: GOLDEN });
    Socket.last.notify(ADDRESS, 43, { owner: PROGRAM_ADDRESS, data: calm() });
    const second = await prices.next();
    assert.deepEqual([second.value?.price.level, second.value?.slot, second.value?.now], ["normal", 43n, NOW + 7n]);
    // Of another owner, as an account that was closed becomes.
    Socket.last.notify(ADDRESS, 44, { owner: ADDRESS, data: calm() });
    await assert.rejects(prices.next(), PriceError);
    assert.ok(Socket.last.closed);
  });
});

test("a subscription ends with its connection, with its reader, and by its signal", async () => {
  const options = { WebSocket: Socket as unknown as typeof WebSocket };
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    const lost = subscribe(url, FEED, options);
    await lost.next();
    Socket.last.onclose?.();
    await assert.rejects(lost.next(), { name: "RpcError" });
    for await (const { price } of subscribe(url, FEED, options)) {
      assert.equal(price.level, "halted");
      break;
    }
    assert.ok(Socket.last.closed);
    const ending = new AbortController();
    const aborted = subscribe(url, FEED, { ...options, signal: ending.signal });
    await aborted.next();
    ending.abort();
    assert.deepEqual(await aborted.next(), { done: true, value: undefined });
  });
  assert.equal(String(webSocketUrl("https://example.org/key")), "wss://example.org/key");
});

test("a server that does not answer in time is given up", async () => {
  await serving(
    () => undefined,
    async (url) => {
      const started = Date.now();
      await assert.rejects(fetchPrice(url, FEED, { timeout: 100 }), { name: "RpcError" });
      assert.ok(Date.now() - started < 5_000);
      await assert.rejects(fetchPrice(url, FEED, { signal: AbortSignal.timeout(50) }), { name: "RpcError" });
    },
  );
});

test("the README's examples do what they say", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    assert.equal(await borrowingPower(url, FEED, 1_000_000_000n), 0n);
  });
  await serving(accounts(world(ADDRESS, calm(), NOW)), async (url) => {
    assert.equal(await borrowingPower(url, FEED, 1_000_000_000n), 946_012_345n);
  });
  await serving(accounts(new Map([[FEED, feedWith([ADDRESS, CLOCK])]])), async (url) => {
    const made = await refreshing(url, FEED);
    assert.deepEqual(made.accounts[0], { address: FEED, role: AccountRole.WRITABLE });
    assert.deepEqual(
      made.accounts.slice(-2),
      [ADDRESS, CLOCK].map((address) => ({ address, role: AccountRole.READONLY })),
    );
  });
  assert.deepEqual(said([], 6_000), ["Only the feed's authority may do this."]);
  assert.throws(() => sourceAccounts(GOLDEN), { name: "CodecError" });
  assert.deepEqual(sourceAccounts(feedWith([ADDRESS]).data), [ADDRESS]);
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
  for (const args of [[], ["--nonsense"], ["nonsense"], [FEED, "--interval", "0"], [FEED, "more"]])
    assert.equal((await watch(...args)).code, 1);
});

test("the bot ends with 2 when the feed halts, and says why", async () => {
  await serving(accounts(world(ADDRESS, GOLDEN, NOW)), async (url) => {
    const { code, stdout } = await watch(FEED, "--rpc", url);
    assert.equal(code, 2);
    assert.match(stdout, /halted; fair 1\.050000, collateral 0\.946012 SOL\n {2}CUSTODIAL: Part of the backing/);
  });
});

test("the bot goes on while the level is normal, through a failing server, until the halt", async () => {
  const answers = [accounts(world(ADDRESS, calm(), NOW)), () => 503, accounts(world(ADDRESS, GOLDEN, NOW))];
  await serving(
    (request) => (answers.length > 1 ? answers.shift() : answers[0])?.(request),
    async (url) => {
      const { code, stdout, stderr } = await watch(FEED, "--rpc", url, "--interval", "0.05");
      assert.equal(code, 2);
      assert.match(stdout, /normal; [^]*halted; /);
      assert.match(stderr, /status 503/);
    },
  );
});

test("the bot looks once when told to, and tells a wrong account from a missing answer", async () => {
  await serving(accounts(world(ADDRESS, calm(), NOW)), async (url) => {
    assert.equal((await watch(FEED, "--rpc", url, "--once")).code, 0);
    assert.equal((await watch(ADDRESS, "--rpc", url, "--once")).code, 1);
  });
  await serving(accounts(world(ADDRESS, calm(), NOW, ADDRESS)), async (url) => {
    assert.equal((await watch(FEED, "--rpc", url, "--once")).code, 3);
  });
  await serving(
    () => 500,
    async (url) => {
      assert.equal((await watch(FEED, "--rpc", url, "--once")).code, 1);
    },
  );
});
