import { describe, expect, it } from 'vitest';
import { csvLine } from './csv-line.ts';

describe('csvLine', () => {
  it('quotes every text and doubles quotes', () => {
    expect(csvLine(['a', 'b "c", d', 'two\nlines', null, 7])).toBe(
      '"a","b ""c"", d","two\nlines",,7\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '=HYPERLINK("http://x")'])(
    'keeps %j text in a spreadsheet',
    (value) => {
      expect(csvLine([value]).startsWith(`"'`)).toBe(true);
    },
  );

  it('leaves a sign inside a text and a negative number alone', () => {
    expect(csvLine(['a=b', -5])).toBe('"a=b",-5\r\n');
  });
});
