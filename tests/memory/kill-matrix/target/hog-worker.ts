import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

// Holds what it is asked for outside of any heap limit, and hashes it for a while.
const { megabytes } = workerData as { megabytes: number };
const held = Buffer.alloc(megabytes * 1024 * 1024, 1);
const hash = createHash('sha256');
for (let round = 0; round < 4; round++) hash.update(held);
parentPort?.postMessage(hash.digest('hex'));
