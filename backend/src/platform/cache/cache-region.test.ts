import { FakeClock } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { openTestRegion } from './testing/open-test-region.ts';

/** A source that counts how often it is asked. */
function source() {
  const calls: string[] = [];
  return {
    calls,
    load: (value: string) => async () => {
      calls.push(value);
      return { value };
    },
  };
}

describe('CacheRegion', () => {
  it('loads an answer once for equal questions in equal scopes, and shares a load under way', async () => {
    const { calls, load } = source();
    const region = openTestRegion<{ value: string }>({ name: 'one' });
    const ask = () => region.getOrLoad({ scope: 'ada', key: 'q' }, load('for ada'));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(await ask()).toEqual({ value: 'for ada' });
    expect(second).toBe(first);
    expect(calls).toHaveLength(1);
  });

  it('never gives one scope the answer of another', async () => {
    const { load } = source();
    const region = openTestRegion<{ value: string }>({ name: 'scopes' });
    await region.getOrLoad({ scope: 'ada', key: 'q' }, load('for ada'));
    const other = await region.getOrLoad({ scope: 'bob', key: 'q' }, load('for bob'));
    expect(other).toEqual({ value: 'for bob' });
  });

  it('forgets by its own tag everything, by the tag of a question that one', async () => {
    const { calls, load } = source();
    const region = openTestRegion<{ value: string }>({ name: 'tags', tags: ['records'] });
    const ask = (key: string) =>
      region.getOrLoad({ scope: 'everyone', key, tags: [`case:${key}`] }, load(key));
    await ask('a');
    await ask('b');
    region.drop(['case:a']);
    await ask('a');
    await ask('b');
    expect(calls).toEqual(['a', 'b', 'a']);
    region.drop(['records']);
    await ask('b');
    expect(calls).toEqual(['a', 'b', 'a', 'b']);
  });

  it('does not keep what was being loaded when its tag was dropped', async () => {
    const region = openTestRegion<string>({ name: 'overtaken', tags: ['records'] });
    const { promise, resolve } = Promise.withResolvers<string>();
    const old = region.getOrLoad({ scope: 'everyone', key: 'q' }, () => promise);
    await Promise.resolve();
    region.drop(['records']);
    resolve('old');
    expect(await old).toBe('old');
    const answer = await region.getOrLoad({ scope: 'everyone', key: 'q' }, async () => 'new');
    expect(answer).toBe('new');
  });

  it('keeps nothing while changes cannot be heard, but still shares one load', async () => {
    const { calls, load } = source();
    let isInformed = false;
    const region = openTestRegion<{ value: string }>(
      { name: 'blind' },
      { isInformed: () => isInformed },
    );
    const ask = () => region.getOrLoad({ scope: 'everyone', key: 'q' }, load('v'));
    await Promise.all([ask(), ask()]);
    expect(calls).toHaveLength(1);
    await ask();
    expect(calls).toHaveLength(2);
    isInformed = true;
    await ask();
    await ask();
    expect(calls).toHaveLength(3);
  });

  it('answers a value past its age at once and loads it again behind that', async () => {
    const clock = new FakeClock();
    const region = openTestRegion<string>(
      { name: 'stale', ttlMs: 1_000, staleMs: 1_000 },
      { clock },
    );
    const ask = (value: string) =>
      region.getOrLoad({ scope: 'everyone', key: 'q' }, async () => value);
    expect(await ask('first')).toBe('first');
    clock.advance(1_500);
    expect(await ask('second')).toBe('first');
    await expect.poll(() => ask('third')).toBe('second');
  });

  it('passes the error of a load on and does not keep it', async () => {
    const region = openTestRegion<string>({ name: 'errors' });
    const ask = (load: () => Promise<string>) =>
      region.getOrLoad({ scope: 'everyone', key: 'q' }, load);
    await expect(ask(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await ask(async () => 'back')).toBe('back');
  });
});
