import { Ledger } from '../governor/ledger.ts';
import { Standstill } from './standstill.ts';
import { PacedBody } from './upload/paced-body.ts';

/** Waits where nothing else keeps the process alive, and prints that it came to its end. */

const blockBytes = 64 * 1024;
const standstill = new Standstill({ pauseMs: 30 }, 'work');
standstill.pause(1);
await standstill.ready();
const ledger = new Ledger({ limitBytes: 16 * blockBytes });
const other = ledger.openAccount('cache', 'other');
while (other.grow(blockBytes));
const waiter = ledger.openAccount('cache', 'waiter');
const outcome = await waiter.reserve(blockBytes, { deadlineMs: 30 });
const silent = (async function* (): AsyncGenerator<Uint8Array> {
  yield await new Promise<never>(() => {});
})();
const body = new PacedBody(silent, { idleMs: 30 });
const fault = await body.read().catch((error: unknown) => error);
console.log(
  JSON.stringify({
    refusal: outcome.ok ? null : outcome.refusal.code,
    fault: (fault as { code?: string }).code,
  }),
);
