import { totalmem } from 'node:os';
import { plan, readCgroup } from '@lexiflow/memory';
import type { MemoryFacts, MemoryPlan, MemoryWishes } from '@lexiflow/memory';
import { cacheVariables } from './flow.variables.ts';
import type { Config } from './config.ts';

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
    // The default is cut to what the plan leaves for caches; a value on purpose must fit.
    cacheBudgetBytes:
      cache.maxBytes === cacheVariables.maxBytes.fallback ? undefined : cache.maxBytes,
  };
}

/** The memory plan of a server with this configuration on this machine; see its `problems`. */
export function memoryPlan(config: Config): MemoryPlan {
  return plan(memoryFacts(config), memoryWishes(config));
}
