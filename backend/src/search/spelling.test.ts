import { describe, expect, it } from 'vitest';
import { correct, correctable } from './spelling.ts';

describe('correct', () => {
  it('takes the nearest known word', () => {
    const spellings = [
      { typed: 'giford', known: 'gilford' },
      { typed: 'giford', known: 'clifford' },
    ];
    expect(correct('West v. Giford', spellings)).toBe('West v. gilford');
  });

  it('refuses words that are too far away', () => {
    expect(correct('smith', [{ typed: 'smith', known: 'smart' }])).toBeNull();
  });

  it('keeps quotes and exclusions in place', () => {
    expect(correct('"sumary judgment" -stay', [{ typed: 'sumary', known: 'summary' }])).toBe(
      '"summary judgment" -stay',
    );
  });
});

it('corrects neither numbers nor short words', () => {
  expect(correctable('Doe v. Rex 08cv284 insurance')).toEqual(['insurance']);
});
