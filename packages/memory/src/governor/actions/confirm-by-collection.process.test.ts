import { expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import { emptyReading } from '../../probe/reading.ts';
import { oldGenerationUsedBytes } from '../../probe/machine.ts';
import { findGc } from '../find-gc.ts';
import { ladderRules } from '../ladder.ts';
import { Ledger } from '../ledger.ts';
import { PausePrediction } from '../pause-prediction.ts';
import { ReclaimerSet } from '../reclaimer-set.ts';
import { confirmByCollection } from './confirm-by-collection.ts';

const mib = 1024 * 1024;

it('says of a collection of this process what it has freed', () => {
  const action = confirmByCollection({
    clock: systemClock,
    findCollector: findGc,
    nudge: () => {},
    oldUsedBytes: oldGenerationUsedBytes,
    prediction: new PausePrediction(),
    pauseBudgetMs: Infinity,
  });
  const run = (nowMs: number) =>
    action.run({
      nowMs,
      clock: systemClock,
      level: 'warning',
      pressure: {
        usedRatio: 0.8,
        timeToLimitMs: Infinity,
        cause: 'old-generation',
        liveOldBytes: 0,
        isUnconfirmed: true,
        wantsConfirmation: true,
      },
      reading: emptyReading(1000 * mib),
      rules: ladderRules(0.75, 0.85),
      ledger: new Ledger({ limitBytes: mib }),
      reclaimers: new ReclaimerSet(),
    }) as { readonly bytesWon: number };
  run(0);
  let held: number[][] = Array.from({ length: 8 }, () => new Array<number>(mib).fill(0.5));
  expect(run(60_000).bytesWon).toBeLessThan(32 * mib);
  held = [];
  expect(run(120_000).bytesWon).toBeGreaterThan(32 * mib);
  expect(held).toEqual([]);
});
