import { describe, expect, it } from 'vitest';
import { foldName, isPlaceholderName } from './fold-name.ts';

describe('foldName', () => {
  it.each([
    ['TJX  Companies, Inc.', 'tjx companies inc'],
    ['Tjx Companies Inc', 'tjx companies inc'],
    ["Daffy's Inc", 'daffys inc'],
    ['Daffy’s Inc.', 'daffys inc'],
    ['AOL L.L.C.', 'aol llc'],
    ['Johnson & Johnson', 'johnson and johnson'],
    ['José Muñoz', 'jose munoz'],
    ['Smith,Jones', 'smith jones'],
    ['株式会社', '株式会社'],
    [' ?! ', '?!'],
  ])('folds %j to %j', (name, key) => {
    expect(foldName(name)).toBe(key);
  });

  it('stays within an index entry for characters that expand when decomposed', () => {
    expect(Buffer.byteLength(foldName('\uFDFA'.repeat(500)))).toBeLessThan(2704);
  });
});

describe('isPlaceholderName', () => {
  it.each([
    'Does',
    'John Doe',
    'Jane Doe 1',
    'Does 1 through 10, inclusive',
    'Unknown',
    'All Plaintiffs',
    'Service List',
  ])('keeps %j apart in each case', (name) => {
    expect(isPlaceholderName(foldName(name))).toBe(true);
  });

  it.each([
    'John Dole',
    'Doe Run Company',
    'Unknown Mortal Orchestra LLC',
    'Jane Doering',
    'None Such Records',
  ])('takes %j for a name', (name) => {
    expect(isPlaceholderName(foldName(name))).toBe(false);
  });
});
