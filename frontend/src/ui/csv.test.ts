import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';

const columns = [
  { header: 'Title', value: (row: { title: string; count: number | null }) => row.title },
  { header: 'Entries', value: (row: { title: string; count: number | null }) => row.count },
];

describe('toCsv', () => {
  it('quotes cells with commas, quotes and line breaks', () => {
    const rows = [{ title: 'Doe, "J"\nv. Roe', count: 3 }];
    expect(toCsv(columns, rows)).toBe('Title,Entries\r\n"Doe, ""J""\nv. Roe",3\r\n');
  });

  it('writes an empty cell for null', () => {
    expect(toCsv(columns, [{ title: '', count: null }])).toBe('Title,Entries\r\n,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('does not let %j run as a formula', (title) => {
    expect(toCsv(columns, [{ title, count: -1 }])).toContain(`'${title},-1`);
  });
});
