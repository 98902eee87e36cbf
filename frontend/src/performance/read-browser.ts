/** What the browser tells about the page; heap is `null` outside Chromium. */
export interface BrowserFigures {
  readonly heapBytes: number | null;
  readonly domNodes: number;
}

/** Reads heap and DOM size; counting nodes walks the document once. */
export function readBrowser(): BrowserFigures {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return {
    heapBytes: memory ? memory.usedJSHeapSize : null,
    domNodes: document.getElementsByTagName('*').length,
  };
}
