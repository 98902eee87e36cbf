import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below them the system gives no port to an outgoing connection: only listeners are in the way. */
const [FIRST, LAST] = [12_000, 32_000];
const TRIES = 100;

/** A port of 127.0.0.1 nobody listens on now; with a count the first of so many in a row. */
export async function sparePort(count = 1): Promise<number> {
  for (let n = 0; n < TRIES; n++) {
    const first = FIRST + Math.floor(Math.random() * (LAST - FIRST - count));
    const row = Array.from({ length: count }, (_, index) => first + index);
    if ((await Promise.all(row.map(isSpare))).every(Boolean)) return first;
  }
  throw new Error(`no ${count} ports in a row without a listener between ${FIRST} and ${LAST}`);
}

async function isSpare(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
