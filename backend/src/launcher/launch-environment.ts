import type { Environment } from '../platform/config/read-config.ts';
import { sortNodeOptions } from './node-options.ts';
import type { RefusedFlag } from './node-options.ts';

/** The environment in which the server is started, and the flags of NODE_OPTIONS it goes without. */
export interface LaunchEnvironment {
  readonly env: Environment;
  readonly refused: readonly RefusedFlag[];
}

/**
 * Prepares an environment for a start. Heap sizes in NODE_OPTIONS count like the variables of the plan where
 * those are unset; flags that Node would refuse are taken out. A wrapper script moves NODE_OPTIONS to
 * `LEXIFLOW_NODE_OPTIONS`, because with a refused flag in it not even the launcher would start.
 */
export function launchEnvironment(
  env: Environment,
  { isProduction = false, allowed = process.allowedNodeEnvironmentFlags } = {},
): LaunchEnvironment {
  const { LEXIFLOW_NODE_OPTIONS: aside, NODE_OPTIONS: direct, ...rest } = env;
  const sorted = sortNodeOptions([direct, aside].filter(Boolean).join(' '), allowed);
  const ready: Record<string, string | undefined> = { ...rest };
  if (isProduction) ready['NODE_ENV'] = 'production';
  if (sorted.kept.length > 0) ready['NODE_OPTIONS'] = sorted.kept.join(' ');
  setDefault(ready, 'NODE_MAX_OLD_SPACE_SIZE', sorted.maxOldSpaceMb);
  setDefault(ready, 'NODE_MAX_SEMI_SPACE_SIZE', sorted.maxSemiSpaceMb);
  return { env: ready, refused: sorted.refused };
}

function setDefault(env: Record<string, string | undefined>, name: string, value: number | null) {
  if (value !== null && (env[name] ?? '').trim() === '') env[name] = String(value);
}
