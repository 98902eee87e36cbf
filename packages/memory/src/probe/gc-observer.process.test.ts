import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { findGc } from '../governor/find-gc.ts';
import { GcObserver } from './gc-observer.ts';

it('counts every collection when several arrive in one call', async () => {
  const collect = findGc();
  if (!collect) throw new Error('V8 gave no collector');
  const observer = new GcObserver();
  observer.start();
  for (let i = 0; i < 5; i++) collect();
  for (let turn = 0; turn < 100 && observer.snapshot().kinds.major.count < 5; turn++)
    await sleep(10);
  observer.stop();
  const { kinds, pauses } = observer.snapshot();
  expect(kinds.major.count).toBeGreaterThanOrEqual(5);
  expect(pauses.length).toBeGreaterThanOrEqual(5);
  collect();
  await sleep(20);
  expect(observer.snapshot().kinds.major.count).toBe(kinds.major.count);
});
