import { describe, expect, it } from 'vitest';
import { splitSnippet } from './split-snippet.ts';

describe('splitSnippet', () => {
  it('separates matched words from the text around them', () => {
    expect(splitSnippet('a <mark>motion</mark> to <mark>dismiss</mark>')).toEqual([
      { text: 'a ', marked: false },
      { text: 'motion', marked: true },
      { text: ' to ', marked: false },
      { text: 'dismiss', marked: true },
    ]);
  });

  it('decodes each entity once', () => {
    expect(splitSnippet('&lt;b&gt; &quot;A &amp; B&quot; &#39;s &amp;lt;')).toEqual([
      { text: '<b> "A & B" \'s &lt;', marked: false },
    ]);
  });

  it('leaves any other markup as text', () => {
    expect(splitSnippet('<script>x</script><mark class=y>z</mark>')).toEqual([
      { text: '<script>x</script><mark class=y>z', marked: false },
    ]);
  });

  it('answers nothing for an empty snippet and marks an unclosed match to the end', () => {
    expect(splitSnippet('')).toEqual([]);
    expect(splitSnippet('<mark>a')).toEqual([{ text: 'a', marked: true }]);
  });
});
