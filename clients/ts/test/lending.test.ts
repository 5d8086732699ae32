/** Terms and liquidations are calculated as Rust calculates them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Liquidation, type Position, type Risk, Terms, loanToValueFalls } from "../src/index.js";
import { WITHOUT_VECTORS, vectors } from "./vectors.js";

interface Vector {
  readonly risk: Risk;
  readonly asked: Liquidation;
  readonly after: Position;
  readonly said: unknown;
}

const RISK: Risk = { ltv: 8_000, threshold: 8_500, bonus: 500, closeFactor: 5_000, dust: 0n };

function said({ risk, asked, after }: Vector): unknown {
  let terms: Terms;
  try {
    terms = new Terms(risk);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    return { refused: error.message };
  }
  return {
    borrowLimit: terms.borrowLimit(asked.worth),
    borrowable: terms.borrowable(asked.worth, asked.owed),
    liquidationLimit: terms.liquidationLimit(asked.worth),
    healthy: terms.isHealthy(asked.owed, asked.worth),
    seizure: terms.seizure(asked) ?? null,
    falls: loanToValueFalls(asked, after),
  };
}

test("loans and liquidations as Rust has them", { skip: WITHOUT_VECTORS }, () => {
  const loans = vectors<Vector>("lending.jsonl");
  for (const loan of loans) assert.deepEqual(said(loan), loan.said);
  const seized = loans.filter((loan) => (loan.said as { seizure?: unknown }).seizure);
  assert.ok(seized.length > 200 && loans.length - seized.length > 200, `${seized.length} of ${loans.length}`);
});

test("a loan of 80 %, and a liquidation with 5 % on top", () => {
  const terms = new Terms(RISK);
  assert.equal(terms.borrowable(10_000n, 1_000n), 7_000n);
  assert.equal(terms.isHealthy(8_501n, 10_000n), false);
  const seizure = terms.seizure({ repay: 10_000n, owed: 8_600n, deposited: 20_000n, worth: 10_000n });
  assert.deepEqual(seizure, { repaid: 4_300n, seized: 9_030n });
});

test("what is no amount and no share is refused", () => {
  assert.throws(() => new Terms({ ...RISK, ltv: 0.8 }), RangeError);
  assert.throws(() => new Terms({ ...RISK, dust: 1 as unknown as bigint }), TypeError);
  assert.throws(() => new Terms(RISK).borrowLimit(1 as unknown as bigint), TypeError);
  assert.throws(() => new Terms(RISK).borrowLimit(-1n), RangeError);
});
