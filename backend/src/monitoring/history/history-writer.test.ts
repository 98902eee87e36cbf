import { Ledger } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { historyLimits } from './history.limits.ts';
import { HistoryWriter, type MinuteStore } from './history-writer.ts';
import type { MinuteRow } from './minute-book.ts';

const row: MinuteRow = {
  kind: 'database',
  type: 'counter',
  name: 'lexiflow_db_failed_total',
  labels: '{}',
  across: 'sum',
  isDetail: false,
  bounds: [],
  value: 1,
  peak: null,
  buckets: null,
};

/** A database that can be away. */
class FakeStore implements MinuteStore {
  isAway = false;
  readonly minutes: number[] = [];

  async newWriter(): Promise<number> {
    return 7;
  }

  async write(_: number, minute: number): Promise<number> {
    if (this.isAway) throw new Error('away');
    this.minutes.push(minute);
    return 0;
  }
}

function open() {
  const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024 });
  const store = new FakeStore();
  return { ledger, store, writer: new HistoryWriter(store, ledger) };
}

describe('HistoryWriter', () => {
  it('writes the minutes that a database missed, oldest first, when it is back', async () => {
    const { store, writer } = open();
    store.isAway = true;
    for (const minute of [60, 120, 180]) {
      writer.add({ minute, rows: [row] });
      await expect(writer.flush()).rejects.toThrow('away');
    }
    expect(writer.pendingRows).toBe(3);
    store.isAway = false;
    await writer.flush();
    expect(store.minutes).toEqual([60, 120, 180]);
    expect(writer).toMatchObject({ pendingRows: 0, droppedTotal: 0 });
  });

  it('never holds more rows than its bound, and gives all bytes back at the end', async () => {
    const { ledger, store, writer } = open();
    store.isAway = true;
    const rows = Array.from({ length: 1_500 }, () => row);
    for (let minute = 0; minute < 60; minute += 1) {
      writer.add({ minute, rows });
      expect(writer.pendingRows).toBeLessThanOrEqual(historyLimits.pendingRows.value);
      expect(ledger.pools.get('diagnostics')?.usedBytes).toBe(
        writer.pendingRows * historyLimits.rowBytes.value,
      );
    }
    expect(writer.pendingRows + writer.droppedTotal).toBe(60 * 1_500);
    writer.close();
    expect(ledger.pools.get('diagnostics')?.usedBytes).toBe(0);
  });
});
