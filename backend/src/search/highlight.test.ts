import fc from 'fast-check';
import { expect, it } from 'vitest';
import { highlight } from './highlight.ts';

it('marks the matched words and escapes the rest', () => {
  expect(highlight('<b>"\u0001Smith\u0002" & co</b>')).toBe(
    '&lt;b&gt;&quot;<mark>Smith</mark>&quot; &amp; co&lt;/b&gt;',
  );
});

it('never lets another element through', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const rest = highlight(text).replaceAll(/<\/?mark>/g, '');
      expect(rest).not.toMatch(/[<>"']/);
    }),
  );
});
