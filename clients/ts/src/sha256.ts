/** SHA-256 without WebCrypto, which browsers offer on secure pages only, and only with a promise. */

const WORD = 0xffff_ffffn;

/** The largest integer whose `power` is at most `value`. */
function root(value: bigint, power: bigint): bigint {
  let low = 0n;
  for (let high = value + 1n; high - low > 1n;) {
    const middle = (low + high) / 2n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let number = 2n; found.length < count; number += 1n) {
    if (found.every((prime) => number % prime !== 0n)) found.push(number);
  }
  return found;
}

/** The first 32 bits behind the point of the roots of the first primes: the standard's constants. */
function fractions(count: number, power: bigint): Uint32Array {
  return Uint32Array.from(primes(count), (prime) => Number(root(prime << (32n * power), power) & WORD));
}

const START = fractions(8, 2n);
const ROUND = fractions(64, 3n);

/** The hash of the bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  const state = START.slice();
  for (let at = 0; at < padded.length; at += 64) compress(state, view, at);
  const hash = new DataView(new ArrayBuffer(32));
  state.forEach((word, at) => hash.setUint32(at * 4, word));
  return new Uint8Array(hash.buffer);
}

function compress(state: Uint32Array, block: DataView, start: number): void {
  const schedule = new Uint32Array(64);
  const word = (at: number) => schedule[at] ?? 0;
  for (let at = 0; at < 64; at += 1) {
    if (at < 16) {
      schedule[at] = block.getUint32(start + at * 4);
      continue;
    }
    const [early, late] = [word(at - 15), word(at - 2)];
    const a = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const b = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    schedule[at] = word(at - 16) + a + word(at - 7) + b;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const chosen = (e & f) ^ (~e & g);
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + chosen + (ROUND[at] ?? 0) + word(at)) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + majority) | 0;
    [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => (state[at] = (state[at] ?? 0) + value));
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}
