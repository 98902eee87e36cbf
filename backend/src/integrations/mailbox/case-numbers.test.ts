import { describe, expect, it } from 'vitest';
import { caseNumbersIn } from './case-numbers.ts';

describe('caseNumbersIn', () => {
  it.each([
    ['Re: [1:24-cv-00123] Motion', ['1:24-cv-00123']],
    ['AW: Smith v. Jones (M-2024/17): answer', ['m-2024/17']],
    ['#2024-001, and 24-CV-7.', ['2024-001', '24-cv-7']],
    ['Nothing to see here', []],
    ['', []],
  ])('finds the numbers of %j', (subject, numbers) => {
    expect(caseNumbersIn(subject, [])).toEqual(numbers);
  });

  it('finds the number of a plus-address and takes each once', () => {
    expect(caseNumbersIn('re 24-cv-1', ['Inbox+24-CV-1@firm.example', 'a@b.example'])).toEqual([
      '24-cv-1',
    ]);
  });

  it('looks at a bounded number of words of any length', () => {
    const subject = Array.from({ length: 5_000 }, (_, index) => `x-${index}-y`).join(' ');
    expect(caseNumbersIn(subject, [])).toHaveLength(24);
    expect(caseNumbersIn(`${'9'.repeat(100_000)} ${'-1'.repeat(50_000)}`, [])).toEqual([]);
  });
});
