import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const scaling = page('operations/scaling.md');

const UNITS: Readonly<Record<string, number>> = {
  bytes: 1e-6,
  KB: 1e-3,
  MB: 1,
  s: 1,
  '/s': 1,
  '': 1,
};

/** `3.2 KB` in MB; times and plain numbers as they are. */
function amount(text: string): number {
  const [, digits = '', unit = ''] = /^([\d.]+) ?(bytes|KB|MB|\/s|s|)$/.exec(text.trim()) ?? [];
  if (digits === '') throw new Error(`not an amount: ${text}`);
  return Number(digits) * (UNITS[unit] ?? NaN);
}

function result(terms: readonly string[]): number {
  return terms.slice(1).reduce(
    (left, term) => {
      const [, sign = '', rest = ''] = /^([×÷+]) (.+)$/.exec(term) ?? [];
      if (sign === '×') return left * amount(rest);
      return sign === '÷' ? left / amount(rest) : left + amount(rest);
    },
    amount(terms[0] ?? ''),
  );
}

it('does its sums right', () => {
  const sums = [...scaling.matchAll(/`([^`=]+) = ([^`]+)`/g)].filter(([, left]) =>
    /[×÷+]/.test(left ?? ''),
  );
  expect(sums.length).toBeGreaterThan(12);
  for (const [text, left = '', right = ''] of sums) {
    const terms = left.replaceAll('\n', ' ').split(/ (?=[×÷+] )/);
    const told = amount(right.replaceAll('\n', ' '));
    // Told to its last digit: half of one of them, or of a whole one, is rounding.
    expect(Math.abs(result(terms) - told), text).toBeLessThanOrEqual(Math.max(0.51, told * 0.001));
  }
});

it('tells figures that stand on the pages it names', () => {
  const rows = [...scaling.matchAll(/^\| [^|]+\| ([\d.]+) [^|]+\| (docs\/(\w+\.md)|below)/gm)];
  expect(rows.length).toBeGreaterThanOrEqual(10);
  for (const [row, figure = '', , name] of rows) {
    const source = name === undefined ? scaling.split('## With users')[0] : page(name);
    const found = source?.match(
      new RegExp(`(?<![\\d.])${figure.replace('.', '\\.')}(?![\\d.]*\\d)`, 'g'),
    );
    expect(found?.length ?? 0, row).toBeGreaterThan(name === undefined ? 1 : 0);
  }
});
