import { totalmem } from 'node:os';
import { plan, readCgroup } from '@lexiflow/memory';
import type { MemoryFacts, MemoryPlan, MemoryWishes, PoolShares } from '@lexiflow/memory';
import { cacheVariables } from './flow.variables.ts';
import type { Config } from './config.ts';

/**
 * Ten thousand idle connections, which the pool `realtime` holds, fit the smallest profile when the other
 * pools are promised less than by default. A client whose connection is not kept has to open one for
 * each request, and a crowd of them queues up in the kernel, where nobody can refuse it in time.
 */
const poolShares: PoolShares = {
  request: { min: 0.12, max: 0.75 },
  upload: { min: 0.02, max: 0.3 },
  stream: { min: 0.02, max: 0.3 },
  cache: { min: 0.05, max: 0.4 },
  batch: { min: 0.02, max: 0.3 },
  job: { min: 0.02, max: 0.3 },
  realtime: { min: 0.03, max: 0.6 },
  'db-result': { min: 0.02, max: 0.3 },
  diagnostics: { min: 0, max: 1 },
};

/** What this machine, this Node and the configured database mean for the memory plan. */
export function memoryFacts({ database }: Config): MemoryFacts {
  const cgroup = readCgroup();
  return {
    cgroupLimitBytes: cgroup?.limitBytes ?? null,
    ...(cgroup === undefined ? {} : { cgroupVersion: cgroup.version }),
    machineBytes: totalmem(),
    nodeMajor: Number(process.versions.node.split('.')[0]),
    embeddedDatabase: database.url === null,
  };
}

/** What the operator asked for; in production without a profile that is `balanced`. */
export function memoryWishes({ memory, cache, server }: Config): MemoryWishes {
  const { node } = memory;
  const byDefault = server.nodeEnv === 'production' ? 'balanced' : undefined;
  return {
    budgetMb: memory.budgetMb ?? undefined,
    profile: memory.profile ?? byDefault,
    maxOldSpaceMb: node.maxOldSpaceMb ?? undefined,
    initialOldSpaceMb: node.initialOldSpaceMb ?? undefined,
    semiSpaceMb: node.maxSemiSpaceMb ?? undefined,
    exposeGc: node.exposeGc,
    optimizeForMemory: node.optimizeForMemory ?? undefined,
    threadpoolSize: node.threadpoolSize ?? undefined,
    poolShares,
    // The default is cut to what the plan leaves for caches; a value on purpose must fit.
    cacheBudgetBytes:
      cache.maxBytes === cacheVariables.maxBytes.fallback ? undefined : cache.maxBytes,
  };
}

/** The memory plan of a server with this configuration on this machine; see its `problems`. */
export function memoryPlan(config: Config): MemoryPlan {
  return plan(memoryFacts(config), memoryWishes(config));
}
