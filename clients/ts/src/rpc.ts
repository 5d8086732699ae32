/** The price over an RPC server, by plain JSON-RPC. */

import type { Address } from "./address.js";
import { decodeBase64 } from "./base64.js";
import { type FetchedPrice, type GetAccounts, RpcError, malformed, priceBy, refreshBy } from "./fetch.js";
import type { Instruction } from "./instruction.js";
import type { AccountData } from "./price.js";

/** How to ask. */
export interface FetchOptions {
  /** How final the state read has to be; `confirmed` by default. */
  readonly commitment?: "processed" | "confirmed" | "finalized";
  /** The program, for a deployment of one's own. */
  readonly programAddress?: Address;
  /** Milliseconds to wait for the server; 10,000 by default. */
  readonly timeout?: number;
  /** Ends the request. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches a feed's price account and the chain's clock in one request, so that both are of one slot, and judges the one
 * by the other. A server that lags behind shows an old price and an old clock: compare `slot` or `now` with what you
 * know otherwise.
 *
 * @throws {RpcError} There is no answer to use.
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export function fetchPrice(rpcUrl: string | URL, feed: Address, options: FetchOptions = {}): Promise<FetchedPrice> {
  return priceBy(accountsBy(rpcUrl, options), feed, options.programAddress);
}

/**
 * The instruction by which anyone asks a feed to publish. What it needs of the feed, its source accounts in their
 * order, is fetched.
 *
 * @throws {RpcError} There is no answer to use.
 * @throws {CodecError} The account is no feed.
 */
export function refresh(
  rpcUrl: string | URL,
  { feed, ...options }: { readonly feed: Address } & FetchOptions,
): Promise<Instruction> {
  return refreshBy(accountsBy(rpcUrl, options), feed, options.programAddress);
}

function accountsBy(rpcUrl: string | URL, options: FetchOptions): GetAccounts {
  return async (addresses) => {
    const config = { encoding: "base64", commitment: options.commitment ?? "confirmed" };
    const result = await call(rpcUrl, "getMultipleAccounts", [addresses, config], options);
    const slot = member(member(result, "context"), "slot");
    const accounts = member(result, "value");
    if (!Number.isSafeInteger(slot) || !Array.isArray(accounts)) throw malformed("no slot or no accounts");
    return { slot: BigInt(slot as number), accounts: accounts.map(accountOf) };
  };
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
    return { owner: owner as Address, data: decodeBase64(data[0]) };
  } catch {
    throw malformed("an account's base64");
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
