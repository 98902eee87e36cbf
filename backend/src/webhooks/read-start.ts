import type { Readable } from 'node:stream';

/** The beginning of a body as text. */
export interface BodyStart {
  readonly text: string;
  /** There was more, or it broke off. */
  readonly isCut: boolean;
}

/**
 * Reads at most `limitBytes` of a body and ends its source there: what follows is never read. Text is
 * taken as UTF-8; what is none, or what a database does not store, becomes a replacement character.
 */
export async function readStart(source: Readable, limitBytes: number): Promise<BodyStart> {
  const pieces: Uint8Array[] = [];
  let left = limitBytes;
  let isCut = false;
  try {
    for await (const piece of source as AsyncIterable<Uint8Array>) {
      pieces.push(piece.byteLength > left ? piece.subarray(0, left) : piece);
      isCut = piece.byteLength > left;
      left -= piece.byteLength;
      if (isCut) break;
    }
  } catch {
    // The status has said what there is to know; a body that breaks off or drips is cut.
    isCut = true;
  } finally {
    source.destroy();
  }
  const text = new TextDecoder().decode(Buffer.concat(pieces), { stream: isCut });
  return { text: text.replaceAll('\0', '\uFFFD'), isCut };
}
