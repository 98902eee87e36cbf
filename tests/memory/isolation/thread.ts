import { parentPort, workerData } from 'node:worker_threads';
import work, { type Order } from './work.ts';

parentPort?.postMessage(work(workerData as Order));
