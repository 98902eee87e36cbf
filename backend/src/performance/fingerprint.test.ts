import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { FINGERPRINT_LETTERS, SQL_LETTERS } from './performance.limits.ts';

describe('fingerprint', () => {
  it.each([
    ['SELECT * FROM cases WHERE id = $1', 'SELECT * FROM cases WHERE id = ?'],
    [
      "SELECT *\n  FROM cases -- all\n WHERE name = 'O''Hara'",
      'SELECT * FROM cases WHERE name = ?',
    ],
    ['SELECT /* why */ 12.5, 1e10, t1.x2', 'SELECT ?, ?, t1.x2'],
    ['SELECT "a b", "it\'s" FROM t', 'SELECT "a b", "it\'s" FROM t'],
    ['WHERE id IN ($1, $2, $3)', 'WHERE id IN (?+)'],
    ['WHERE id IN ($1)', 'WHERE id IN (?)'],
    ['INSERT INTO t VALUES ($1, $2), ($3, $4), ($5, $6)', 'INSERT INTO t VALUES (?+)'],
    ['DO $$ BEGIN secret; END $$', 'DO ?'],
    ["SELECT $tag$ it's secret $tag$", 'SELECT ?'],
    ["SELECT E'it\\'s secret'", 'SELECT ?'],
    ["SELECT 'C:\\', x, 'secret'", 'SELECT ?, x, ?'],
    ['SELECT $$secret', 'SELECT ?'],
  ])('makes %j to %j', (sql, expected) => {
    expect(fingerprint(sql)).toBe(expected);
  });

  it('is the same for a bulk insert of any number of rows', () => {
    const insert = (count: number): string =>
      `INSERT INTO t VALUES ${Array.from({ length: count }, (_, n) => `($${n * 2 + 1}, $${n * 2 + 2})`).join(', ')}`;
    expect(fingerprint(insert(2))).toBe(fingerprint(insert(200)));
  });

  it('shows no value, whatever it holds', () => {
    const value = fc
      .string({ minLength: 5, maxLength: 40 })
      .filter((text) => /[A-Z]{3}/.test(text));
    fc.assert(
      fc.property(value, (text) => {
        const literal = `'${text.replaceAll("'", "''").replaceAll('\\', '/')}'`;
        expect(fingerprint(`select ${literal} from t where a = ${literal}`)).toBe(
          'select ? from t where a = ?',
        );
      }),
    );
  });

  it('shows nothing of a value that was cut in its middle', () => {
    const sql = `SELECT '${'SECRET'.repeat(SQL_LETTERS)}'`;
    expect(fingerprint(sql)).toBe('SELECT ?');
  });

  it('is never longer than its limit', () => {
    const sql = `SELECT ${Array.from({ length: 3000 }, (_, n) => `column_${n}`).join(', ')}`;
    expect(fingerprint(sql)).toHaveLength(FINGERPRINT_LETTERS);
  });
});
