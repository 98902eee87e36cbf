import { workerData, type MessagePort } from 'node:worker_threads';
import type { PlainAnswer, PlainRequest } from './sync-request.ts';

const TIMEOUT_MS = 60_000;
const { port, flag } = workerData as { port: MessagePort; flag: Int32Array };

// The other thread sleeps on the flag, so the answer goes first.
port.on('message', (request: PlainRequest) => {
  void send(request).then((answer) => {
    port.postMessage(answer);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
});

async function send({ method, url, headers, body }: PlainRequest): Promise<PlainAnswer> {
  const startedAt = performance.now();
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { method, headers, body, signal });
    const text = await answer.text();
    const durationMs = performance.now() - startedAt;
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: text,
      durationMs,
    };
  } catch (error) {
    const durationMs = performance.now() - startedAt;
    return { status: 0, headers: {}, body: String(error), durationMs };
  }
}
