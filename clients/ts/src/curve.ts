/** Which 32 bytes are points of ed25519: addresses that a private key may sign for. */

const P = (1n << 255n) - 19n;
const D = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;

/** Whether the bytes, as a compressed point, lie on the curve: y with a square x^2 = (y^2 - 1) / (d y^2 + 1). */
export function isOnCurve(bytes: Uint8Array): boolean {
  let encoded = 0n;
  for (let at = 31; at >= 0; at -= 1) encoded = (encoded << 8n) | BigInt(bytes[at] ?? 0);
  const y = mod(encoded & ((1n << 255n) - 1n));
  const square = mod(y * y);
  const numerator = mod(square - 1n);
  const denominator = mod(D * square + 1n);
  // Never zero: -1 / d is no square. The quotient is a square if and only if the product is (or is zero).
  return power(mod(numerator * denominator), (P - 1n) / 2n) !== P - 1n;
}

function mod(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let left = exponent, square = base; left > 0n; left >>= 1n) {
    if (left & 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}
