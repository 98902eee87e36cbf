import { describe, expect, it } from 'vitest';
import { ImportProgress, progressLine } from './import-progress.ts';

describe('progressLine', () => {
  it.each([
    [0, 10_000_000, '[........................]   0 %  0.0 of 10.0 MB  a.json'],
    [5_000_000, 10_000_000, '[############............]  50 %  5.0 of 10.0 MB  a.json'],
    [10_000_000, 10_000_000, '[########################] 100 %  10.0 of 10.0 MB  a.json'],
    [12_000_000, 10_000_000, '[########################] 100 %  12.0 of 10.0 MB  a.json'],
    [0, 0, '[########################] 100 %  0.0 of 0.0 MB  a.json'],
  ])('shows %i of %i bytes', (bytes, total, line) => {
    expect(progressLine('a.json', bytes, total)).toBe(line);
  });
});

describe('ImportProgress', () => {
  const drawn = (isTTY: boolean, columns = 200) => {
    const written: string[] = [];
    let nowMs = 0;
    const screen = { isTTY, columns, write: (text: string) => written.push(text) };
    const progress = new ImportProgress(screen, 100, () => nowMs);
    return { progress, written, pass: (ms: number) => (nowMs += ms) };
  };

  it('counts the files that are done and never redraws more often than every 100 ms', () => {
    const { progress, written, pass } = drawn(true);
    progress.show('a', 10);
    pass(99);
    progress.show('a', 30);
    pass(1);
    progress.show('a', 40);
    progress.done(50);
    progress.show('b', 25);
    expect(
      written.filter((text) => text.includes('%')).map((text) => /\d+ %/.exec(text)?.[0]),
    ).toEqual(['10 %', '40 %', '75 %']);
  });

  it('stays within one line of the terminal', () => {
    const { progress, written } = drawn(true, 20);
    progress.show('a-long-name.json', 10);
    expect(written[0]?.replaceAll(/[\r\u001B]|\[K/g, '').length).toBeLessThan(20);
  });

  it('draws nothing where there is no terminal', () => {
    const { progress, written } = drawn(false);
    progress.show('a', 10);
    progress.done(50);
    expect(written).toEqual([]);
  });
});
