import { docketLimits } from '../docket.limits.ts';

/**
 * Cuts rows into JSON arrays for one statement each: at most `writeRows` rows, and `writeBytes`
 * characters unless a single row is longer. Each array is made when it is asked for.
 */
export function* writeBatches(rows: readonly object[]): Generator<string, void, undefined> {
  let texts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    const isFull = length + text.length > docketLimits.writeBytes;
    if (texts.length > 0 && (isFull || texts.length === docketLimits.writeRows)) {
      yield `[${texts.join(',')}]`;
      texts = [];
      length = 0;
    }
    texts.push(text);
    length += text.length;
  }
  if (texts.length > 0) yield `[${texts.join(',')}]`;
}
