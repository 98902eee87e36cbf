import { Buffer } from 'node:buffer';
import type { ByteReader } from './byte-source.ts';
import { CarryBuffer } from './carry-buffer.ts';
import { flowLimits } from './flow.limits.ts';
import { detectFormat, foreignEncoding } from './json-detection.ts';
import type { JsonFormat } from './json-detection.ts';
import type { ReadCharge } from './read-charge.ts';

/** The start of an input: what it says about the rest, and its bytes. */
export interface InputHead {
  readonly format: JsonFormat;
  /** Name of an encoding that is not UTF-8, when the input is in one. */
  readonly foreignEncoding: string | undefined;
  /** Bytes read so far, without the byte order mark. */
  readonly bytes: Buffer;
  /** Length of the byte order mark: where `bytes` begin in the input. */
  readonly byteOffset: number;
  /** What is held so far: these bytes, and the source's chunk where more of it is to come. */
  readonly heldBytes: number;
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const encodingBytes = 4;

/**
 * Reads as much of the input as its encoding and format need: four bytes, or with `auto` up to its
 * second line and at most `flowLimits.detectBytes`. How the source cuts its chunks changes nothing.
 */
export async function readHead(
  reader: ByteReader,
  charge: ReadCharge,
  wanted: JsonFormat | 'auto',
): Promise<InputHead> {
  const carry = new CarryBuffer();
  for (;;) {
    const part = await reader.read();
    if (part) {
      await charge.hold(carry.capacity + reader.chunkBytes);
      carry.append(part, 0, part.length);
    }
    const bytes = carry.bytes();
    if (part && bytes.length < encodingBytes) continue;
    const byteOffset = bytes.subarray(0, bom.length).equals(bom) ? bom.length : 0;
    const text = bytes.subarray(byteOffset);
    const limit = flowLimits.detectBytes.value;
    const isWhole = !part || text.length >= limit;
    // Only a line's end can bring a decision, so that single bytes are not looked at again each.
    const isWorthLooking = isWhole || part.includes(0x0a) || part.length === bytes.length;
    const found =
      wanted === 'auto' && isWorthLooking ? detectFormat(text.subarray(0, limit), isWhole) : wanted;
    const encoding = foreignEncoding(bytes);
    if (encoding || (found && found !== 'auto')) {
      const format = found && found !== 'auto' ? found : 'json';
      const heldBytes = text.length + (reader.hasRest ? reader.chunkBytes : 0);
      return { format, foreignEncoding: encoding, bytes: text, byteOffset, heldBytes };
    }
  }
}
