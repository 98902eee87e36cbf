import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '../database/database.ts';
import { newId } from '../database/id.ts';
import { openTestDatabase } from '../database/testing/open-test-database.ts';
import { EVENTS_LIMITS } from './events.limits.ts';
import { openEvents, recordMany, type TestEvents } from './testing/open-events.ts';

describe('EventBus', () => {
  let database: Database;
  let here: TestEvents;
  let there: TestEvents;

  beforeAll(async () => {
    database = await openTestDatabase();
    here = await openEvents(database, []);
    there = await openEvents(database, []);
  });
  afterAll(async () => {
    await here.stop();
    await there.stop();
    await database.close();
  });

  it('tells every process of every event in order, also beside a listener that throws', async () => {
    const heard: [number[], number[]] = [[], []];
    const stops = [here, there].map(({ bus }, index) =>
      bus.on('all', ({ position }) => heard[index]?.push(position)),
    );
    const stopBad = here.bus.on(['case.changed'], () => {
      throw new Error('a bad listener');
    });
    await recordMany(database, 500, [newId(), newId()]);
    await vi.waitFor(() => expect([heard[0].length, heard[1].length]).toEqual([500, 500]), 5000);
    expect(heard[0]).toEqual(heard[0].toSorted((a, b) => a - b));
    expect(heard[1]).toEqual(heard[0]);
    expect(here.failures.length).toBeGreaterThan(0);
    expect(here.bus.listenerCount).toBe(2);
    for (const stop of [...stops, stopBad]) stop();
    expect(here.bus.listenerCount).toBe(0);
  });

  it('answers what happened after a position', async () => {
    const from = here.bus.position;
    await recordMany(database, 5, [newId()]);
    await vi.waitFor(() => expect(here.bus.position).toBeGreaterThanOrEqual(from + 5), 5000);
    const missed = await here.bus.since(from, 3);
    expect(missed.map(({ payload }) => payload)).toEqual([
      { number: 0 },
      { number: 1 },
      { number: 2 },
    ]);
    const rest = await here.bus.since(missed.at(-1)?.position ?? 0, 100);
    expect(rest).toHaveLength(2);
  });

  it('refuses more listeners than there can be', () => {
    const stops: (() => void)[] = [];
    const add = (): void => void stops.push(here.bus.on('all', () => undefined));
    for (let count = 0; count < EVENTS_LIMITS.listeners.value; count++) add();
    expect(add).toThrow('More listeners');
    for (const stop of stops) stop();
  });
});
