/** Prices as they change. */

import type { Address } from "./address.js";
import { decodeBase64 } from "./base64.js";
import { CLOCK, type FetchedPrice, RpcError, timeOf } from "./fetch.js";
import { findPricePda } from "./pda.js";
import { type AccountData, Price } from "./price.js";
import { type FetchOptions, fetchPrice } from "./rpc.js";

/** An account as it became. */
export interface Update {
  readonly address: Address;
  readonly slot: bigint;
  readonly account: AccountData;
}

/** Listens to accounts until the function that it returns is called; `ended` says that nothing more will come, and why. */
export type Listen = (
  addresses: readonly Address[],
  updated: (update: Update) => void,
  ended: (cause: unknown) => void,
) => () => void;

/** How to listen. */
export interface SubscribeOptions extends FetchOptions {
  /** The server's websocket; derived from the URL if left out, as `@solana/web3.js` does. */
  readonly webSocketUrl?: string | URL;
  /** What makes websockets; the global `WebSocket` if left out, which Node has from version 22 on. */
  readonly WebSocket?: new (url: string) => WebSocket;
}

/**
 * A feed's price now and whenever it changes, each judged by the chain's clock as it was last heard of. **A price ages
 * while you hold it**: it says so itself only when asked again, `price.at(now)`, so treat a long silence as an old
 * price. Ends by `break`, by `signal`, or with an {@link RpcError} when the connection does.
 *
 * @throws {RpcError} There is no answer to use, or the connection ended.
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export async function* subscribe(
  rpcUrl: string | URL,
  feed: Address,
  options: SubscribeOptions = {},
): AsyncGenerator<FetchedPrice, void, void> {
  const first = () => fetchPrice(rpcUrl, feed, options);
  yield* pricesBy(first, listenBy(options.webSocketUrl ?? webSocketUrl(rpcUrl), options), feed, options);
}

/** As {@link subscribe}, whatever fetches and listens. What changes while the first price is fetched is not lost. */
export async function* pricesBy(
  first: () => Promise<FetchedPrice>,
  listen: Listen,
  feed: Address,
  { programAddress, signal }: { readonly programAddress?: Address; readonly signal?: AbortSignal },
): AsyncGenerator<FetchedPrice, void, void> {
  const [address] = findPricePda({ feed }, programAddress === undefined ? {} : { programAddress });
  const waiting: Update[] = [];
  let now: bigint | undefined;
  let end: { readonly cause: unknown } | undefined;
  let wake = (): void => undefined;
  const aborted = () => {
    end ??= { cause: undefined };
    wake();
  };
  const stop = listen(
    [address, CLOCK],
    (update) => {
      if (update.address === CLOCK) now = later(now, timeOf(update.account.data));
      else waiting.push(update);
      wake();
    },
    (cause) => {
      end ??= { cause };
      wake();
    },
  );
  signal?.addEventListener("abort", aborted);
  if (signal?.aborted) aborted();
  try {
    const start = await first();
    now = later(now, start.now);
    let { slot } = start;
    yield start;
    for (;;) {
      const update = waiting.shift();
      if (update) {
        if (update.slot < slot) continue;
        ({ slot } = update);
        yield { price: Price.read(update.account, feed, now, programAddress), slot, now };
      } else if (end) {
        if (signal?.aborted) return;
        throw end.cause instanceof RpcError ? end.cause : new RpcError({ kind: "unreachable", cause: end.cause });
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    signal?.removeEventListener("abort", aborted);
    stop();
  }
}

function later(one: bigint | undefined, other: bigint): bigint {
  return one === undefined || other > one ? other : one;
}

/** A server's websocket by its address: the next port where one is named. */
export function webSocketUrl(rpcUrl: string | URL): URL {
  const url = new URL(rpcUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  if (url.port !== "") url.port = String(Number(url.port) + 1);
  return url;
}

function listenBy(url: string | URL, { commitment = "confirmed", WebSocket: Socket = globalThis.WebSocket }: SubscribeOptions): Listen {
  return (addresses, updated, ended) => {
    if (!(Socket as unknown)) throw new TypeError("there is no WebSocket here: give one by the option WebSocket");
    const socket = new Socket(String(url));
    const subscriptions = new Map<number, Address>();
    socket.onopen = () => {
      addresses.forEach((address, id) => {
        const params = [address, { encoding: "base64", commitment }];
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "accountSubscribe", params }));
      });
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      try {
        const message = JSON.parse(String(data)) as Message;
        const { id, result, error, params } = message;
        if (error) throw new RpcError({ kind: "refused", code: error.code, message: error.message });
        const subscribed = id === undefined ? undefined : addresses[id];
        if (subscribed !== undefined && result !== undefined) subscriptions.set(result, subscribed);
        const address = params && subscriptions.get(params.subscription);
        if (!params || !address) return;
        const { context, value } = params.result;
        const account = { owner: value.owner as Address, data: decodeBase64(value.data[0]) };
        updated({ address, slot: BigInt(context.slot), account });
      } catch (cause) {
        ended(cause instanceof RpcError ? cause : new RpcError({ kind: "malformed", what: "a notification" }));
        socket.close();
      }
    };
    socket.onerror = () => ended(new Error("the websocket failed"));
    socket.onclose = () => ended(new Error("the websocket was closed"));
    return () => socket.close();
  };
}

/** What a server sends: the answer to a subscription, or a notification. */
interface Message {
  readonly id?: number;
  readonly result?: number;
  readonly error?: { readonly code: number; readonly message: string };
  readonly params?: {
    readonly subscription: number;
    readonly result: {
      readonly context: { readonly slot: number };
      readonly value: { readonly owner: string; readonly data: readonly [string, string] };
    };
  };
}
