import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Keeps the processors of this machine from sleeping (Linux's PM QoS: a bound of 0 µs in
 * `/dev/cpu_dma_latency`, in force while the file is open). To wake a sleeping processor costs him who does
 * it microseconds, in a virtual machine above all. Whoever measures a server by a client that waits
 * for it measures that too: a server a little slower lets its client sleep more often.
 * Answers null where this may not be done: no Linux, not root.
 */
export function keepAwake(): Disposable | null {
  try {
    const file = openSync('/dev/cpu_dma_latency', 'w');
    writeSync(file, new Int32Array([0]));
    return { [Symbol.dispose]: () => closeSync(file) };
  } catch {
    return null;
  }
}
