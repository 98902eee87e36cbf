import { describe, expect, it } from 'vitest';
import { catalogue, variablesIn } from './catalogue.ts';
import type { Config } from './config.ts';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-config.ts';

function accepted(env: Environment): Config {
  const reading = readConfig(env, '/srv/app');
  if (!reading.ok) throw new Error(reading.problems.map((p) => p.message).join('\n'));
  return reading.config;
}

function refused(env: Environment): string[] {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.problems.map((problem) => problem.message);
}

describe('readConfig', () => {
  it('answers the defaults of the guides for an empty environment', () => {
    const config = accepted({});
    expect(config.server).toMatchObject({ port: 3000, metricsPort: 9090, adminToken: null });
    expect(config.database).toMatchObject({ url: null, poolMin: 5, poolMax: 20 });
    expect(config.memory).toMatchObject({ warningThreshold: 0.75, criticalThreshold: 0.85 });
    expect(config.cache.maxBytes).toBe(104_857_600);
    expect(config.cache.perService.predictions).toBe(2000);
    expect(config.redis).toEqual({ url: null, ttlSeconds: 1800, maxClients: 50 });
  });

  it('takes an empty or blank value as unset', () => {
    expect(accepted({ PORT: '', METRICS_PORT: '  ' }).server.metricsPort).toBe(9090);
  });

  it('starts a relative data folder at the project folder', () => {
    expect(accepted({}).server.dataDir).toBe('/srv/app/.lexiflow');
    expect(accepted({ DATA_DIR: '/data' }).server.dataDir).toBe('/data');
  });

  it('is frozen to its deepest level', () => {
    const config = accepted({});
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.memory.node)).toBe(true);
    expect(Object.isFrozen(config.server.trustedProxies)).toBe(true);
  });

  it('names every wrong value at once, with the accepted range', () => {
    expect(refused({ PORT: '70000', LOG_LEVEL: 'loud', MEMORY_CLEANUP_ENABLED: 'maybe' })).toEqual([
      'PORT="70000" is not accepted: whole number, 0 to 65535',
      'LOG_LEVEL="loud" is not accepted: one of fatal, error, warn, info, debug, trace, silent',
      'MEMORY_CLEANUP_ENABLED="maybe" is not accepted: true, false, 1 or 0',
    ]);
  });

  it.each(['3e3', '0x10', '12.5', 'NaN', 'Infinity', '99999999999999999999'])(
    'refuses %s as a port',
    (PORT) => {
      expect(refused({ PORT })).toHaveLength(1);
    },
  );

  it('never shows a secret', () => {
    const token = 'short-secret';
    const messages = refused({
      ADMIN_TOKEN: token,
      DATABASE_URL: 'mysql://lexi:hunter2@db.example:3306/lexiflow',
    }).join('\n');
    expect(messages).toContain('ADMIN_TOKEN=(hidden, 12 characters)');
    expect(messages).toContain('mysql://***@db.example:3306/lexiflow');
    expect(messages).not.toContain(token);
    expect(messages).not.toContain('hunter2');
  });

  it('reads both names of a setting', () => {
    expect(accepted({ DB_POOL_MAX: '7', DB_POOL_MIN: '2' }).database.poolMax).toBe(7);
    expect(accepted({ ENABLE_AUTOMATIC_GC: 'false' }).memory.automaticGc).toBe(false);
    expect(accepted({ MEMORY_CHECK_INTERVAL: '500' }).memory.checkIntervalMs).toBe(500);
  });

  it('accepts two names that agree and refuses two that do not', () => {
    const env = { MEMORY_GC_AFTER_THRESHOLD: 'true', ENABLE_AUTOMATIC_GC: '1' };
    expect(accepted(env).memory.automaticGc).toBe(true);
    expect(refused({ DATABASE_POOL_MAX: '8', DB_POOL_MAX: '9' })).toEqual([
      'DATABASE_POOL_MAX="8" and DB_POOL_MAX="9" are two names of one setting and disagree',
    ]);
  });

  it('makes the Redis address of host and port', () => {
    expect(accepted({ REDIS_HOST: 'cache' }).redis.url).toBe('redis://cache:6379');
    const env = { REDIS_HOST: 'cache', REDIS_PORT: '6390', REDIS_URL: 'redis://cache:6390/1' };
    expect(accepted(env).redis.url).toBe('redis://cache:6390/1');
    expect(refused({ REDIS_HOST: 'other', REDIS_URL: 'redis://cache' })).toHaveLength(1);
  });

  it('reads proxies as addresses and networks only', () => {
    expect(accepted({ TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,::1' }).server.trustedProxies).toEqual(
      ['loopback', '10.0.0.0/8', '::1'],
    );
    expect(refused({ TRUSTED_PROXIES: '10.0.0.0/33' })).toHaveLength(1);
    expect(refused({ TRUSTED_PROXIES: 'proxy.local' })).toHaveLength(1);
  });

  it('suggests the name that was probably meant and goes on', () => {
    const reading = readConfig({ MEMORY_BUGDET_MB: '512', LEXIFLOW_PORT: '1', HOME: '/' });
    expect(reading.ok).toBe(true);
    expect(reading.warnings).toEqual([
      'MEMORY_BUGDET_MB is not a variable of LexiFlow: did you mean MEMORY_BUDGET_MB?',
      'LEXIFLOW_PORT is not a variable of LexiFlow: did you mean PORT?',
    ]);
  });
});

describe('cross-checks', () => {
  it.each([
    [
      { MEMORY_WARNING_THRESHOLD: '0.9', MEMORY_CRITICAL_THRESHOLD: '0.9' },
      'MEMORY_WARNING_THRESHOLD (0.9) must be below MEMORY_CRITICAL_THRESHOLD (0.9)',
    ],
    [{ DB_POOL_MIN: '21' }, 'DATABASE_POOL_MIN (21) must not be above DATABASE_POOL_MAX (20)'],
    [{ MAX_BATCH_SIZE: '10' }, 'MIN_BATCH_SIZE (100) must not be above MAX_BATCH_SIZE (10)'],
    [
      { NODE_INITIAL_OLD_SPACE_SIZE: '300', NODE_MAX_OLD_SPACE_SIZE: '200' },
      'NODE_INITIAL_OLD_SPACE_SIZE (300) must not be above NODE_MAX_OLD_SPACE_SIZE (200)',
    ],
    [{ PORT: '9090' }, 'METRICS_PORT (9090) must differ from PORT: the two listeners are separate'],
    [
      { MEMORY_BUDGET_MB: '384', NODE_MAX_OLD_SPACE_SIZE: '384' },
      'headroom 96 + NODE_MAX_OLD_SPACE_SIZE 384 = 480 MB does not fit MEMORY_BUDGET_MB 384',
    ],
    [
      {
        MEMORY_BUDGET_MB: '384',
        NODE_MAX_OLD_SPACE_SIZE: '180',
        NODE_MAX_SEMI_SPACE_SIZE: '8',
        CACHE_MAX_MEMORY_SIZE: '104857600',
      },
      'headroom 96 + NODE_MAX_OLD_SPACE_SIZE 180 + 3 x NODE_MAX_SEMI_SPACE_SIZE 24 + CACHE_MAX_MEMORY_SIZE 100 = 400 MB does not fit MEMORY_BUDGET_MB 384',
    ],
    [{ REDIS_PORT: '6379' }, 'REDIS_PORT (6379) is set without REDIS_HOST or REDIS_URL'],
  ])('refuses %j', (env, message) => {
    expect(refused(env)).toEqual([message]);
  });

  it('accepts the environment that the guides print', () => {
    const env = {
      NODE_MAX_OLD_SPACE_SIZE: '1024',
      NODE_MAX_SEMI_SPACE_SIZE: '8',
      MEMORY_WARNING_THRESHOLD: '0.6',
      MEMORY_CRITICAL_THRESHOLD: '0.8',
      DATABASE_POOL_MAX: '50',
    };
    expect(accepted(env).memory.node.maxOldSpaceMb).toBe(1024);
  });
});

describe('the catalogue', () => {
  const variables = variablesIn(catalogue);

  it('gives every name to one variable only', () => {
    const names = variables.flatMap((variable) => variable.names);
    expect(new Set(names).size).toBe(names.length);
  });

  it('accepts every default that it states', () => {
    for (const { names, fallback, parse } of variables) {
      if (fallback === null || typeof fallback === 'object') continue;
      expect(parse(String(fallback as string | number | boolean)), names[0]).toEqual({
        value: fallback,
      });
    }
  });

  it('explains every variable in one sentence', () => {
    for (const { meaning, names } of variables) expect(meaning, names[0]).toMatch(/^\S.{8,110}\.$/);
  });
});
