import { describe, expect, it } from 'vitest';
import { StatementNames } from './statement-names.ts';
import { frontend, message } from './wire.ts';

const rest = Uint8Array.of(0, 0);
const statement = Uint8Array.of('S'.charCodeAt(0));
const portal = Uint8Array.of('P'.charCodeAt(0));
const given = (type: number, ...parts: (string | Uint8Array)[]) => ({
  type,
  bytes: message(type, ...parts),
});

describe('StatementNames', () => {
  it('uses one own name for a statement in all of its messages', () => {
    const names = new StatementNames('c7_');
    expect(names.rewrite(given(frontend.parse, 'find', 'SELECT 1', rest))).toEqual(
      message(frontend.parse, 'c7_1', 'SELECT 1', rest),
    );
    expect(names.rewrite(given(frontend.bind, 'p', 'find', rest))).toEqual(
      message(frontend.bind, 'p', 'c7_1', rest),
    );
    expect(names.rewrite(given(frontend.describe, statement, 'find'))).toEqual(
      message(frontend.describe, statement, 'c7_1'),
    );
  });

  it('keeps long names apart that PostgreSQL would cut to the same one', () => {
    const names = new StatementNames('c1_');
    const long = 'x'.repeat(70);
    const first = names.rewrite(given(frontend.parse, `${long}a`, 'SELECT 1', rest));
    const second = names.rewrite(given(frontend.parse, `${long}b`, 'SELECT 2', rest));
    expect(Buffer.from(first).includes('c1_1\0')).toBe(true);
    expect(Buffer.from(second).includes('c1_2\0')).toBe(true);
  });

  it('leaves unnamed statements, portals and other messages alone', () => {
    const names = new StatementNames('c1_');
    for (const untouched of [
      given(frontend.parse, '', 'SELECT 1', rest),
      given(frontend.bind, '', '', rest),
      given(frontend.describe, portal, 'C_1'),
      given(frontend.close, portal, 'C_1'),
      given(frontend.query, 'SELECT 1'),
    ]) {
      expect(names.rewrite(untouched)).toBe(untouched.bytes);
    }
  });

  it('closes what is still open, once', () => {
    const names = new StatementNames('c1_');
    names.rewrite(given(frontend.parse, 'a', 'SELECT 1', rest));
    names.rewrite(given(frontend.parse, 'b', 'SELECT 2', rest));
    names.rewrite(given(frontend.close, statement, 'a'));
    expect(names.closeAll()).toEqual([message(frontend.close, statement, 'c1_2')]);
    expect(names.closeAll()).toEqual([]);
  });
});
