/** The reader says what Rust's says, in every value and every error, and reads the golden account. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ACTIONS,
  type AccountData,
  PROGRAM_ADDRESS,
  Price,
  PriceError,
  decodeAccount,
  explainReason,
  largestReasonOf,
  readUnchecked,
  reasonsOf,
  reservesOf,
  sidesOf,
  unknownReasons,
} from "../src/index.js";
import { WITHOUT_VECTORS, committed, vectors } from "./vectors.js";

interface Answers {
  readonly now: bigint;
  readonly amount: bigint;
  readonly decimals: number;
  readonly ltv: number;
  readonly said: unknown;
}

interface Vector extends AccountData {
  readonly published: unknown;
  readonly proof: unknown;
  readonly answers: readonly Answers[];
  readonly golden?: string;
}

const PRICES = vectors<Vector>("prices.jsonl");
const GOLDEN = "crates/price-reader/tests/golden/price-v1.bin";
const GOLDEN_SIDES = "crates/price-reader/tests/golden/price-v1-sides.bin";

/** A result in the form of the vectors: absent values are null. */
function said<T>(ask: () => T): unknown {
  try {
    return ask() ?? null;
  } catch (error) {
    if (!(error instanceof PriceError)) throw error;
    return { error: error.fact, code: error.code };
  }
}

function published(data: Uint8Array): unknown {
  return said(() => {
    const fields = Object.entries(readUnchecked(data)).map(([name, value]) => [name, value ?? null]);
    return Object.fromEntries(fields) as unknown;
  });
}

function proven(data: Uint8Array): unknown {
  try {
    const record = readUnchecked(data);
    const sides = (rate: "spot" | "short" | "long") => sidesOf(record, rate) ?? null;
    return { reserves: reservesOf(record) ?? null, spot: sides("spot"), short: sides("short"), long: sides("long") };
  } catch {
    return null;
  }
}

/** Whether something is permitted, and its values without regard to that. */
function values(price: Price, purpose: "borrow" | "withdraw" | "deleverage" | "liquidate", amount: bigint, decimals: number): unknown {
  const permit = price.withoutGate(purpose);
  return {
    permitted: said(() => price.permit(purpose).price === price),
    collateral: said(() => permit.collateral()),
    debt: said(() => permit.debt()),
    collateralUsd: said(() => permit.collateralUsd()),
    debtUsd: said(() => permit.debtUsd()),
    collateralValue: said(() => permit.collateralValue(amount)),
    debtValue: said(() => permit.debtValue(amount)),
    collateralValueUsd: said(() => permit.collateralValueUsd(amount, decimals)),
    debtValueUsd: said(() => permit.debtValueUsd(amount, decimals)),
  };
}

function answers(account: AccountData, { now, amount, decimals, ltv }: Answers): unknown {
  return said(() => {
    const price = Price.readAnyFeed(account, now);
    return {
      age: price.age,
      staleness: price.staleness,
      gates: price.gates,
      swap: price.swap(),
      level: price.level,
      stale: price.stale() ?? null,
      reasons: reasonsOf(price.published.reasons),
      denials: Object.fromEntries(ACTIONS.map((action) => [action, price.denial(action) ?? null])),
      borrow: values(price, "borrow", amount, decimals),
      withdraw: values(price, "withdraw", amount, decimals),
      deleverage: values(price, "deleverage", amount, decimals),
      liquidate: values(price, "liquidate", amount, decimals),
      seizedValue: said(() => price.withoutGate("liquidate").seizedValue(amount)),
      seizedValueUsd: said(() => price.withoutGate("liquidate").seizedValueUsd(amount, decimals)),
      fair: said(() => price.withoutGate("swap").fair()),
      haircut: said(() => price.withoutGate("borrow").haircut(ltv)),
    };
  });
}

test("every record decodes as in Rust", { skip: WITHOUT_VECTORS }, () => {
  assert.ok(PRICES.length > 400);
  for (const vector of PRICES) assert.deepEqual(published(vector.data), vector.published);
});

test("every answer at every clock is Rust's", { skip: WITHOUT_VECTORS }, () => {
  let count = 0;
  for (const vector of PRICES) {
    for (const asked of vector.answers) {
      assert.deepEqual(answers(vector, asked), asked.said, `at ${asked.now}`);
      count += 1;
    }
  }
  assert.ok(count > 2_000);
});

test("the golden accounts decode as in Rust", { skip: WITHOUT_VECTORS }, () => {
  for (const file of [GOLDEN, GOLDEN_SIDES]) {
    const golden = PRICES.find((vector) => vector.golden === file);
    assert.deepEqual(golden?.data, committed(file));
    assert.deepEqual(published(committed(file)), golden.published);
  }
});

test("reserves and sides are what Rust says, and absent where the account is older", { skip: WITHOUT_VECTORS }, () => {
  for (const { data, proof } of PRICES) assert.deepEqual(proven(data), proof);
  const absent = { reserves: null, spot: null, short: null, long: null };
  assert.deepEqual(proven(committed(GOLDEN)), absent);
  assert.notDeepEqual(proven(committed(GOLDEN_SIDES)), absent);
});

test("the golden account decodes to the same values through the IDL", () => {
  const data = committed(GOLDEN_SIDES);
  const direct = new Map<string, unknown>(Object.entries(readUnchecked(data)));
  const idl = new Map<string, unknown>(Object.entries(decodeAccount("Price", data)));
  for (const name of [...idl.keys()].filter((name) => /^(padding\d*|reserved)$/.test(name))) idl.delete(name);
  assert.deepEqual([...direct.keys()].sort(), [...idl.keys()].sort());
  for (const [name, value] of idl) assert.deepEqual(name === "level" ? 3 : direct.get(name), value, name);
  assert.equal(idl.get("level"), 3);
  assert.equal(direct.get("level"), "halted");
});

test("the golden account says what it was made to say", () => {
  const record = readUnchecked(committed(GOLDEN));
  const price = Price.judge(record, record.publishedAt);
  const leave = price.permit("deleverage");
  assert.equal(leave.collateral(), 946_012_345_678n);
  assert.equal(leave.collateralValue(1_000_000_000n), 946_012_345n);
  assert.equal(leave.debtValue(1_000_000_000n), 1_084_312_346n);
  assert.equal(price.permit("liquidate").collateralValue(1_000_000_000n), 1_050_000_000n);
  assert.deepEqual(reasonsOf(record.reasons), ["CUSTODIAL", "DISCOUNT_SHORT", "DISCOUNT_LONG", "DISCOUNT_SPOT"]);
  assert.deepEqual(largestReasonOf(record)?.reason, "DISCOUNT_SPOT");
  assert.equal(explainReason("CUSTODIAL"), "Part of the backing lies in a wallet that one signer controls.");
  assert.equal(unknownReasons(record.reasons), 1n << 40n);
  assert.ok(price.is("custodial") && !price.is("navOnly"));
  assert.throws(() => price.permit("borrow"), {
    name: "PriceError",
    message: "borrow is not allowed at level halted (cause 0b1)",
    code: 0x5052_4300 + 0x40 + 8 * 5 + 3,
  });
  assert.ok(price.may("repay") && price.may("topUp") && price.may("liquidate"));
});

test("a price of another feed or mint is refused", () => {
  const record = readUnchecked(committed(GOLDEN));
  const price = Price.judge(record, record.publishedAt);
  assert.equal(price.forFeed(record.feed).forMint(record.mint), price);
  const account = { data: committed(GOLDEN), owner: PROGRAM_ADDRESS };
  assert.equal(Price.read(account, record.feed, record.publishedAt).level, "halted");
  assert.throws(() => Price.read(account, record.mint, record.publishedAt), { fact: { kind: "wrongFeed", found: record.feed } });
  assert.throws(() => price.forFeed(record.mint), { fact: { kind: "wrongFeed", found: record.feed } });
  assert.throws(() => price.forMint(record.feed), { fact: { kind: "wrongMint", found: record.mint } });
});

test("amounts and loan-to-values beyond their range are the caller's mistake", () => {
  const record = readUnchecked(committed(GOLDEN));
  const price = Price.judge(record, record.publishedAt);
  const borrow = price.withoutGate("borrow");
  for (const amount of [-1n, 1n << 64n]) assert.throws(() => borrow.collateralValue(amount), RangeError);
  for (const ltv of [-1, 0.5, 10_001]) assert.throws(() => borrow.haircut(ltv), RangeError);
});

test("a number where a bigint belongs is an error that says so", () => {
  const record = readUnchecked(committed(GOLDEN));
  const price = Price.judge(record, record.publishedAt);
  const number = 1_000_000_000 as unknown as bigint;
  const message = "an amount is a bigint, such as 1_000_000_000n, not the number 1000000000";
  assert.throws(() => price.withoutGate("borrow").collateralValue(number), { name: "TypeError", message });
  assert.throws(() => Price.judge(record, number), { name: "TypeError" });
});

test("a price turns into JSON, and into another at another moment", () => {
  const record = readUnchecked(committed(GOLDEN));
  const price = Price.judge(record, record.publishedAt);
  const json = JSON.parse(JSON.stringify(price)) as Record<string, unknown>;
  assert.equal(json["collateral"], "946012345678");
  assert.equal(json["feed"], record.feed);
  assert.deepEqual(json["swap"], { kind: "paused" });
  assert.deepEqual([json["level"], json["age"], json["staleness"]], ["halted", "0", "fresh"]);
  assert.deepEqual(json["allowed"], ["repay", "deposit", "topUp", "deleverage", "liquidate"]);
  assert.equal(price.at(record.publishedAt + 61n).staleness, "soft");
});
