import type { Colour } from './colour.ts';
import { otherOf } from './colour.ts';

/**
 * What a deployment is doing. The candidate is the colour that is not `active`.
 *
 * ```
 * starting ─► smoking ─► shifting ─► watching ─► settling ─► draining ─► idle
 *     │          │           │           │           │
 *     │          │           └───────────┴───────────┴─► returning ─► discarding ─► idle
 *     └──────────┴─────────────────────────────────────────────────►─┘
 * ```
 */
export type Phase =
  | 'idle'
  | 'starting'
  | 'smoking'
  | 'shifting'
  | 'watching'
  | 'settling'
  | 'draining'
  | 'returning'
  | 'discarding';

/** What is kept between two runs of the program. */
export interface Deployment {
  readonly phase: Phase;
  /** The colour that is trusted: the old one until the candidate has settled. */
  readonly active: Colour;
  /** What the candidate runs; null means what that colour ran before. */
  readonly version: string | null;
  /** Why the candidate is being given up. */
  readonly reason: string | null;
}

/** How the work of one phase ended. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** A successful phase leads on, a failed one away from the candidate. */
const onSuccess: Readonly<Record<Phase, Phase>> = {
  idle: 'idle',
  starting: 'smoking',
  smoking: 'shifting',
  shifting: 'watching',
  watching: 'settling',
  settling: 'draining',
  draining: 'idle',
  returning: 'discarding',
  discarding: 'idle',
};

const onFailure: Readonly<Record<Phase, Phase>> = {
  idle: 'idle',
  starting: 'discarding',
  smoking: 'discarding',
  shifting: 'returning',
  watching: 'returning',
  settling: 'returning',
  // Traffic stands on the new colour already; an old one that cannot be stopped harms nobody.
  draining: 'idle',
  // Tried again by the caller, and by the next run.
  returning: 'returning',
  discarding: 'idle',
};

/**
 * What the next run does about a run that ended in the middle. A candidate that was not watched to the
 * end is given up; one that was is completed.
 */
const onRecovery: Readonly<Record<Phase, Phase>> = {
  idle: 'idle',
  starting: 'discarding',
  smoking: 'discarding',
  shifting: 'returning',
  watching: 'returning',
  settling: 'settling',
  draining: 'draining',
  returning: 'returning',
  discarding: 'discarding',
};

export const firstDeployment: Deployment = {
  phase: 'idle',
  active: 'blue',
  version: null,
  reason: null,
};

/** Begins a deployment of `version` on the colour that is not active. */
export function begin(deployment: Deployment, version: string | null): Deployment {
  return { phase: 'starting', active: deployment.active, version, reason: null };
}

/** Where the outcome of the present phase leads. Pure. */
export function after(deployment: Deployment, outcome: Outcome): Deployment {
  if (!outcome.ok) {
    const reason = deployment.reason ?? outcome.reason;
    return { ...deployment, phase: onFailure[deployment.phase], reason };
  }
  const phase = onSuccess[deployment.phase];
  const active = phase === 'draining' ? otherOf(deployment.active) : deployment.active;
  return { ...deployment, phase, active };
}

/** Where a run that ended in the middle is taken up again. Pure. */
export function recovered(deployment: Deployment): Deployment {
  const phase = onRecovery[deployment.phase];
  if (phase === deployment.phase) return deployment;
  return { ...deployment, phase, reason: `the run ended while ${deployment.phase}` };
}
