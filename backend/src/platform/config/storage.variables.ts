import { flag, integer } from './variable-kinds.ts';
import { text, url } from './variable-texts.ts';

/** The database and its pool. */
export const databaseVariables = {
  url: url({
    name: 'DATABASE_URL',
    protocols: ['postgres:', 'postgresql:'],
    isSecret: true,
    meaning: 'PostgreSQL 14 or newer; unset means the embedded database under DATA_DIR.',
  }),
  poolMin: integer({
    name: ['DATABASE_POOL_MIN', 'DB_POOL_MIN'],
    default: 5,
    min: 0,
    max: 200,
    unit: 'connections',
    meaning: 'Connections that stay open when idle.',
  }),
  poolMax: integer({
    name: ['DATABASE_POOL_MAX', 'DB_POOL_MAX'],
    default: 20,
    min: 1,
    max: 200,
    unit: 'connections',
    meaning: 'Connections at most; further work waits in a bounded queue.',
  }),
  idleTimeoutMs: integer({
    name: 'DATABASE_IDLE_TIMEOUT_MS',
    default: 10_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
    meaning: 'Idle time after which a connection above the minimum is closed.',
  }),
  queryLogging: flag({
    name: 'ENABLE_QUERY_LOGGING',
    default: false,
    meaning: 'Writes every statement and its duration to the log, without its parameters.',
  }),
  slowQueryLog: flag({
    name: 'ENABLE_SLOW_QUERY_LOG',
    default: true,
    meaning: 'Writes statements above SLOW_QUERY_THRESHOLD_MS to the log.',
  }),
  slowQueryThresholdMs: integer({
    name: 'SLOW_QUERY_THRESHOLD_MS',
    default: 100,
    min: 1,
    max: 600_000,
    unit: 'ms',
    meaning: 'Duration from which a statement counts as slow.',
  }),
};

/** The optional Redis server; without it everything runs inside the process. */
export const redisVariables = {
  url: url({
    name: 'REDIS_URL',
    protocols: ['redis:', 'rediss:'],
    isSecret: true,
    meaning: 'Redis server for the second cache tier and shared limits; unset means in process.',
  }),
  host: text({
    name: 'REDIS_HOST',
    default: null,
    maxLength: 253,
    meaning: 'Host of the Redis server, for those who do not set REDIS_URL.',
  }),
  port: integer({
    name: 'REDIS_PORT',
    default: null,
    min: 1,
    max: 65_535,
    meaning: 'Port of the Redis server, 6379 when only REDIS_HOST is set.',
  }),
  ttlSeconds: integer({
    name: 'REDIS_TTL_SECONDS',
    default: 1800,
    min: 1,
    max: 2_592_000,
    unit: 's',
    meaning: 'Longest life of a cached value in Redis.',
  }),
  maxClients: integer({
    name: 'REDIS_MAX_CLIENTS',
    default: 50,
    min: 1,
    max: 10_000,
    unit: 'connections',
    meaning: 'Connections to Redis at most; this version makes two and asks for no more.',
  }),
};
