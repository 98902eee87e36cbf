import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** A request as a worker sends it. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Its answer; status 0 when there was none. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly durationMs: number;
}

const flag = new Int32Array(new SharedArrayBuffer(4));
const { port1, port2 } = new MessageChannel();
const worker = new Worker(new URL('./request-worker.ts', import.meta.url), {
  workerData: { port: port2, flag },
  transferList: [port2],
});
worker.unref();
port1.unref();

/** Sends a request and blocks this thread until its answer is there: scripts of k6 are written so. */
export function requestNow(request: PlainRequest): PlainAnswer {
  Atomics.store(flag, 0, 0);
  port1.postMessage(request);
  Atomics.wait(flag, 0, 0);
  return (receiveMessageOnPort(port1) as { message: PlainAnswer }).message;
}
