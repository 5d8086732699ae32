/** The price over an RPC server, by plain JSON-RPC. */

import { type Address, PROGRAM_ID } from "./address.js";
import { decodeBase64 } from "./base64.js";
import { readInteger } from "./idl/integers.js";
import { type AccountData, Price } from "./price.js";

/** The sysvar that carries the chain's time. */
export const CLOCK: Address = "SysvarC1ock11111111111111111111111111111111";

const CLOCK_LEN = 40;
const UNIX_TIMESTAMP = 32;

/** Why an RPC server gave no price account. */
export type RpcFact =
  | { readonly kind: "unreachable"; readonly cause: unknown }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "refused"; readonly code: number; readonly message: string }
  | { readonly kind: "malformed"; readonly what: string }
  | { readonly kind: "noAccount"; readonly address: Address };

/** The RPC server gave no answer to use: unlike a `PriceError`, it may be worth asking again, or asking another server. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(readonly fact: RpcFact) {
    super(words(fact));
  }
}

/** How to ask. */
export interface FetchOptions {
  /** How final the state read has to be; `confirmed` by default. */
  readonly commitment?: "processed" | "confirmed" | "finalized";
  /** The feed that the price must be of. */
  readonly feed?: Address;
  /** The program, for a deployment of one's own. */
  readonly programId?: Address;
  /** Milliseconds to wait for the server; 10,000 by default. */
  readonly timeout?: number;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/** A price with the moment at which it was read. */
export interface FetchedPrice {
  readonly price: Price;
  /** Slot of the state that was read. */
  readonly slot: bigint;
  /** Unix time of the chain's clock in the same state: what the price was judged by. */
  readonly now: bigint;
}

/**
 * Fetches the price account and the chain's clock in one request, so that both are of one slot, and judges the one by the other. A
 * server that lags behind shows an old price and an old clock: compare `slot` or `now` with what you know otherwise.
 *
 * @throws {RpcError} There is no answer to use.
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export async function fetchPrice(rpcUrl: string | URL, address: Address, options: FetchOptions = {}): Promise<FetchedPrice> {
  const { commitment = "confirmed", feed, programId = PROGRAM_ID } = options;
  const result = await call(rpcUrl, "getMultipleAccounts", [[address, CLOCK], { encoding: "base64", commitment }], options);
  const slot = member(member(result, "context"), "slot");
  const accounts = member(result, "value");
  if (!Number.isSafeInteger(slot) || !Array.isArray(accounts)) throw malformed("no slot or no accounts");
  const [account, clock] = accounts.map(accountOf);
  if (!account) throw new RpcError({ kind: "noAccount", address });
  if (clock?.data.length !== CLOCK_LEN) throw malformed("the clock sysvar");
  const now = readInteger(clock.data.subarray(UNIX_TIMESTAMP), true) as bigint;
  const price = Price.read(account, now, programId);
  return { price: feed === undefined ? price : price.forFeed(feed), slot: BigInt(slot as number), now };
}

async function call(url: string | URL, method: string, params: unknown, options: FetchOptions): Promise<unknown> {
  const { timeout = 10_000, signal } = options;
  const ending = new AbortController();
  const end = () => ending.abort(signal?.reason);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end);
  const timer = setTimeout(() => ending.abort(new Error(`no answer within ${timeout} ms`)), timeout);
  let answer: unknown;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: ending.signal,
    });
    if (!response.ok) throw new RpcError({ kind: "status", status: response.status });
    answer = await response.json();
  } catch (cause) {
    if (cause instanceof RpcError) throw cause;
    if (cause instanceof SyntaxError) throw malformed("no JSON");
    throw new RpcError({ kind: "unreachable", cause });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", end);
  }
  const error = member(answer, "error");
  if (error !== undefined) {
    throw new RpcError({ kind: "refused", code: Number(member(error, "code")), message: String(member(error, "message")) });
  }
  return member(answer, "result");
}

/** An account of the answer; `undefined` for one that does not exist. */
function accountOf(value: unknown): AccountData | undefined {
  if (value === null) return undefined;
  const [owner, data] = [member(value, "owner"), member(value, "data")];
  if (typeof owner !== "string" || !Array.isArray(data) || typeof data[0] !== "string" || data[1] !== "base64") {
    throw malformed("an account");
  }
  try {
    return { owner, data: decodeBase64(data[0]) };
  } catch {
    throw malformed("an account's base64");
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function malformed(what: string): RpcError {
  return new RpcError({ kind: "malformed", what });
}

function words(fact: RpcFact): string {
  switch (fact.kind) {
    case "unreachable":
      return `the RPC server did not answer: ${fact.cause instanceof Error ? fact.cause.message : String(fact.cause)}`;
    case "status":
      return `the RPC server answered with HTTP status ${fact.status}`;
    case "refused":
      return `the RPC server refused: ${fact.message} (${fact.code})`;
    case "malformed":
      return `the RPC server's answer is malformed: ${fact.what}`;
    case "noAccount":
      return `there is no account ${fact.address}`;
  }
}
