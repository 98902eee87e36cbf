import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../fake-clock.ts';
import type { Account } from './account.ts';
import { AdmissionControl } from './admission.ts';
import type { Admission } from './admission.ts';
import { Ledger } from './ledger.ts';
import type { Priority } from './priority.ts';
import { priorities } from './priority.ts';
import { RefusalMaker } from './refusal-maker.ts';
import { RefusedShares } from './refused-shares.ts';

const mib = 1024 * 1024;
const users = ['anna', 'ben', 'cleo', 'dora'] as const;
const classes = ['interactive', 'bulk', 'export', 'report'] as const satisfies Priority[];

interface Waiting {
  readonly user: string;
  readonly priority: Priority;
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('ask' as const),
    user: fc.constantFrom(...users),
    priority: fc.constantFrom(...classes),
    megabytes: fc.integer({ min: 1, max: 8 }),
  }),
  fc.record({ do: fc.constant('end' as const), index: fc.nat(40) }),
);

/** All promises that are settled by now have told their listeners. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await Promise.resolve();
}

it('lets in the first class, within it the user who holds least, and nobody past them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 80 }), async (steps) => {
      const clock = new FakeClock();
      const refusals = new RefusalMaker(
        () => 'normal',
        () => 0,
      );
      const ledger = new Ledger({ limitBytes: 40 * mib, clock, refusals });
      const admission = new AdmissionControl({
        ledger,
        clock,
        refusals,
        shares: new RefusedShares(),
      });
      const open: { account: Account; user: string; bytes: number }[] = [];
      const waiting = new Set<Waiting>();
      const held = (user: string): number =>
        open.filter((each) => each.user === user).reduce((sum, { bytes }) => sum + bytes, 0);

      for (const each of steps) {
        if (each.do === 'end') {
          const [ended] = open.splice(each.index % Math.max(1, open.length), 1);
          ended?.account.close();
          await settled();
          continue;
        }
        const { user, priority, megabytes } = each;
        const asked: Waiting = { user, priority };
        const letIn = (answer: Admission, mayHavePassed: readonly Waiting[]): void => {
          waiting.delete(asked);
          if (!answer.ok) return;
          for (const other of mayHavePassed) {
            const isLater = priorities.indexOf(other.priority) > priorities.indexOf(priority);
            const isPeer = other.priority === priority;
            expect(isLater || (isPeer && held(user) <= held(other.user))).toBe(true);
          }
          open.push({ account: answer.account, user, bytes: answer.account.reservedBytes });
        };
        const before = [...waiting];
        const answer = admission.admitOrWait(
          { route: 'GET /', priority, userId: user, estimateBytes: megabytes * mib },
          () => ({ deadlineMs: 1e9 }),
        );
        if (!(answer instanceof Promise)) letIn(answer, before);
        else {
          waiting.add(asked);
          // Several may be let in by one close; each is held against those that still wait.
          void answer.then((late) =>
            letIn(
              late,
              [...waiting].filter((other) => other !== asked),
            ),
          );
          await settled();
        }
      }
      while (open.length > 0) {
        open.pop()?.account.close();
        await settled();
      }
      expect(waiting.size).toBe(0);
      expect(ledger.waiting).toBe(0);
      expect(ledger.reservedBytes).toBe(0);
    }),
    { numRuns: 200 },
  );
});
