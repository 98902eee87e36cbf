import { describe, expect, it } from 'vitest';
import { databaseLimits } from '../database.limits.ts';
import { HotStatements } from './hot-statements.ts';

const { names, uses, seen, textChars } = databaseLimits.prepared;

function run(book: HotStatements, text: string, times: number): string | undefined {
  let name: string | undefined;
  for (let n = 0; n < times; n++) name = book.nameOf(text);
  return name;
}

describe('HotStatements', () => {
  it('names a text from the time it is known to be hot, and always the same', () => {
    const book = new HotStatements();
    expect(run(book, 'select 1', uses - 1)).toBeUndefined();
    const name = book.nameOf('select 1');
    expect(name).toMatch(/^hot\d+$/);
    expect(book.nameOf('select 1')).toBe(name);
    expect(run(book, 'select 2', uses)).not.toBe(name);
  });

  it('names no more than its limit', () => {
    const book = new HotStatements();
    const given = Array.from({ length: names + 5 }, (_, n) => run(book, `select ${n}`, uses));
    expect(given.filter((name) => name !== undefined)).toHaveLength(names);
    expect(new Set(given.slice(0, names)).size).toBe(names);
    expect(book.nameOf('select 0')).toBe(given[0]);
  });

  it('remembers no more than its limit of texts that vary, and finds hot ones among them', () => {
    const book = new HotStatements();
    run(book, 'hot', uses - 1);
    for (let n = 0; n < seen; n++) book.nameOf(`select ${n}`);
    // Forgotten with the others: it needs all its uses again.
    expect(run(book, 'hot', uses - 1)).toBeUndefined();
    expect(book.nameOf('hot')).toBeDefined();
  });

  it('leaves long texts alone', () => {
    expect(run(new HotStatements(), 'x'.repeat(textChars + 1), uses * 2)).toBeUndefined();
  });
});
