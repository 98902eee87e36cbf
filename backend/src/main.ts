import { startProcess } from './process/start-process.ts';

await startProcess();
