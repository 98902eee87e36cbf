import { describe, expect, it } from 'vitest';
import { KeySequence, stroke, type KeyFacts } from './match-keys.ts';
import { SEQUENCE_MS } from './ui.limits.ts';

const key = (facts: Partial<KeyFacts>): KeyFacts => ({
  key: 'j',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  timeStamp: 0,
  ...facts,
});

describe('stroke', () => {
  it('names Ctrl and Command alike', () => {
    expect(stroke(key({ key: 'k', ctrlKey: true }))).toBe('mod+k');
    expect(stroke(key({ key: 'K', metaKey: true }))).toBe('mod+k');
  });

  it('keeps capitals apart from small letters and leaves Alt to the browser', () => {
    expect(stroke(key({ key: 'J' }))).toBe('J');
    expect(stroke(key({ key: '?' }))).toBe('?');
    expect(stroke(key({ key: 'Enter' }))).toBe('Enter');
    expect(stroke(key({ altKey: true }))).toBeNull();
  });
});

describe('KeySequence', () => {
  it('combines two keys pressed soon after each other', () => {
    const sequence = new KeySequence();
    expect(sequence.push('g', 0)).toEqual(['g']);
    expect(sequence.push('c', SEQUENCE_MS)).toEqual(['g c', 'c']);
  });

  it('does not combine keys with a pause between them or after a shortcut ran', () => {
    const sequence = new KeySequence();
    sequence.push('g', 0);
    expect(sequence.push('c', SEQUENCE_MS + 1)).toEqual(['c']);
    sequence.reset();
    expect(sequence.push('x', SEQUENCE_MS + 2)).toEqual(['x']);
  });
});
