import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrontendReader } from './frontend-reader.ts';
import { concat, frontend, message } from './wire.ts';

const startup = Uint8Array.of(0, 0, 0, 8, 0, 3, 0, 0);

describe('FrontendReader', () => {
  it('reads the untyped first message and typed ones after it', () => {
    const reader = new FrontendReader(1_000);
    const query = message(frontend.query, 'SELECT 1');
    const read = reader.push(concat([startup, query]));
    expect(read).toEqual([
      { type: 0, bytes: startup },
      { type: frontend.query, bytes: query },
    ]);
  });

  it('gives the same messages however the bytes are cut', () => {
    const types = fc.constantFrom(frontend.query, frontend.parse, frontend.sync, frontend.bind);
    const given = fc.array(fc.tuple(types, fc.uint8Array({ maxLength: 40 })), { maxLength: 12 });
    const cuts = fc.array(fc.nat({ max: 500 }), { maxLength: 20 });
    fc.assert(
      fc.property(given, cuts, (bodies, positions) => {
        const messages = bodies.map(([type, body]) => message(type, body));
        const all = concat([startup, ...messages, new Uint8Array(0)]);
        const edges = [0, ...positions.filter((at) => at < all.length).sort((a, b) => a - b)];
        const reader = new FrontendReader(1_000);
        const read = edges.flatMap((at, index) => reader.push(all.subarray(at, edges[index + 1])));
        expect(read.map(({ bytes }) => [...bytes])).toEqual(
          [startup, ...messages].map((bytes) => [...bytes]),
        );
      }),
    );
  });

  it('refuses a message over the limit before it has come', () => {
    const reader = new FrontendReader(100);
    reader.push(startup);
    const head = message(frontend.query, new Uint8Array(200)).subarray(0, 5);
    expect(() => reader.push(head)).toThrow(RangeError);
  });

  it('refuses a length that cannot be', () => {
    const reader = new FrontendReader(100);
    reader.push(startup);
    expect(() => reader.push(Uint8Array.of(frontend.query, 0, 0, 0, 3))).toThrow(RangeError);
  });
});
