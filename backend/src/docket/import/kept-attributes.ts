import { docketLimits } from '../docket.limits.ts';

/**
 * The fields of a record that no column takes, as far as they are small, say something, and can be
 * stored: at most `attributes` of them, `attributeBytes` each, `attributesBytes` together.
 */
export function keptAttributes(
  record: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let left: number = docketLimits.attributesBytes;
  let room: number = docketLimits.attributes;
  for (const [name, value] of Object.entries(record)) {
    if (Object.hasOwn(known, name) || value === null || value === '' || room === 0) continue;
    const text = JSON.stringify([name, value]);
    const bytes = Buffer.byteLength(text);
    // jsonb stores neither NUL nor half a surrogate pair; JSON text shows both as an escape.
    if (bytes > docketLimits.attributeBytes || bytes > left || /\\u(?:0000|d[89a-f])/i.test(text))
      continue;
    kept[name] = value;
    left -= bytes;
    room--;
  }
  return kept;
}
