import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { splitSnippet } from './split-snippet.ts';

/** A search snippet with the matched words marked, built from text nodes only. */
export function Snippet({ snippet }: { snippet: string }) {
  const parts = useTrackedMemo('snippet: split', () => splitSnippet(snippet), [snippet]);
  return parts.map((part, index) =>
    part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  );
}
