import fc from 'fast-check';
import { Ledger, type MemoryHost } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { recentEvent, RecentEvents } from './recent-events.ts';

function open(): { recent: RecentEvents; ledger: Ledger } {
  const ledger = new Ledger({ limitBytes: 64 * 1024 * 1024 });
  const host: MemoryHost = {
    openAccount: ledger.openAccount.bind(ledger),
    registerReclaimer: () => () => undefined,
    registerPausable: () => () => undefined,
  };
  return { recent: new RecentEvents(host), ledger };
}

function event(position: number, bytes = 10): StoredEvent {
  return {
    id: String(position),
    position,
    type: 'case.changed',
    aggregateType: 'case',
    aggregateId: 'c',
    caseId: 'c',
    at: '',
    actorId: null,
    actorName: '',
    payload: { fields: ['x'.repeat(bytes)] },
  };
}

describe('RecentEvents', () => {
  it('answers every event after its floor, and never holds more than its bounds', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 16_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 1_000_000 }), (payloads, shrunkTo) => {
        const { recent, ledger } = open();
        recent.startAt(100);
        payloads.forEach((bytes, index) => recent.add(recentEvent(event(101 + index, bytes))));
        recent.shrink(shrunkTo);
        expect(recent.usedBytes()).toBeLessThanOrEqual(
          Math.min(shrunkTo, realtimeLimits.recentBytes.value),
        );
        const found: number[] = [];
        for (let entry = recent.next(recent.floor); entry;) {
          found.push(entry.event.position);
          entry = recent.next(entry.event.position);
        }
        const kept = payloads.length - (recent.floor - 100);
        expect(found).toEqual(Array.from({ length: kept }, (_, at) => recent.floor + 1 + at));
        recent.close();
        expect(ledger.pool('realtime').usedBytes).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('holds a bounded number of small events', () => {
    const { recent } = open();
    const most = realtimeLimits.recentEvents.value;
    for (let position = 1; position <= most + 5; position++)
      recent.add(recentEvent(event(position, 0)));
    expect([recent.length, recent.floor]).toEqual([most, 5]);
  });
});
