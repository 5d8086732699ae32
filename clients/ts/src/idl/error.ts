/** Bytes or values that do not fit the program's interface. */
export class CodecError extends Error {
  override readonly name = "CodecError";
}
