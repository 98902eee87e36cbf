import type { ImportResult } from '@lexiflow/contracts';

/** One file of the import and how far it is. */
export interface ImportItem {
  readonly id: number;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'done' | 'failed' | 'cancelled';
  /** Share sent, 0 to 1. At 1 the server is still writing. */
  readonly share: number;
  readonly result?: ImportResult;
  readonly error?: unknown;
}

/** Everything that can happen to the queue. */
export type ImportEvent =
  | { readonly type: 'added'; readonly files: readonly File[] }
  | { readonly type: 'started'; readonly id: number }
  | { readonly type: 'progressed'; readonly id: number; readonly share: number }
  | { readonly type: 'finished'; readonly id: number; readonly result: ImportResult }
  | { readonly type: 'failed'; readonly id: number; readonly error: unknown }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'retried'; readonly id: number }
  | { readonly type: 'cleared' };

/** The queue after an event; pure. Files are sent in the order they were added. */
export function importQueue(
  items: readonly ImportItem[],
  event: ImportEvent,
): readonly ImportItem[] {
  switch (event.type) {
    case 'added': {
      const nextId = items.reduce((highest, item) => Math.max(highest, item.id), 0) + 1;
      const added = event.files.map((file, index): ImportItem => {
        return { id: nextId + index, file, state: 'waiting', share: 0 };
      });
      return [...items, ...added];
    }
    case 'cleared':
      return items.filter((item) => item.state === 'waiting' || item.state === 'sending');
    case 'started':
      return change(items, event.id, (item) => ({ ...item, state: 'sending', share: 0 }));
    case 'progressed':
      return change(items, event.id, (item) => ({ ...item, share: event.share }));
    case 'finished':
      return change(items, event.id, (item) => ({ ...item, state: 'done', result: event.result }));
    case 'failed':
      return change(items, event.id, (item) => ({ ...item, state: 'failed', error: event.error }));
    case 'cancelled':
      return change(items, event.id, (item) => ({ ...item, state: 'cancelled' }));
    case 'retried':
      return change(items, event.id, ({ id, file }) => ({ id, file, state: 'waiting', share: 0 }));
  }
}

/** The file to send now: the first that waits, while none is being sent. */
export function nextToSend(items: readonly ImportItem[]): ImportItem | undefined {
  if (items.some((item) => item.state === 'sending')) return undefined;
  return items.find((item) => item.state === 'waiting');
}

function change(
  items: readonly ImportItem[],
  id: number,
  to: (item: ImportItem) => ImportItem,
): readonly ImportItem[] {
  return items.map((item) => (item.id === id ? to(item) : item));
}
