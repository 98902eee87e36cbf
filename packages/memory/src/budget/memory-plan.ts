import type { PoolName } from '../governor/account.ts';
import type { PoolShares } from '../governor/pool-shares.ts';
import type { MemoryProfile } from './memory-profile.ts';

/** What is known about the machine before the process starts. */
export interface MemoryFacts {
  /** Limit of the memory cgroup; null when there is none. */
  readonly cgroupLimitBytes: number | null;
  readonly cgroupVersion?: 1 | 2;
  /** Physical memory of the machine. */
  readonly machineBytes: number;
  /** Major version of the Node that will run. */
  readonly nodeMajor: number;
  /** The database runs inside this process. */
  readonly embeddedDatabase: boolean;
}

/** What the operator asked for; whatever is left out is derived. */
export interface MemoryWishes {
  readonly budgetMb?: number | undefined;
  readonly profile?: MemoryProfile | undefined;
  readonly maxOldSpaceMb?: number | undefined;
  readonly initialOldSpaceMb?: number | undefined;
  readonly semiSpaceMb?: number | undefined;
  /** Default true: the confirming collection and the operator's own need it, and it costs nothing. */
  readonly exposeGc?: boolean | undefined;
  readonly optimizeForMemory?: boolean | undefined;
  readonly threadpoolSize?: number | undefined;
  /** Minimum and maximum of each pool. Default: `defaultPoolShares`. */
  readonly poolShares?: PoolShares | undefined;
  /** Sum of the cache budgets that someone set on purpose; defaults are cut to the pool instead. */
  readonly cacheBudgetBytes?: number | undefined;
}

/** One line of the sum: what holds the bytes, how many, and why so many. */
export interface PlanLine {
  readonly label: string;
  readonly bytes: number;
  readonly why: string;
}

/** Where the budget comes from. */
export type BudgetSource = 'explicit' | 'cgroup-v2' | 'cgroup-v1' | 'profile' | 'machine';

/** Smallest and largest size of one pool. */
export interface PoolSize {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** How a budget is split, and the command line that makes V8 keep to it. */
export interface MemoryPlan {
  readonly budgetBytes: number;
  readonly source: BudgetSource;
  /** The preset asked for; undefined when the budget alone decides. */
  readonly profile: MemoryProfile | undefined;
  readonly heap: {
    readonly oldSpaceMb: number;
    readonly semiSpaceMb: number;
    readonly youngGenerationBytes: number;
    readonly initialOldSpaceMb?: number;
  };
  /** Bytes that all pools share; `poolSizes` are shares of it. */
  readonly accountsBytes: number;
  readonly poolSizes: Readonly<Record<PoolName, PoolSize>>;
  readonly poolShares: PoolShares;
  /** Flags for the command line, valid for the Node version of the facts. */
  readonly flags: readonly string[];
  /** Variables of the new process's environment: threads of libuv, how glibc gives memory back. */
  readonly env: Readonly<Record<string, string>>;
  /** The lines sum to the budget when there are no problems. */
  readonly lines: readonly PlanLine[];
  /** Why the plan cannot be started; each names the numbers. Empty when it can. */
  readonly problems: readonly string[];
}
