import { resolve } from 'node:path';
import { catalogue, variablesIn } from './catalogue.ts';
import type { Config, Settings } from './config.ts';
import { crossChecks } from './cross-checks.ts';
import { shownValue } from './problem.ts';
import type { ConfigProblem } from './problem.ts';
import { suggestName } from './suggest-name.ts';
import { isVariable } from './variable.ts';
import type { Variable } from './variable.ts';

/** Name to value, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration with warnings about probable misspellings, or every problem at once. */
export type ConfigReading =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly string[] }
  | {
      readonly ok: false;
      readonly problems: readonly ConfigProblem[];
      readonly warnings: readonly string[];
    };

/**
 * Reads the whole configuration from an environment. Pure. An empty or blank value counts as unset.
 * Relative folders start at `baseFolder`. Cross-checks run only when every single value is accepted.
 */
export function readConfig(env: Environment, baseFolder = '/'): ConfigReading {
  const warnings = misspellings(env);
  const problems: ConfigProblem[] = [];
  const settings = readNode(catalogue, env, problems) as Settings;
  if (problems.length === 0) {
    problems.push(...crossChecks(settings, (name) => (env[name]?.trim() ?? '') !== ''));
  }
  if (problems.length > 0) return { ok: false, problems, warnings };
  return { ok: true, config: deepFreeze(assemble(settings, baseFolder)), warnings };
}

function readNode(node: object, env: Environment, problems: ConfigProblem[]): unknown {
  if (isVariable(node)) return readVariable(node, env, problems);
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, readNode(child as object, env, problems)]),
  );
}

function readVariable(variable: Variable<unknown>, env: Environment, problems: ConfigProblem[]) {
  let first: { name: string; value: unknown; shown: string } | null = null;
  for (const name of variable.names) {
    const raw = env[name]?.trim() ?? '';
    if (raw === '') continue;
    const shown = shownValue(variable, raw);
    const parsed = variable.parse(raw);
    if (parsed === null) {
      problems.push({
        variable: name,
        message: `${name}=${shown} is not accepted: ${variable.accepts}`,
      });
    } else if (first === null) {
      first = { name, value: parsed.value, shown };
    } else if (parsed.value !== first.value) {
      const message = `${first.name}=${first.shown} and ${name}=${shown} are two names of one setting and disagree`;
      problems.push({ variable: name, message });
    }
  }
  return first === null ? variable.fallback : first.value;
}

function misspellings(env: Environment): string[] {
  const known = variablesIn(catalogue).flatMap((variable) => variable.names);
  const isKnown = new Set(known);
  return Object.keys(env)
    .filter((name) => !isKnown.has(name))
    .flatMap((name) => {
      const meant = suggestName(name, known);
      return meant === null
        ? []
        : [`${name} is not a variable of LexiFlow: did you mean ${meant}?`];
    });
}

function assemble(settings: Settings, baseFolder: string): Config {
  const { host, port, ...redis } = settings.redis;
  const url = redis.url ?? (host === null ? null : `redis://${host}:${port ?? 6379}`);
  const server = { ...settings.server, dataDir: resolve(baseFolder, settings.server.dataDir) };
  return { ...settings, server, redis: { ...redis, url } };
}

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value)) {
    if (typeof child === 'object' && child !== null) deepFreeze(child);
  }
  return Object.freeze(value);
}
