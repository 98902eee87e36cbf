import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Environment } from './read-config.ts';

/**
 * The environment completed by the `.env` files of the given folders; an earlier folder wins over a later one.
 * What is set in `env` always wins; in production `.env.production` wins over `.env`, and `NODE_ENV` itself
 * may come from `.env`. A missing file is skipped; an unreadable one throws.
 */
export function withEnvFiles(env: Environment, folders: readonly string[]): Environment {
  const plain = { ...valuesOf('.env', folders), ...env };
  if (plain['NODE_ENV'] !== 'production') return plain;
  return { ...plain, ...valuesOf('.env.production', folders), ...env };
}

function valuesOf(file: string, folders: readonly string[]): Environment {
  return Object.assign({}, ...folders.map((folder) => read(join(folder, file))).reverse());
}

function read(path: string): Environment {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
