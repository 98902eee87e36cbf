import { availableParallelism, totalmem } from 'node:os';

/** What this process is and how it was started. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  readonly nodeVersion: string;
  readonly v8Version: string;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Flags given to Node on the command line. */
  readonly flags: readonly string[];
  readonly uptimeSeconds: number;
  readonly processors: number;
  readonly machineBytes: number;
}

/** Reads what does not change while the process runs, and its uptime. */
export function processInfo(): ProcessInfo {
  return {
    pid: process.pid,
    parentPid: process.ppid,
    nodeVersion: process.version,
    v8Version: process.versions.v8,
    platform: process.platform,
    arch: process.arch,
    flags: process.execArgv,
    uptimeSeconds: process.uptime(),
    processors: availableParallelism(),
    machineBytes: totalmem(),
  };
}
