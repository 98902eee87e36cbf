import { describe, expect, it } from 'vitest';
import { WriteTurns } from './write-turns.ts';

const tick = () => new Promise((resolve) => setImmediate(resolve));

describe('the turns of imports', () => {
  it('come one at a time and go on after a failure', async () => {
    const turns = new WriteTurns();
    const seen: string[] = [];
    const work = (name: string, fails = false) =>
      turns.openLine()(async () => {
        seen.push(`${name} begins`);
        await tick();
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      });
    const results = await Promise.allSettled([work('a'), work('b', true), work('c')]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(results).toMatchObject([{ value: 'a' }, { reason: { message: 'b' } }, { value: 'c' }]);
    expect(await work('d')).toBe('d');
  });

  it('let the early imports end first and every one go on', async () => {
    const turns = new WriteTurns();
    const ended: number[] = [];
    const done = new Array<number>(6).fill(0);
    const seenWhenFirstEnds: number[] = [];
    const imports = done.map(async (_, index) => {
      const take = turns.openLine();
      for (let piece = 0; piece < 20; piece++) {
        await take(tick);
        done[index] = piece + 1;
      }
      if (ended.push(index) === 1) seenWhenFirstEnds.push(...done);
    });
    await Promise.all(imports);
    expect(ended[0]).toBe(0);
    expect(ended.at(-1)).toBe(5);
    expect(Math.min(...seenWhenFirstEnds)).toBeGreaterThan(0);
    expect(seenWhenFirstEnds.at(-1)).toBeLessThan(10);
  });
});
