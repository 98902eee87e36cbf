// Runs one program and starts it again when it dies: node supervise.ts STATUS_FILE PROGRAM [ARGUMENT...]
// SIGTERM is passed on, and ends the supervisor with the program.
import { spawn, type ChildProcess } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { blueGreenLimits } from './blue-green.limits.ts';

/** What the supervisor writes to its status file at each change. */
export interface SupervisedStatus {
  readonly supervisor: number;
  /** The program; null between two starts. */
  readonly pid: number | null;
  readonly restarts: number;
}

const [statusFile = '', program = '', ...args] = process.argv.slice(2);
let child: ChildProcess | null = null;
let restarts = 0;
let isEnding = false;

process.on('SIGTERM', () => {
  isEnding = true;
  if (child === null) process.exit(0);
  child.kill('SIGTERM');
});
start();

function start(): void {
  child = spawn(program, args, { stdio: 'inherit' });
  let isOver = false;
  const over = (): void => {
    if (isOver) return;
    isOver = true;
    child = null;
    if (isEnding) process.exit(0);
    restarts++;
    save();
    setTimeout(start, blueGreenLimits.restartPauseMs);
  };
  child.once('exit', over);
  // A program that cannot be started at all.
  child.once('error', over);
  save();
}

function save(): void {
  const status: SupervisedStatus = { supervisor: process.pid, pid: child?.pid ?? null, restarts };
  writeFileSync(`${statusFile}.next`, JSON.stringify(status));
  renameSync(`${statusFile}.next`, statusFile);
}
