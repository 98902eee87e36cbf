/** Characters of one line of base64 in a message (RFC 2045). */
const LINE = 76;

/** Bytes that `bytes` take in base64 with its line breaks: about 37 % more. */
export function base64Bytes(bytes: number): number {
  const characters = Math.ceil(bytes / 3) * 4;
  return characters + 2 * Math.ceil(characters / LINE);
}
