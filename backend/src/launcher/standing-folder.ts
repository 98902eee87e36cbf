import { resolve } from 'node:path';
import type { Environment } from '../platform/config/read-config.ts';

/** Where the person stands: npm runs scripts in the project folder and says it in INIT_CWD. */
export function standingFolder(env: Environment): string {
  return env['INIT_CWD'] ?? process.cwd();
}

/** A path as it was typed, seen from there. */
export function typedPath(env: Environment, path: string): string {
  return resolve(standingFolder(env), path);
}
