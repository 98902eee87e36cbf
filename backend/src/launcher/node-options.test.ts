import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sortNodeOptions } from './node-options.ts';

const sort = (text: string) => sortNodeOptions(text, process.allowedNodeEnvironmentFlags);

/** Node answers with status 9 when it does not know a flag or does not take it there. */
function doesNodeStart(environment: Record<string, string>, ...flags: string[]): boolean {
  const env = { PATH: process.env['PATH'], ...environment };
  return spawnSync(process.execPath, [...flags, '-e', '0'], { env }).status === 0;
}

describe('sortNodeOptions', () => {
  it('explains every flag of the guides that Node does not take', () => {
    const text =
      '--max-old-space-size=2048 --max-semi-space-size=16 --optimize-for-size --gc-interval=100 --max-old-generation-size-mb=1536 --initial-old-space-size=4096 --always-compact';
    const { refused, kept, maxOldSpaceMb, maxSemiSpaceMb } = sort(text);
    expect({ kept, maxOldSpaceMb, maxSemiSpaceMb }).toEqual({
      kept: [],
      maxOldSpaceMb: 2048,
      maxSemiSpaceMb: 16,
    });
    expect(refused.map(({ flag }) => flag)).toEqual([
      '--optimize-for-size',
      '--gc-interval=100',
      '--max-old-generation-size-mb=1536',
      '--initial-old-space-size=4096',
      '--always-compact',
    ]);
    for (const { flag, reason } of refused) {
      expect(reason).toMatch(/refuses it|no such flag/);
      expect(doesNodeStart({ NODE_OPTIONS: flag }), flag).toBe(false);
    }
  });

  it.each(['--max-old-generation-size-mb=1536', '--always-compact'])(
    'says of %s that V8 has no such flag, and it has none',
    (flag) => {
      expect(sort(flag).refused[0]?.reason).toContain('no such flag');
      expect(doesNodeStart({}, flag)).toBe(false);
    },
  );

  it('keeps what Node takes, with a value in the next word', () => {
    expect(sort('--enable-source-maps --require ./a.js --dns-result-order=ipv4first').kept).toEqual(
      ['--enable-source-maps', '--require', './a.js', '--dns-result-order=ipv4first'],
    );
  });

  it('reads underscores as dashes, the way V8 does', () => {
    expect(sort('--max_old_space_size=99').maxOldSpaceMb).toBe(99);
    expect(sort('--optimize_for_size').refused).toHaveLength(1);
  });

  it('answers nothing for an empty text', () => {
    expect(sort('  ')).toEqual({
      kept: [],
      maxOldSpaceMb: null,
      maxSemiSpaceMb: null,
      refused: [],
    });
  });
});
