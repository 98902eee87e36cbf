import type { JsonFault, JsonFaultCode } from './json-fault.ts';
import { exceedsDepth } from './json-depth.ts';
import { findGrammarFault } from './json-grammar.ts';
import type { JsonSlice } from './json-slice.ts';
import { mayHavePrototypeKeys, stripPrototypeKeys } from './prototype-keys.ts';
import { findUtf8Fault } from './utf8-fault.ts';
import { utf8Text } from './utf8-text.ts';

/** One record of the input, parsed or with what is wrong with it. */
export type JsonRecord<T> =
  | {
      /** Ordinal in the input, from 0; bad records count. */
      readonly index: number;
      /** Where the record starts, from the start of the input. */
      readonly byteOffset: number;
      /** Line of its start, from 1. */
      readonly line: number;
      readonly value: T;
      readonly error?: undefined;
    }
  | {
      readonly index: number;
      readonly byteOffset: number;
      readonly line: number;
      readonly value?: undefined;
      readonly error: JsonFault;
    };

/**
 * Parses the bytes of one record, unless they are nested deeper than `maxDepth`. Never throws for
 * what the bytes hold.
 */
export function parseSlice<T>(slice: JsonSlice, maxDepth: number): JsonRecord<T> {
  const { index, byteOffset, line, bytes, from, to } = slice;
  if (slice.fault) return { index, byteOffset, line, error: slice.fault };
  const text = textOf(slice);
  if (text === null) {
    const at = findUtf8Fault(bytes.subarray(from, to));
    return faulty(slice, at, 'JSON_ENCODING', 'the bytes are not UTF-8');
  }
  if (exceedsDepth(text, maxDepth)) {
    return faulty(slice, 0, 'JSON_TOO_DEEP', `the record is nested deeper than ${maxDepth}`);
  }
  try {
    const value: unknown = JSON.parse(text);
    // The text of a whole chunk has been searched once for all its records.
    const isSuspect = slice.text === null || slice.isSuspect;
    if (isSuspect && mayHavePrototypeKeys(text)) stripPrototypeKeys(value);
    return { index, byteOffset, line, value: value as T };
  } catch {
    const fault = findGrammarFault(bytes.subarray(from, to));
    const isTruncated = slice.isCut && fault?.isTruncated === true;
    const code = isTruncated ? 'JSON_TRUNCATED' : 'JSON_SYNTAX';
    return faulty(slice, fault?.offset ?? 0, code, fault?.reason ?? 'no JSON');
  }
}

/** The record as text; null when it is not UTF-8. `JSON.parse` reads a slice without copying it. */
function textOf({ bytes, from, to, text }: JsonSlice): string | null {
  return text === null ? utf8Text(bytes, from, to) : text.slice(from, to);
}

function faulty(
  slice: JsonSlice,
  at: number,
  code: JsonFaultCode,
  reason: string,
): JsonRecord<never> {
  const { index, byteOffset, line, bytes, from } = slice;
  let faultLine = line;
  for (let i = from; i < from + at; i++) if (bytes[i] === 0x0a) faultLine++;
  const error = { code, reason, byteOffset: byteOffset + at, line: faultLine };
  return { index, byteOffset, line, error };
}
