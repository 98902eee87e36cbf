import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ownNode, root } from './paths.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_INTERVAL_MS = 500;

/**
 * Runs a script of the project with the project's own Node and ends as it ends.
 * Where the running Node can, the script takes this process over; else this process stays, passes
 * signals on and waits for the script to drain, whatever number of signals arrives. Under npm the
 * server also drains when npm or its shell disappears: a shell does not pass SIGTERM on.
 */
export async function runWithOwnNode([script, ...args]) {
  const isUnderNpm = process.env.npm_lifecycle_event !== undefined;
  const env = { ...process.env };
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    if (isUnderNpm) env.LEXIFLOW_PARENT_PID = String(process.ppid);
    process.chdir(root);
    process.execve(ownNode, [ownNode, script, ...args], env);
  }
  env.LEXIFLOW_PARENT_PID = String(process.pid);
  const child = spawn(ownNode, [script, ...args], { cwd: root, stdio: 'inherit', env });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      // Ctrl-C in a terminal reaches the whole process group, the child has it already.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  const watch = isUnderNpm ? watchParent(() => child.kill('SIGTERM')) : undefined;
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0);
      resolve();
    });
  });
  clearInterval(watch);
}

/** Calls back once when the process that started this one has gone. */
function watchParent(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_INTERVAL_MS);
  timer.unref();
  return timer;
}
