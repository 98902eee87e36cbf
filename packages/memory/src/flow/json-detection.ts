import { Buffer } from 'node:buffer';

/** How records lie in the input. */
export type JsonFormat = 'json' | 'ndjson';

/**
 * Tells NDJSON from one JSON document by the start of the input (without BOM), or answers undefined
 * when more of it is needed; with `isWhole` it always answers. An array is a document. An object is
 * NDJSON when it ends on its first line, or when the second line is an object by itself, which a
 * document's second line never is. More bytes never change an answer.
 */
export function detectFormat(head: Buffer, isWhole: boolean): JsonFormat | undefined {
  const undecided = isWhole ? 'json' : undefined;
  const start = head.findIndex((byte) => !isSpace(byte));
  if (start === -1) return undecided;
  if (head[start] !== 0x7b) return 'json';
  const firstEnd = head.indexOf(0x0a, start);
  if (firstEnd === -1) return undecided;
  if (isObject(head, start, firstEnd)) return 'ndjson';
  const secondEnd = head.indexOf(0x0a, firstEnd + 1);
  if (secondEnd === -1 && !isWhole) return undefined;
  return isObject(head, firstEnd + 1, secondEnd === -1 ? head.length : secondEnd)
    ? 'ndjson'
    : 'json';
}

/** A format from a content type, or undefined when it says nothing. */
export function formatOfContentType(contentType: string): JsonFormat | undefined {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'application/x-ndjson' || type === 'application/ndjson') return 'ndjson';
  if (type === 'application/jsonl' || type === 'application/x-jsonlines') return 'ndjson';
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  return undefined;
}

/** A sentence about an encoding that is not UTF-8, told by its byte order mark or its zero bytes. */
export function foreignEncoding(head: Buffer): string | undefined {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  if (head.length < 4) return undefined;
  // The first two characters of JSON text are ASCII (RFC 4627, section 3).
  const zeros = (a === 0 ? 8 : 0) | (b === 0 ? 4 : 0) | (c === 0 ? 2 : 0) | (d === 0 ? 1 : 0);
  if (zeros === 0b1010 || zeros === 0b0101) return 'UTF-16';
  return zeros === 0b1110 || zeros === 0b0111 ? 'UTF-32' : undefined;
}

function isObject(bytes: Buffer, from: number, to: number): boolean {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8', from, to));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
