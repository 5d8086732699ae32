/** Instructions, accounts, events and return data are those of Anchor's own code for the program. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  IDL,
  type Instruction,
  PROGRAM_ADDRESS,
  decodeAccount,
  decodeEvents,
  decodeHistory,
  decodeReturn,
  explainError,
} from "../src/index.js";
import * as program from "../src/program.generated.js";
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

type Builder = (input: object) => Instruction;
const BUILDERS = new Map(Object.entries(program as unknown as Record<string, Builder>));

/** The function that builds an instruction, by its name in the IDL or in the vectors. */
function builderOf(name: string): Builder | undefined {
  return BUILDERS.get(`get${name.charAt(0).toUpperCase()}${camel(name).slice(1)}Instruction`);
}

/** An instruction's arguments by their names. */
function named(name: string, args: readonly unknown[]): object {
  const one = IDL.instructions.find((instruction) => camel(instruction.name) === name);
  return Object.fromEntries((one?.args ?? []).map((arg, at) => [camel(arg.name), args[at]]));
}

function log(data: Uint8Array): string {
  return `Program data: ${Buffer.from(data).toString("base64")}`;
}

test("instructions have Anchor's bytes and accounts", { skip: WITHOUT_VECTORS }, () => {
  const seen = new Set<string>();
  for (const vector of VECTORS) {
    if (!("instruction" in vector)) continue;
    const builder = builderOf(vector.instruction);
    assert.ok(builder, `no builder ${vector.instruction}`);
    const made = builder({ ...vector.given, ...named(vector.instruction, vector.args) });
    assert.equal(made.programAddress, PROGRAM_ADDRESS);
    const accounts = made.accounts.map(({ address, role }) => ({ address, signer: role >= 2, writable: role % 2 === 1 }));
    assert.deepEqual(accounts, vector.accounts, vector.instruction);
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
  const logs = [`Program ${PROGRAM_ADDRESS} invoke [1]`, ...events.map((event) => log(event.data)), `Program ${PROGRAM_ADDRESS} success`];
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
    `Program ${PROGRAM_ADDRESS} invoke [2]`,
    "Program log: Program 11111111111111111111111111111111 invoke [3]",
    line,
    `Program ${other} invoke [3]`,
    line,
    `Program ${other} success`,
    `Program ${PROGRAM_ADDRESS} failed: custom program error: 0x1770`,
    line,
    `Program ${other} success`,
    line,
  ];
  assert.equal(decodeEvents(logs).length, 1);
});

test("every instruction of the program has a function", () => {
  for (const { name } of IDL.instructions) assert.ok(builderOf(name), name);
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
  const initialize = program.getInitializeFeedInstruction as unknown as Builder;
  const args = { guardian: key, postingPrograms: [], watchedPrograms: [], limits: null, overrides: [{ id: 256, value: 0n }] };
  const [accounts, range] = [{ creator: key, mint: key }, "args.overrides[0].id is 256, which does not fit u8"];
  assert.throws(() => initialize({ creator: key, args }), { name: "CodecError", message: "initialize_feed needs the account mint" });
  assert.throws(() => initialize({ ...accounts, args }), { name: "CodecError", message: range });
  assert.throws(() => initialize({ ...accounts, args: { ...args, guardian: "l" } }), { name: "AddressError" });
  assert.throws(() => initialize(accounts), { name: "CodecError", message: "args is missing, not an object" });
});

test("a number where a bigint belongs is an error that says so", () => {
  const acknowledge = program.getAcknowledgeNavInstruction as unknown as Builder;
  const key = "11111111111111111111111111111111";
  assert.throws(() => acknowledge({ feed: key, authority: key, least: 5 }), {
    name: "CodecError",
    message: "least is the number 5: u64 takes a bigint, such as 1_000_000_000n",
  });
});

test("a signer of kit stays with the account that it signs for, and another account is taken by its address", () => {
  const feed = { address: "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T" };
  const authority = { address: "11111111111111111111111111111111", signTransactions: () => undefined };
  const { accounts } = (program.getActivateFeedInstruction as unknown as Builder)({ feed, authority });
  assert.deepEqual(accounts.find(({ address }) => address === authority.address), {
    address: authority.address,
    role: 2,
    signer: authority,
  });
  assert.ok(accounts.some((account) => account.address === feed.address && !("signer" in account)));
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
  assert.match(explainError(0x5052_4300 + 0x40 + 8 * 5 + 2)?.meaning ?? "", /^borrow is not allowed now: the feed is depegged/);
  assert.match(explainError(0x5052_4308)?.meaning ?? "", /another feed/);
  assert.equal(explainError(1), undefined);
});
