import { describe, expect, it } from 'vitest';
import { importQueue, nextToSend, type ImportEvent, type ImportItem } from './import-queue.ts';

const files = [new File(['{}'], 'a.json'), new File(['{}'], 'b.ndjson')];
const counts = { cases: 0, parties: 0, entries: 0 };
const result = {
  created: counts,
  updated: counts,
  unchanged: counts,
  rejected: [],
  rejectedCount: 0,
};

function after(...events: ImportEvent[]): readonly ImportItem[] {
  return events.reduce(importQueue, [] as readonly ImportItem[]);
}

describe('importQueue', () => {
  it('sends files one at a time in the order they were added', () => {
    const added = after({ type: 'added', files });
    expect(nextToSend(added)?.file.name).toBe('a.json');
    const started = importQueue(added, { type: 'started', id: 1 });
    expect(nextToSend(started)).toBeUndefined();
    const finished = importQueue(started, { type: 'finished', id: 1, result });
    expect(nextToSend(finished)?.file.name).toBe('b.ndjson');
  });

  it('goes on with the next file after one failed or was cancelled', () => {
    const added = after({ type: 'added', files }, { type: 'started', id: 1 });
    for (const event of [
      { type: 'failed', id: 1, error: new Error('refused') },
      { type: 'cancelled', id: 1 },
    ] as const) {
      expect(nextToSend(importQueue(added, event))?.id).toBe(2);
    }
  });

  it('forgets the former failure when a file is tried again', () => {
    const items = after(
      { type: 'added', files },
      { type: 'failed', id: 1, error: new Error('refused') },
      { type: 'retried', id: 1 },
    );
    expect(items[0]).toEqual({ id: 1, file: files[0], state: 'waiting', share: 0 });
  });

  it('clears only what is finished, and never gives an id twice while it is in use', () => {
    const cleared = after(
      { type: 'added', files },
      { type: 'finished', id: 1, result },
      { type: 'cleared' },
      { type: 'added', files },
    );
    expect(cleared.map((item) => item.id)).toEqual([2, 3, 4]);
  });
});
