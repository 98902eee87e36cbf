import { describe, expect, it } from 'vitest';
import { AuditBuffer } from './audit-buffer.ts';
import { system } from './audit-entry.ts';
import { auditRow, type AuditRow } from './audit-row.ts';
import {
  AUDIT_BUFFER_ENTRIES,
  AUDIT_BUFFER_LIMIT_BYTES,
  AUDIT_WRITE_ATTEMPTS,
  AUDIT_WRITE_BATCH,
} from './audit.limits.ts';

const row = (details: Record<string, unknown> = {}): AuditRow =>
  auditRow(system, { action: 'a.done', objectType: 'a', details });

class Sink {
  readonly written: AuditRow[] = [];
  readonly spilled: AuditRow[] = [];
  readonly waits: number[] = [];
  readonly batches: number[] = [];
  failures = 0;
  open: Promise<void> = Promise.resolve();

  readonly buffer = new AuditBuffer({
    write: async (rows) => {
      await this.open;
      if (this.failures-- > 0) throw new Error('away');
      this.batches.push(rows.length);
      this.written.push(...rows);
    },
    spill: {
      append: (rows) => {
        this.spilled.push(...rows);
        return Promise.resolve();
      },
    },
    wait: (delayMs) => {
      this.waits.push(delayMs);
      return Promise.resolve();
    },
  });
}

describe('AuditBuffer', () => {
  it('resolves when the row is written', async () => {
    const sink = new Sink();
    const one = row();
    await sink.buffer.add(one);
    expect(sink.written).toEqual([one]);
    expect(sink.buffer.size).toBe(0);
  });

  it('writes many rows in bounded batches, each once and in order', async () => {
    const sink = new Sink();
    const rows = Array.from({ length: 450 }, (_, n) => row({ n }));
    await Promise.all(rows.map((one) => sink.buffer.add(one)));
    expect(sink.written).toEqual(rows);
    expect(Math.max(...sink.batches)).toBeLessThanOrEqual(AUDIT_WRITE_BATCH);
  });

  it('tries again with growing pauses, then writes', async () => {
    const sink = new Sink();
    sink.failures = AUDIT_WRITE_ATTEMPTS - 1;
    await sink.buffer.add(row());
    expect(sink.written).toHaveLength(1);
    expect(sink.waits).toEqual([100, 200, 400, 800]);
  });

  it('spills what could not be written in five tries and goes on with the rest', async () => {
    const sink = new Sink();
    sink.failures = AUDIT_WRITE_ATTEMPTS;
    const [first, second] = [row(), row()];
    await sink.buffer.add(first);
    await sink.buffer.add(second);
    expect([sink.spilled, sink.written]).toEqual([[first], [second]]);
  });

  it('never holds more rows than its bound: the others are spilled, none is lost', async () => {
    const sink = new Sink();
    const { promise, resolve } = Promise.withResolvers<void>();
    sink.open = promise;
    const total = AUDIT_BUFFER_ENTRIES + 25;
    const adding = Array.from({ length: total }, () => sink.buffer.add(row()));
    expect(sink.buffer.size).toBe(AUDIT_BUFFER_ENTRIES);
    resolve();
    await Promise.all(adding);
    expect(sink.spilled).toHaveLength(25);
    expect(sink.written).toHaveLength(AUDIT_BUFFER_ENTRIES);
  });

  it('never holds more bytes than its bound', async () => {
    const sink = new Sink();
    const { promise, resolve } = Promise.withResolvers<void>();
    sink.open = promise;
    const large = row({ text: 'x'.repeat(16_000) });
    const adding = Array.from({ length: 200 }, () => sink.buffer.add(large));
    expect(sink.buffer.size).toBeLessThan(AUDIT_BUFFER_LIMIT_BYTES / 16_000);
    resolve();
    await Promise.all(adding);
    expect(sink.spilled.length + sink.written.length).toBe(200);
  });

  it('charges what it holds, and spills what its account has no room for', async () => {
    let used = 0;
    let room = Infinity;
    const spilled: AuditRow[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const buffer = new AuditBuffer({
      write: () => promise,
      spill: { append: (rows) => Promise.resolve(void spilled.push(...rows)) },
      wait: () => Promise.resolve(),
      account: {
        grow: (bytes) => used + bytes <= room && ((used += bytes), true),
        shrink: (bytes) => void (used -= bytes),
      },
    });
    const held = buffer.add(row());
    expect(used).toBeGreaterThan(0);
    room = used;
    const refused = row();
    await buffer.add(refused);
    expect(spilled).toEqual([refused]);
    resolve();
    await held;
    expect(used).toBe(0);
  });

  it('flushes everything that was added before', async () => {
    const sink = new Sink();
    for (let count = 0; count < 250; count++) void sink.buffer.add(row());
    await sink.buffer.flush();
    expect(sink.written).toHaveLength(250);
  });
});
