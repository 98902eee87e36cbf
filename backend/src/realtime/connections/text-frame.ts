/** Opcode of a text message with the bit of a last fragment (RFC 6455, 5.2). */
const TEXT = 0x81;

/** A ping without a payload, ready for any socket. */
export const pingFrame: Buffer = Buffer.from([0x89, 0]);

/**
 * A text message as it goes over the wire from a server: unmasked, uncompressed, in one piece. Made
 * once for all who get it.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = TEXT;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}
