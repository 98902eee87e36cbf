import { otherOf } from './colour.ts';
import type { Deployment, Outcome, Phase } from './deployment.ts';
import { after } from './deployment.ts';
import { blueGreenLimits } from './blue-green.limits.ts';
import type { JournalFacts } from './journal.ts';
import { pause } from './pause.ts';
import { probe } from './probe.ts';
import type { Proxy } from './proxy.ts';
import type { SavedDeployment } from './saved-deployment.ts';
import { measureBaseline, watchColour } from './watch.ts';
import type { WatchParts } from './watch.ts';

export interface DeploymentParts extends WatchParts {
  readonly proxy: Proxy;
  readonly saved: SavedDeployment;
  /** False leaves the watch out: an emergency rollback has nothing to go back to. */
  readonly watches: boolean;
}

/** Never ends: what gives the traffic back is not itself broken off. */
const unbroken = new AbortController().signal;

/**
 * Carries a deployment on until it is idle or the traffic cannot be returned. Each phase is saved before
 * it begins, so that a run that dies can be taken up.
 */
export async function runDeployment(parts: DeploymentParts, from: Deployment): Promise<Deployment> {
  const { saved, journal } = parts;
  const work = phaseWork(parts);
  let deployment = from;
  let returns = 0;
  saved.save(deployment);
  while (deployment.phase !== 'idle') {
    const { phase } = deployment;
    journal.write(phase, factsOf(deployment));
    const outcome = await outcomeOf(work[phase], deployment);
    if (!outcome.ok) journal.write('failed', { phase, reason: outcome.reason });
    deployment = after(deployment, outcome);
    saved.save(deployment);
    if (phase === 'returning' && !outcome.ok) {
      if (++returns >= blueGreenLimits.returnTries) return deployment;
      await pause(blueGreenLimits.returnPauseMs, unbroken);
    }
  }
  return deployment;
}

/** The colour that a phase is about: where the traffic goes, or what is started, watched or stopped. */
function factsOf({ phase, active, version }: Deployment): JournalFacts {
  if (phase === 'returning') return { colour: active };
  if (phase === 'draining' || phase === 'discarding') return { colour: otherOf(active) };
  return { colour: otherOf(active), version };
}

type Work = (deployment: Deployment) => Promise<void>;

async function outcomeOf(work: Work, deployment: Deployment): Promise<Outcome> {
  try {
    await work(deployment);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function phaseWork(parts: DeploymentParts): Readonly<Record<Phase, Work>> {
  const { driver, proxy, settings, journal, signal } = parts;
  let baselineMs: number | null = null;
  return {
    idle: async () => undefined,
    async starting({ active, version }) {
      const colour = otherOf(active);
      await driver.start(colour, version);
      await waitUntilReady(parts, colour);
    },
    async smoking({ active }) {
      const url = await driver.url(otherOf(active));
      for (const path of settings.smokePaths) {
        const { isOk, detail } = await probe(`${url}${path}`, settings.probeTimeoutMs);
        if (!isOk) throw new Error(`${path}: ${detail}`);
      }
      if (parts.watches) baselineMs = await measureBaseline(parts, active);
      journal.write('smoked', {
        paths: settings.smokePaths.length,
        baselineMs: baselineMs === null ? null : Number(baselineMs.toFixed(1)),
      });
    },
    async shifting({ active }) {
      signal.throwIfAborted();
      const backup = parts.watches ? active : null;
      await proxy.switchTo({ colour: otherOf(active), backup });
    },
    async watching({ active }) {
      if (!parts.watches) return;
      const triggers = await watchColour(parts, otherOf(active), baselineMs);
      if (triggers.length === 0) return;
      for (const { name, detail } of triggers) journal.write('trigger', { name, detail });
      throw new Error(`trigger ${triggers.map(({ name }) => name).join(', ')}`);
    },
    settling: ({ active }) => proxy.switchTo({ colour: otherOf(active), backup: null }),
    async draining({ active }) {
      await pause(settings.handoverMs, unbroken);
      await driver.stop(otherOf(active));
    },
    returning: ({ active }) => proxy.switchTo({ colour: active, backup: null }),
    async discarding({ active }) {
      await pause(settings.handoverMs, unbroken);
      await driver.stop(otherOf(active));
    },
  };
}

/** Waits until a colour answers its readiness probe; throws with its last answer. */
export async function waitUntilReady(
  { driver, settings, signal }: WatchParts,
  colour: Deployment['active'],
): Promise<void> {
  const endsAtMs = performance.now() + settings.readyWithinMs;
  let last = 'it does not run';
  while (performance.now() < endsAtMs) {
    const url = await driver.url(colour);
    if (url !== null) {
      const { isOk, detail } = await probe(url + settings.readyPath, settings.probeTimeoutMs);
      if (isOk) return;
      last = detail;
    }
    await pause(Math.min(settings.probeEveryMs, 500), signal);
  }
  throw new Error(`${colour} was not ready within ${settings.readyWithinMs / 1000} s: ${last}`);
}
