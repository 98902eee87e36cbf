import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors/define-error.ts';
import { httpLimits } from '../http.limits.ts';
import { parseJson } from './parse-json.ts';

const keysToPrototypes = ['__proto__', 'constructor', 'prototype'];

/** Every key of a JSON value, and every pair of a key and a key below it as `outer.inner`. */
function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const inner = Array.isArray(child) ? [] : Object.keys(Object(child));
    return [key, ...inner.map((name) => `${key}.${name}`), ...keysOf(child)];
  });
}

function failure(bytes: Buffer | string): AppError {
  try {
    parseJson(Buffer.from(bytes as string));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('the body was accepted');
}

describe('parseJson', () => {
  it('reads every JSON text as JSON.parse does, but for those that reach a prototype', () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.array(tie('tree')),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...keysToPrototypes)), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = JSON.stringify(value);
        const keys = keysOf(JSON.parse(text));
        if (keys.some((key) => /^__proto__$|^constructor\.prototype$/.test(key))) {
          expect(failure(text).code).toBe('HTTP_UNSAFE_JSON');
        } else {
          expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
        }
      }),
      { examples: [[JSON.parse('[{"__proto__":false}]')], [{ constructor: { prototype: 1 } }]] },
    );
  });

  it('takes an empty body as none and ignores a byte order mark', () => {
    expect(parseJson(Buffer.alloc(0))).toBeUndefined();
    expect(parseJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });

  it.each([
    ['{"a":x}', 5],
    ['{"ä":x}', 6],
    ['{"a":1} tail', 8],
    ['{"a" 1}', 5],
    ['{,}', 1],
    ['[1,]', 3],
    ['["a\\q"]', 3],
    ['["a\nb"]', 3],
    ['01', 1],
    ['tru', 0],
  ])('says at which byte %j stops being JSON', (text, position) => {
    const error = failure(text);
    expect(error.code).toBe('HTTP_MALFORMED_JSON');
    expect(error.facts.extra).toEqual({ position });
  });

  it.each(['{"a":', '[1,2', '"open', '{"a":1', ''.padEnd(3)])(
    'says that %j is incomplete',
    (text) => {
      expect(failure(text).message).toBe(
        `The body ends at byte ${text.length} before its JSON is complete`,
      );
    },
  );

  it('refuses bytes that are not UTF-8 and names the first', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"é'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(failure(bytes).message).toBe('The body is not UTF-8 from byte 8 on');
  });

  it.each([
    '{"__proto__":{"admin":true}}',
    '{"a":[{"\\u005f_proto__":1}]}',
    '{"constructor":{"prototype":{"admin":true}}}',
  ])('refuses %s', (text) => {
    expect(failure(text).code).toBe('HTTP_UNSAFE_JSON');
  });

  it('takes texts that only mention such a key', () => {
    const value = { note: '__proto__ and "constructor"', constructor: 'plain' };
    expect(parseJson(Buffer.from(JSON.stringify(value)))).toEqual(value);
  });

  it('bounds the nesting', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJson(Buffer.from(nested(httpLimits.jsonDepth)))).not.toThrow();
    expect(failure(nested(httpLimits.jsonDepth + 1)).code).toBe('HTTP_UNSAFE_JSON');
    expect(failure(nested(500_000)).code).toBe('HTTP_UNSAFE_JSON');
  });

  it('counts no brackets inside strings', () => {
    const text = JSON.stringify({ a: `"\\${'['.repeat(1000)}`, b: '\\' });
    expect(parseJson(Buffer.from(text))).toEqual(JSON.parse(text));
  });
});
