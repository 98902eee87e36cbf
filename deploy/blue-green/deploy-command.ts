import { otherOf } from './colour.ts';
import type { Colour } from './colour.ts';
import { begin, recovered } from './deployment.ts';
import type { Deployment } from './deployment.ts';
import { runDeployment, waitUntilReady } from './run-deployment.ts';
import type { DeploymentParts } from './run-deployment.ts';

/** How a command ended, as the status of the process. */
export const exitStatus = {
  done: 0,
  /** The old colour answers; the new one was given up. */
  rolledBack: 1,
  /** The traffic could not be given back; run it again. */
  stuck: 3,
  /** Another run holds the lock. */
  busy: 75,
} as const;

/**
 * Deploys `version`, after completing what a run before left in the middle. Where nothing answers yet,
 * the active colour itself is started. Answers the status of the process.
 */
export async function deploy(parts: DeploymentParts, version: string | null): Promise<number> {
  const { journal, driver } = parts;
  const clean = await recover(parts);
  if (clean.phase !== 'idle') return stuck(parts, clean);
  const url = await driver.url(clean.active);
  if (url === null) return startFirst(parts, clean, version);
  journal.write('deploy', { version, from: clean.active, to: otherOf(clean.active) });
  const end = await runDeployment(parts, begin(clean, version));
  if (end.phase !== 'idle') return stuck(parts, end);
  if (end.active === clean.active) {
    journal.write('rolled-back', { active: end.active, reason: end.reason });
    return exitStatus.rolledBack;
  }
  journal.write('deployed', { active: end.active, version });
  return exitStatus.done;
}

/** Completes what a run before left in the middle: answers an idle state, or one that is stuck. */
export async function recover(parts: DeploymentParts): Promise<Deployment> {
  const found = parts.saved.read();
  if (found.phase === 'idle') return found;
  parts.journal.write('recovering', { phase: found.phase, active: found.active });
  return runDeployment(parts, recovered(found));
}

async function startFirst(
  parts: DeploymentParts,
  state: Deployment,
  version: string | null,
): Promise<number> {
  const { journal, driver, proxy, saved } = parts;
  const colour: Colour = state.active;
  journal.write('first-start', { colour, version });
  await driver.start(colour, version);
  await waitUntilReady(parts, colour);
  await proxy.switchTo({ colour, backup: null });
  saved.save({ ...state, version });
  journal.write('deployed', { active: colour, version });
  return exitStatus.done;
}

function stuck({ journal }: DeploymentParts, state: Deployment): number {
  journal.write('stuck', { phase: state.phase, active: state.active, reason: state.reason });
  return exitStatus.stuck;
}
