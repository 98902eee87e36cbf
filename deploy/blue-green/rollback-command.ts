import { setTimeout as wait } from 'node:timers/promises';
import { blueGreenLimits } from './blue-green.limits.ts';
import { deploy, exitStatus, recover } from './deploy-command.ts';
import { lockHolder } from './deploy-lock.ts';
import type { DeploymentParts } from './run-deployment.ts';

const LOOK_EVERY_MS = 100;

/**
 * Tells a deployment that runs to roll back, and waits until it has. Answers false when none runs; one
 * that does not end in time is killed, and its state is for `recover`.
 */
export async function stopRunningDeployment(lockFile: string): Promise<boolean> {
  const holder = lockHolder(lockFile);
  if (holder === null) return false;
  process.kill(holder.pid, 'SIGTERM');
  for (let waitedMs = 0; waitedMs < blueGreenLimits.rollbackWithinMs; waitedMs += LOOK_EVERY_MS) {
    if (lockHolder(lockFile)?.pid !== holder.pid) return true;
    await wait(LOOK_EVERY_MS);
  }
  process.kill(holder.pid, 'SIGKILL');
  return true;
}

/**
 * Emergency: what was left in the middle is taken back. When nothing was, the colour before this one is
 * started as it was, and takes the traffic as soon as it is ready, without a watch.
 */
export async function rollback(parts: DeploymentParts, hasStoppedOne: boolean): Promise<number> {
  const found = parts.saved.read();
  if (hasStoppedOne || found.phase !== 'idle') {
    const { phase, active } = await recover(parts);
    parts.journal.write('rollback-done', { phase, active });
    return phase === 'idle' ? exitStatus.done : exitStatus.stuck;
  }
  return deploy({ ...parts, watches: false }, null);
}
