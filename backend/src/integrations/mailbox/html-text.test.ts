import { describe, expect, it } from 'vitest';
import { htmlText } from './html-text.ts';

describe('htmlText', () => {
  it('keeps the words, one line for each block', () => {
    const html = `<head><title>x</title></head><style>p{color:red}</style><p>Dear <b>Ann</b>,</p>
      <div>see &sect;&nbsp;5 &amp; &#x41;&#66;</div><script>alert(1)</script>`;
    expect(htmlText(html)).toBe('Dear Ann,\n\nsee &sect; 5 & AB');
  });

  it('ends on what is never closed', () => {
    expect(htmlText('a<script>b')).toBe('a');
    expect(htmlText('a<!-- b')).toBe('a');
    expect(htmlText('a <b')).toBe('a');
    expect(htmlText('<'.repeat(50_000))).toBe('');
  });
});
