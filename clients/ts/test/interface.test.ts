/** Instructions, accounts, events and return data are those of Anchor's own code for the program. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  IDL,
  type Instruction,
  PROGRAM_ID,
  decodeAccount,
  decodeEvents,
  decodeHistory,
  decodeReturn,
  explainError,
  program,
} from "../src/index.js";
import { fieldsOf } from "../src/idl/bytemuck.js";
import { camel } from "../src/idl/names.js";
import { WITHOUT_VECTORS, committed, vectors } from "./vectors.js";

type Vector =
  | {
      readonly instruction: string;
      readonly given: object;
      readonly args: unknown[];
      readonly accounts: unknown;
      readonly data: Uint8Array;
    }
  | {
      readonly account: "Feed" | "History" | "Proposal";
      readonly data: Uint8Array;
      readonly expected: object;
      readonly params?: Record<string, string>;
      readonly points?: unknown[];
    }
  | { readonly event: string; readonly data: Uint8Array; readonly expected: object }
  | { readonly return: "check_source"; readonly data: Uint8Array; readonly expected: object };

const VECTORS = vectors<Vector>("interface.jsonl");

type Builder = (accounts: object, ...rest: unknown[]) => Instruction;
const BUILDERS = new Map(Object.entries(program as unknown as Record<string, Builder>));

function log(data: Uint8Array): string {
  return `Program data: ${Buffer.from(data).toString("base64")}`;
}

test("instructions have Anchor's bytes and accounts", { skip: WITHOUT_VECTORS }, () => {
  const seen = new Set<string>();
  for (const vector of VECTORS) {
    if (!("instruction" in vector)) continue;
    const builder = BUILDERS.get(vector.instruction);
    assert.ok(builder, `no builder ${vector.instruction}`);
    const made = builder(vector.given, ...vector.args);
    assert.equal(made.programId, PROGRAM_ID);
    assert.deepEqual(made.accounts, vector.accounts, vector.instruction);
    assert.deepEqual(made.data, vector.data, vector.instruction);
    seen.add(vector.instruction);
  }
  const unseen = IDL.instructions.map(({ name }) => camel(name)).filter((name) => !seen.has(name));
  assert.deepEqual(unseen, [], "instructions that tools/vectors lacks");
});

test("accounts decode to what Rust finds in the same bytes", { skip: WITHOUT_VECTORS }, () => {
  let feeds = 0;
  for (const vector of VECTORS) {
    if (!("account" in vector)) continue;
    const found = new Map<string, unknown>(Object.entries(decodeAccount(vector.account, vector.data)));
    for (const [name, value] of Object.entries(vector.expected)) assert.deepEqual(found.get(name), value, name);
    if (!vector.params) continue;
    const params = decodeAccount("Feed", vector.data).params as unknown as Record<string, number | bigint>;
    for (const [name, value] of Object.entries(vector.params)) assert.equal(String(params[camel(name)]), value, name);
    assert.ok(Object.keys(vector.params).length > 40);
    feeds += 1;
  }
  assert.ok(feeds > 10);
});

test("a history has the points that Rust wrote, oldest first", { skip: WITHOUT_VECTORS }, () => {
  let count = 0;
  for (const vector of VECTORS) {
    if (!("points" in vector)) continue;
    const { history, points } = decodeHistory(vector.data);
    assert.deepEqual(points, vector.points);
    assert.deepEqual(history, decodeAccount("History", vector.data));
    count += points.length;
  }
  assert.ok(count > 20);
});

test("fields lie at their natural alignment", () => {
  const repr = { kind: "c" } as const;
  const fields = [
    { name: "byte", type: "u8" },
    { name: "word", type: "u64" },
    { name: "half", type: "u16" },
  ] as const;
  const plain = fieldsOf({ name: "Plain", repr, type: { kind: "struct", fields } });
  assert.deepEqual(
    plain.fields.map(({ offset }) => offset),
    [0, 8, 16],
  );
  assert.deepEqual(plain.layout, { size: 24, align: 8 });
  const packed = fieldsOf({ name: "Packed", repr: { ...repr, packed: true }, type: { kind: "struct", fields } });
  assert.deepEqual(
    packed.fields.map(({ offset }) => offset),
    [0, 1, 9],
  );
  const aligned = fieldsOf({ name: "Aligned", repr: { ...repr, align: 16 }, type: { kind: "struct", fields } });
  assert.deepEqual(aligned.layout, { size: 32, align: 16 });
});

test("events decode from logs", { skip: WITHOUT_VECTORS }, () => {
  const events = VECTORS.flatMap((vector) => ("event" in vector ? [vector] : []));
  assert.ok(events.length > 10);
  const logs = [`Program ${PROGRAM_ID} invoke [1]`, ...events.map((event) => log(event.data)), `Program ${PROGRAM_ID} success`];
  assert.deepEqual(
    decodeEvents(logs),
    events.map(({ event, expected }) => ({ name: event, data: expected })),
  );
});

test("return data decodes", { skip: WITHOUT_VECTORS }, () => {
  const kinds = new Set<string>();
  for (const vector of VECTORS) {
    if (!("return" in vector)) continue;
    const reading = decodeReturn(vector.return, vector.data);
    assert.deepEqual(reading, vector.expected);
    kinds.add(reading.kind);
  }
  assert.equal(kinds.size, 4);
});

test("events of other programs are not the oracle's", () => {
  const event = IDL.events?.find((one) => one.name === "NothingDue");
  const line = log(Uint8Array.from([...(event?.discriminator ?? []), ...new Array<number>(40).fill(1)]));
  const other = "11111111111111111111111111111111";
  const logs = [
    `Program ${other} invoke [1]`,
    line,
    `Program ${PROGRAM_ID} invoke [2]`,
    "Program log: Program 11111111111111111111111111111111 invoke [3]",
    line,
    `Program ${other} invoke [3]`,
    line,
    `Program ${other} success`,
    `Program ${PROGRAM_ID} failed: custom program error: 0x1770`,
    line,
    `Program ${other} success`,
    line,
  ];
  assert.equal(decodeEvents(logs).length, 1);
});

test("every instruction of the program has a function", () => {
  for (const { name } of IDL.instructions) assert.ok(BUILDERS.has(camel(name)), name);
  assert.equal([...BUILDERS.values()].filter((one) => typeof one === "function").length, IDL.instructions.length);
});

test("the interface in the client is the committed IDL without its prose", () => {
  const whole = JSON.parse(new TextDecoder().decode(committed("idl/glowsol_oracle.json")), (key, value: unknown) =>
    key === "docs" ? undefined : value,
  ) as unknown;
  assert.deepEqual(JSON.parse(JSON.stringify(IDL)), whole);
});

test("missing accounts and arguments out of range are named", () => {
  const key = "11111111111111111111111111111111";
  const initialize = program.initializeFeed as unknown as Builder;
  const args = { guardian: key, postingPrograms: [], watchedPrograms: [], limits: null, overrides: [{ id: 256, value: 0n }] };
  assert.throws(() => initialize({ creator: key }, args), {
    name: "CodecError",
    message: "initialize_feed needs the account mint",
  });
  assert.throws(() => initialize({ creator: key, mint: key }, args), {
    name: "CodecError",
    message: "args.overrides[0].id is 256, which does not fit u8",
  });
  assert.throws(() => initialize({ creator: key, mint: key }, { ...args, guardian: "l" }), { name: "AddressError" });
  assert.throws(() => initialize({ creator: key, mint: key }, undefined), {
    name: "CodecError",
    message: "args is missing, not an object",
  });
});

test("data that is cut or too long is no event, account or return value", () => {
  assert.throws(() => decodeReturn("check_source", Uint8Array.of(9)), {
    name: "CodecError",
    message: "SourceReading has no variant 9",
  });
  assert.throws(() => decodeReturn("check_source", Uint8Array.of(3, 1)), { name: "CodecError" });
  assert.throws(() => decodeReturn("check_source", new Uint8Array(100).fill(1)), { name: "CodecError" });
  assert.throws(() => decodeAccount("Feed", committed("crates/price-reader/tests/golden/price-v1.bin")), { name: "CodecError" });
  assert.throws(() => decodeAccount("Price", committed("crates/price-reader/tests/golden/price-v1.bin").subarray(0, 511)), {
    name: "CodecError",
  });
});

test("errors have names and meanings, sources' faults among them", () => {
  assert.equal(explainError(6_000)?.name, "NotTheAuthority");
  assert.equal(explainError(6_130)?.name, "SourceStale");
  assert.equal(explainError(1), undefined);
});
