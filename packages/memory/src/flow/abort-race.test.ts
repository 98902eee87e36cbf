import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { AbortRace } from './abort-race.ts';

const never = new Promise<never>(() => {});

describe('AbortRace', () => {
  it('answers as what it waits for does', async () => {
    using race = new AbortRace(new AbortController().signal);
    expect(await race.wait(Promise.resolve(1))).toBe(1);
    await expect(race.wait(Promise.reject(new Error('no')))).rejects.toThrowError('no');
    using without = new AbortRace(undefined);
    expect(await without.wait(Promise.resolve(2))).toBe(2);
  });

  it('gives up when the signal aborts, and at once when it has', async () => {
    const abort = new AbortController();
    using race = new AbortRace(abort.signal);
    expect(await race.wait(Promise.resolve(1))).toBe(1);
    const waiting = race.wait(never);
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrowError('enough');
    await expect(race.wait(never)).rejects.toThrowError('enough');
  });

  it('keeps one listener for all waits and none afterwards', async () => {
    const { signal } = new AbortController();
    const race = new AbortRace(signal);
    for (let i = 0; i < 5; i++) await race.wait(Promise.resolve(i));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    race[Symbol.dispose]();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
