import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ownNode, root } from './paths.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a script of the project with the project's own Node and ends as it ends.
 * Where the running Node can, the script takes this process over; else this process stays,
 * passes signals on and waits for the script to drain, whatever number of signals arrives.
 */
export async function runWithOwnNode([script, ...args]) {
  // The server ends by itself when this parent disappears without a signal.
  const env = { ...process.env };
  if (typeof process.execve === 'function') {
    env.LEXIFLOW_PARENT_PID = String(process.ppid);
    process.chdir(root);
    try {
      process.execve(ownNode, [ownNode, script, ...args], env);
    } catch {
      // Refused by the platform or by a sandbox: the child process below does the same work.
    }
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
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0);
      resolve();
    });
  });
}
