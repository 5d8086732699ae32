// The job files by Switchboard's published schema, and what they answer beside what the reader allows. The tasks' meaning is modelled here from
// the schema's documentation; Switchboard's own oracles are not asked.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

import { OracleJob } from "@switchboard-xyz/common";

import { LAYOUT } from "../../clients/ts/dist/layout.generated.js";
import { PROGRAM_ADDRESS, Price, readUnchecked } from "../../clients/ts/dist/reader.js";

const here = new URL(".", import.meta.url);
const golden = readFileSync(new URL("../../crates/price-reader/tests/golden/price-v1-sides.bin", here));
const jobs = Object.fromEntries(
  readdirSync(here)
    .filter((name) => /-(sol|usd)\.json$/.test(name))
    .map((name) => [name.replace(".json", ""), JSON.parse(readFileSync(new URL(name, here), "utf8"))]),
);

/** An exact fraction: a job's numbers are decimals of any length. */
const fraction = (text) => {
  const [whole, digits = ""] = String(text).split(".");
  return [BigInt(whole + digits), 10n ** BigInt(digits.length)];
};
const less = ([a, b], [c, d]) => a * d < c * b;

/** What a job answers for an account's bytes at a unix time. */
function run({ tasks }, account, now, variables = {}) {
  let result;
  const number = (text) => (/^\$\{\w+\}$/.test(text) ? variables[text.slice(2, -1)] : fraction(text));
  const sub = (job) => run(job, account, now, variables);
  const operand = ({ big, job }) => (job === undefined ? number(big) : sub(job));
  for (const task of tasks) {
    const [[name, of]] = Object.entries(task);
    switch (name) {
      case "cacheTask":
        for (const { variableName, job } of of.cacheItems) variables[variableName] = sub(job);
        break;
      case "solanaAccountDataFetchTask":
        assert.equal(of.pubkey, "PRICE_ACCOUNT");
        result = account;
        break;
      case "bufferLayoutParseTask": {
        const view = new DataView(result.buffer, result.byteOffset, result.byteLength);
        const read = { u8: "getUint8", u16: "getUint16", u32: "getUint32", u64: "getBigUint64", i64: "getBigInt64" }[of.type];
        result = [BigInt(view[read](of.offset, true)), 1n];
        break;
      }
      case "unixTimeTask":
        result = [now, 1n];
        break;
      case "valueTask":
        result = fraction(of.value);
        break;
      case "divideTask": {
        const [a, b] = operand(of);
        if (a === 0n) throw new Error("division by zero");
        result = [result[0] * b, result[1] * a];
        break;
      }
      case "multiplyTask": {
        const [a, b] = operand(of);
        result = [result[0] * a, result[1] * b];
        break;
      }
      case "addTask":
      case "subtractTask": {
        const [a, b] = operand(of);
        const sign = name === "addTask" ? 1n : -1n;
        result = [result[0] * b + sign * a * result[1], result[1] * b];
        break;
      }
      case "boundTask": {
        const bound = (value, job) => (job === undefined ? value && number(value) : sub(job));
        const lower = bound(of.lowerBoundValue, of.lowerBound);
        const upper = bound(of.upperBoundValue, of.upperBound);
        if (lower && less(result, lower)) result = sub(of.onExceedsLowerBound);
        else if (upper && less(upper, result)) result = sub(of.onExceedsUpperBound);
        break;
      }
      default:
        throw new Error(`the files have no ${name}`);
    }
  }
  return result;
}

const answer = (...of) => {
  try {
    return run(...of);
  } catch (error) {
    if (error.message === "division by zero") return undefined;
    throw error;
  }
};

/** Bytes of the golden account with some fields changed. */
function account(fields) {
  const bytes = Uint8Array.from(golden);
  const view = new DataView(bytes.buffer);
  for (const [name, value] of Object.entries(fields)) {
    const [offset, type] = LAYOUT[name];
    if (type === "u8") view.setUint8(offset, Number(value));
    else if (type === "u16") view.setUint16(offset, Number(value), true);
    else if (type === "u32") view.setUint32(offset, Number(value), true);
    else view.setBigInt64(offset, BigInt(value), true);
  }
  return bytes;
}

const published = readUnchecked(golden).publishedAt;
/** A normal, fresh account; gates as level and cause have them. */
const ALL = 0xff;
const NO_NEW_RISK = 0b0101_1111 & ~(1 << 4);
const normal = {
  version: 1, level: 0, haltCause: 0, gates: ALL, softLimit: 60, hardLimit: 600, liquidationLimit: 3_600, navLimit: 600, marketLimit: 600, usdLimit: 150,
  navTime: published, marketTime: published, solUsdTime: published, flags: readUnchecked(golden).flags,
};

/** What the reader lets this purpose have, one whole token in the unit of nine decimals; `undefined` for nothing. */
function reader(name, bytes, now) {
  const [purpose, unit] = name.split("-");
  try {
    const { feed, tokenDecimals } = readUnchecked(bytes);
    const permit = Price.read({ data: bytes, owner: PROGRAM_ADDRESS }, feed, now).permit(purpose === "liquidation" ? "liquidate" : "borrow");
    const side = purpose === "debt" ? "debtValue" : "collateralValue";
    const one = 10n ** BigInt(tokenDecimals);
    return unit === "sol" ? permit[side](one) : permit[`${side}Usd`](one, 9);
  } catch {
    return undefined;
  }
}

/** A job's answer as the reader says it: nine decimals, rounded as the purpose is. */
function rounded(name, [value, scale]) {
  const scaled = value * 1_000_000_000n;
  return (name.startsWith("debt") ? scaled + scale - 1n : scaled) / scale;
}

test("there is a job for each price", () => {
  const expected = ["collateral", "debt", "liquidation"].flatMap((purpose) => [`${purpose}-sol`, `${purpose}-usd`]);
  assert.deepEqual(Object.keys(jobs).sort(), expected);
});

for (const [name, job] of Object.entries(jobs)) {
  test(`${name}: Switchboard's schema knows every word of it`, () => {
    assert.equal(OracleJob.verify(OracleJob.toObject(OracleJob.fromObject(job))), null);
    const bytes = OracleJob.encodeDelimited(OracleJob.fromObject(job)).finish();
    const back = OracleJob.toObject(OracleJob.decodeDelimited(bytes), { enums: String });
    assert.deepEqual(JSON.parse(JSON.stringify(back)), job);
  });

  test(`${name}: the reader's price on a quiet day`, () => {
    const bytes = account(normal);
    const expected = reader(name, bytes, published);
    assert.ok(expected > 0n);
    assert.equal(rounded(name, answer(job, bytes, published)), expected);
  });

  test(`${name}: levels, causes and ages`, () => {
    const at = (fields, after = 0n) => answer(job, account({ ...normal, ...fields }), published + after) !== undefined;
    const liquidation = name.startsWith("liquidation");
    assert.ok(at({ level: 1 }));
    for (const fields of [{ level: 2, gates: NO_NEW_RISK }, { level: 3, haltCause: 1, gates: NO_NEW_RISK }])
      assert.equal(at(fields), liquidation, JSON.stringify(fields));
    for (const haltCause of [2, 3, 4, 5, 7]) assert.ok(!at({ level: 3, haltCause }));
    assert.ok(!at({ version: 2 }));
    assert.ok(at({}, 60n));
    const aged = (after) => at({ navTime: published + after, marketTime: published + after, solUsdTime: published + after }, after);
    assert.equal(aged(61n), liquidation);
    assert.equal(aged(600n), liquidation);
    assert.ok(!aged(601n));
    assert.ok(!at({}, -31n));
    assert.equal(at({ navTime: published - 601n }), liquidation);
    assert.equal(at({ solUsdTime: published - 151n }), name.endsWith("sol"));
    const field = name.endsWith("sol") ? name.split("-")[0] : `${name.split("-")[0]}Usd`;
    assert.ok(!at({ [field]: 0 }), "zero is absent, not a price");
  });

  test(`${name}: never an answer where the reader has none, nor another`, () => {
    let seed = 1n;
    const random = (below) => {
      seed = (seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) & ((1n << 64n) - 1n);
      return Number((seed >> 33n) % BigInt(below));
    };
    const rows = [[0, 0, ALL], [1, 0, ALL | 0x100], [2, 0, NO_NEW_RISK], [3, 1, NO_NEW_RISK], [3, 2, 0b101], [3, 4, 0b101], [3, 5, 0b101]];
    let answered = 0;
    for (let run = 0; run < 2_000; run += 1) {
      const [level, haltCause, gates] = rows[random(rows.length)];
      const back = (most) => published - BigInt(random(most));
      const fields = { ...normal, level, haltCause, gates, navTime: back(700), marketTime: back(700), solUsdTime: back(170) };
      const [bytes, now] = [account(fields), published + BigInt(random(4) === 0 ? random(4_000) : random(70)) - 5n];
      const found = answer(job, bytes, now);
      if (found === undefined) continue;
      answered += 1;
      assert.equal(rounded(name, found), reader(name, bytes, now), JSON.stringify({ ...fields, now }, (_, value) => String(value)));
    }
    assert.ok(answered > 100, `${answered}`);
  });

  test(`${name}: two publications are never mixed`, () => {
    const bytes = account(normal);
    let reads = 0;
    // Between the first look and the last the account is published anew.
    const moving = new Proxy(bytes, {
      get(target, key) {
        if (key === "byteOffset") {
          reads += 1;
          if (reads === 3) new DataView(target.buffer).setBigUint64(LAYOUT.sequence[0], 99n, true);
        }
        return Reflect.get(target, key);
      },
    });
    assert.equal(answer(job, moving, published), undefined);
  });
}
