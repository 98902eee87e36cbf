import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { withEnvFiles } from './env-files.ts';
import { readConfig } from './read-config.ts';
import type { Environment } from './read-config.ts';

/** Exit status of a process that refuses its configuration (EX_CONFIG of sysexits.h). */
export const EXIT_CONFIG = 78;

/** Folder of the backend workspace, the same from `src/` and from `dist/`. */
export const backendFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** Folder of the whole project; relative paths of the configuration start here. */
export const projectFolder = dirname(backendFolder);

/** The process's environment completed by the `.env` files of the project and of the backend. */
export function processEnvironment(): Environment {
  return withEnvFiles(process.env, [projectFolder, backendFolder]);
}

/**
 * The configuration of this process. Prints every problem at once, one line each, and exits with 78
 * when the environment is refused. Probable misspellings are printed by the server, so that a launcher
 * in front of it does not print them twice.
 */
export function loadConfig(env: Environment = processEnvironment(), isServer = true): Config {
  const reading = readConfig(env, projectFolder);
  if (isServer || !reading.ok) {
    for (const warning of reading.warnings) process.stderr.write(`lexiflow: warning: ${warning}\n`);
  }
  if (reading.ok) return reading.config;
  for (const { message } of reading.problems) {
    process.stderr.write(`lexiflow: configuration: ${message}\n`);
  }
  process.exit(EXIT_CONFIG);
}
