import { describe, expect, it } from 'vitest';
import { sortNodeOptions } from './node-options.ts';

const sort = (text: string) => sortNodeOptions(text, process.allowedNodeEnvironmentFlags);

describe('sortNodeOptions', () => {
  it('explains every flag of the guides that Node refuses there', () => {
    const text =
      '--max-old-space-size=2048 --max-semi-space-size=16 --expose-gc --optimize-for-size --gc-interval=100 --max-old-generation-size-mb=1536 --initial-old-space-size=4096 --always-compact';
    const { refused, kept, maxOldSpaceMb, maxSemiSpaceMb } = sort(text);
    expect({ kept, maxOldSpaceMb, maxSemiSpaceMb }).toEqual({
      kept: [],
      maxOldSpaceMb: 2048,
      maxSemiSpaceMb: 16,
    });
    expect(refused.map(({ flag }) => flag)).toEqual([
      '--expose-gc',
      '--optimize-for-size',
      '--gc-interval=100',
      '--max-old-generation-size-mb=1536',
      '--initial-old-space-size=4096',
      '--always-compact',
    ]);
    for (const { reason } of refused) expect(reason).toMatch(/refuses it|no such flag/);
  });

  it('keeps what Node takes, with a value in the next word', () => {
    expect(sort('--enable-source-maps --require ./a.js --dns-result-order=ipv4first').kept).toEqual(
      ['--enable-source-maps', '--require', './a.js', '--dns-result-order=ipv4first'],
    );
  });

  it('reads underscores as dashes, the way V8 does', () => {
    expect(sort('--max_old_space_size=99').maxOldSpaceMb).toBe(99);
    expect(sort('--expose_gc').refused).toHaveLength(1);
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
