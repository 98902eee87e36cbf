// The process of one isolated call: reads its order from stdin, calls the module, answers on descriptor 3.
import { readFileSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import { failureOf } from './isolated-message.ts';
import type { IsolatedAnswer, IsolatedOrder } from './isolated-message.ts';

const ANSWER = 3;

function answer(message: IsolatedAnswer): void {
  const bytes = serialize(message);
  for (let sent = 0; sent < bytes.length;) sent += writeSync(ANSWER, bytes, sent);
}

async function work(): Promise<IsolatedAnswer> {
  try {
    const { module, input, endMs } = deserialize(readFileSync(0)) as IsolatedOrder;
    // For a process that sleeps when its parent dies; the kernel ends one that computes.
    setTimeout(() => process.exit(1), endMs).unref();
    const { default: run } = (await import(module)) as { default: (input: unknown) => unknown };
    return { value: await run(input) };
  } catch (thrown) {
    return { error: failureOf(thrown) };
  }
}

if (process.argv[2] === 'idle') {
  // Read as a promise: the pool's thread has its stack by then.
  answer({ value: await readFile('/proc/self/status', 'utf8') });
} else {
  const result = await work();
  try {
    answer(result);
  } catch (thrown) {
    // A function in the answer, for one, cannot cross.
    answer({ error: failureOf(thrown) });
  }
}
// Timers and sockets of the module hold nothing up: it has answered.
process.exit(0);
