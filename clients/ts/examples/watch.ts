/** A bot that watches a price: prints level and reasons whenever they change, and ends when the feed halts. */

import { parseArgs } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";
import { type FetchedPrice, PriceError, RpcError, SCALE_DIGITS, address, explainReason, fetchPrice, reasonsOf } from "../src/index.js";

const HELP = `usage: watch FEED [--rpc URL] [--interval SECONDS] [--once]

Prints level, reasons and prices of a feed of the glowSOL oracle, a line whenever they change.

  --rpc URL           RPC server; default http://127.0.0.1:8899, a local network
  --interval SECONDS  time between two looks; default 10
  --once              look once

Exit codes: 0 looked once, and it is not halted; 1 no price could be read (with --once), or wrong arguments;
2 the feed is halted; 3 the account is no price of the oracle's.`;

const EXIT = { ok: 0, unreadable: 1, halted: 2, wrongAccount: 3 } as const;

async function main(): Promise<number> {
  const options = {
    rpc: { type: "string", default: "http://127.0.0.1:8899" },
    interval: { type: "string", default: "10" },
    once: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help) {
    console.log(HELP);
    return EXIT.ok;
  }
  const [text, ...more] = positionals;
  const seconds = Number(values.interval);
  if (text === undefined || more.length > 0 || !(seconds > 0)) throw new Error(`wrong arguments\n\n${HELP}`);

  const feed = address(text);
  let last = "";
  for (;;) {
    try {
      const fetched = await fetchPrice(values.rpc, feed);
      const text = describe(fetched);
      if (text !== last) console.log(`${new Date(Number(fetched.now) * 1_000).toISOString()} slot ${fetched.slot}: ${text}`);
      last = text;
      if (fetched.price.level === "halted") return EXIT.halted;
      if (values.once) return EXIT.ok;
    } catch (error) {
      if (error instanceof PriceError) {
        // It will not get better: it is not the account that was meant.
        console.error(error.message);
        return EXIT.wrongAccount;
      }
      if (!(error instanceof RpcError)) throw error;
      console.error(error.message);
      if (values.once) return EXIT.unreadable;
    }
    await sleep(seconds * 1_000);
  }
}

function describe({ price }: FetchedPrice): string {
  const { collateral, fair } = price.published;
  const reasons = reasonsOf(price.published.reasons).map((reason) => `\n  ${reason}: ${explainReason(reason)}`);
  const age = price.staleness === "fresh" ? "" : `, ${price.staleness} stale`;
  return `${price.level}${age}; fair ${decimal(fair)}, collateral ${decimal(collateral)} SOL${reasons.join("")}`;
}

function decimal(scaled: bigint | undefined): string {
  if (scaled === undefined) return "none";
  const digits = scaled.toString().padStart(SCALE_DIGITS + 1, "0");
  return `${digits.slice(0, -SCALE_DIGITS)}.${digits.slice(-SCALE_DIGITS).slice(0, 6)}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = EXIT.unreadable;
}
