import { isUtf8 } from 'node:buffer';
import { httpErrors } from '../http.errors.ts';
import { httpLimits } from '../http.limits.ts';
import { firstInvalidUtf8 } from './first-invalid-utf8.ts';
import { nestsDeeperThan } from './json-depth.ts';
import { locateJsonError } from './locate-json-error.ts';
import { poisonedKey } from './poisoned-key.ts';

const BOM = 0xfeff;

/**
 * Reads one JSON text from its bytes. An empty body is `undefined`. Throws HTTP_MALFORMED_JSON with
 * the byte position, and HTTP_UNSAFE_JSON for keys that reach a prototype or too deep a nesting.
 */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) {
    throw httpErrors.malformedJson(`The body is not UTF-8 from byte ${firstInvalidUtf8(bytes)} on`);
  }
  let text = bytes.toString('utf8');
  if (text.charCodeAt(0) === BOM) text = text.slice(1);
  if (nestsDeeperThan(text, httpLimits.jsonDepth)) {
    throw httpErrors.unsafeJson(`The body nests deeper than ${httpLimits.jsonDepth} levels`);
  }
  const value = parse(text);
  const key = poisonedKey(text, value);
  if (key !== null) throw httpErrors.unsafeJson(`The key "${key}" is refused`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const index = locateJsonError(text);
    const position = Buffer.byteLength(text.slice(0, index === -1 ? text.length : index));
    const isEnd = position >= Buffer.byteLength(text);
    const detail = isEnd
      ? `The body ends at byte ${position} before its JSON is complete`
      : `The body stops being JSON at byte ${position}`;
    throw httpErrors.malformedJson({ detail, cause, extra: { position } });
  }
}
