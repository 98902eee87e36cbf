import type { Settings } from './config.ts';
import type { ConfigProblem } from './problem.ts';

const MIB = 1024 * 1024;

/** What stays outside the heap in the smallest process that serves: runtime, code, stacks, buffers. */
const MIN_HEADROOM_MB = 96;

/** The problems that only two or more variables together can have. */
export function crossChecks(
  settings: Settings,
  isSet: (variable: string) => boolean,
): ConfigProblem[] {
  return [
    ...orderProblems(settings),
    ...memorySumProblems(settings, isSet('CACHE_MAX_MEMORY_SIZE')),
    ...redisProblems(settings),
    ...mailProblems(settings),
  ];
}

function orderProblems({ memory, database, batch, server }: Settings): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const ordered = (low: string, lowValue: number, high: string, highValue: number, or: boolean) => {
    if (or ? lowValue <= highValue : lowValue < highValue) return;
    const rule = or ? 'must not be above' : 'must be below';
    problems.push({
      variable: low,
      message: `${low} (${lowValue}) ${rule} ${high} (${highValue})`,
    });
  };
  ordered(
    'MEMORY_WARNING_THRESHOLD',
    memory.warningThreshold,
    'MEMORY_CRITICAL_THRESHOLD',
    memory.criticalThreshold,
    false,
  );
  ordered('DATABASE_POOL_MIN', database.poolMin, 'DATABASE_POOL_MAX', database.poolMax, true);
  ordered('MIN_BATCH_SIZE', batch.minSize, 'MAX_BATCH_SIZE', batch.maxSize, true);
  const { initialOldSpaceMb, maxOldSpaceMb } = memory.node;
  if (initialOldSpaceMb !== null && maxOldSpaceMb !== null) {
    ordered(
      'NODE_INITIAL_OLD_SPACE_SIZE',
      initialOldSpaceMb,
      'NODE_MAX_OLD_SPACE_SIZE',
      maxOldSpaceMb,
      true,
    );
  }
  if (server.port === server.metricsPort && server.port !== 0) {
    problems.push({
      variable: 'METRICS_PORT',
      message: `METRICS_PORT (${server.metricsPort}) must differ from PORT: the two listeners are separate`,
    });
  }
  return problems;
}

/**
 * Only what the operator stated is summed: an unset heap or cache is sized by the memory plan,
 * and a cgroup limit is not known here, the plan checks it.
 */
function memorySumProblems({ memory, cache }: Settings, isCacheSet: boolean): ConfigProblem[] {
  const { budgetMb } = memory;
  if (budgetMb === null) return [];
  const parts: [string, number][] = [['headroom', MIN_HEADROOM_MB]];
  if (memory.node.maxOldSpaceMb !== null) {
    parts.push(['NODE_MAX_OLD_SPACE_SIZE', memory.node.maxOldSpaceMb]);
  }
  if (memory.node.maxSemiSpaceMb !== null) {
    parts.push(['3 x NODE_MAX_SEMI_SPACE_SIZE', 3 * memory.node.maxSemiSpaceMb]);
  }
  if (isCacheSet) parts.push(['CACHE_MAX_MEMORY_SIZE', Math.ceil(cache.maxBytes / MIB)]);
  const sum = parts.reduce((total, [, value]) => total + value, 0);
  if (sum <= budgetMb) return [];
  const shown = parts.map(([name, value]) => `${name} ${value}`).join(' + ');
  return [
    {
      variable: 'MEMORY_BUDGET_MB',
      message: `${shown} = ${sum} MB does not fit MEMORY_BUDGET_MB ${budgetMb}`,
    },
  ];
}

function redisProblems({ redis }: Settings): ConfigProblem[] {
  if (redis.port !== null && redis.host === null && redis.url === null) {
    return [
      {
        variable: 'REDIS_PORT',
        message: `REDIS_PORT (${redis.port}) is set without REDIS_HOST or REDIS_URL`,
      },
    ];
  }
  if (redis.url === null) return [];
  const { hostname, port } = new URL(redis.url);
  const isOtherHost = redis.host !== null && redis.host !== hostname;
  const isOtherPort = redis.port !== null && redis.port !== Number(port || 6379);
  if (!isOtherHost && !isOtherPort) return [];
  const name = isOtherHost ? 'REDIS_HOST' : 'REDIS_PORT';
  const message = `${name} contradicts REDIS_URL, which names ${hostname}:${port || 6379}; set one of them`;
  return [{ variable: name, message }];
}

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '::1']);

function mailProblems({ mail }: Settings): ConfigProblem[] {
  const { host, from, user, password, tls } = mail;
  const problems: ConfigProblem[] = [];
  const refuse = (variable: string, message: string) => problems.push({ variable, message });
  if (host !== null && from === null)
    refuse('SMTP_FROM', 'SMTP_HOST is set without SMTP_FROM: the mail server needs a sender');
  if ((user === null) !== (password === null)) {
    const [missing, present] = user === null ? ['USER', 'PASSWORD'] : ['PASSWORD', 'USER'];
    refuse(`SMTP_${missing}`, `SMTP_${present} is set without SMTP_${missing}`);
  }
  if (user !== null && tls === 'none' && host !== null && !LOCAL_HOSTS.has(host))
    refuse(
      'SMTP_TLS',
      'SMTP_TLS (none) would send SMTP_PASSWORD in clear: use starttls or implicit',
    );
  return problems;
}
