import { expect, it } from 'vitest';
import { heldText } from './held-text.ts';

it('tells an estimate with its error, and only a bound where it may be nothing', () => {
  expect(heldText({ heldBytes: 4096, heldErrorBytes: 1024 })).toBe('4.0 KB ± 1.0 KB');
  expect(heldText({ heldBytes: 1024, heldErrorBytes: 3072 })).toBe('at most 4.0 KB');
  expect(heldText({ heldBytes: null, heldErrorBytes: null })).toBe('–');
});
