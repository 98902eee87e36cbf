import type { Account } from '@lexiflow/memory';
import { outboundErrors } from './outbound.errors.ts';

/**
 * Reads a body of at most `limitBytes` into one buffer; a longer one throws OUTBOUND_ANSWER_TOO_LARGE as soon
 * as it is seen, and the source is ended. The bytes are charged to `account` where one is given; the caller
 * gives them back.
 */
export async function readBounded(
  source: AsyncIterable<Uint8Array>,
  limitBytes: number,
  account?: Account,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) {
      account?.shrink(bytes - piece.byteLength);
      throw outboundErrors.answerTooLarge(`more than ${limitBytes} bytes`);
    }
    if (account !== undefined && !account.grow(piece.byteLength)) {
      account.shrink(bytes - piece.byteLength);
      throw outboundErrors.answerTooLarge('there is no memory for it now');
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces, bytes);
}
