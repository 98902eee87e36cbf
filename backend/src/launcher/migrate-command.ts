import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../platform/config/load-config.ts';
import type { Config } from '../platform/config/config.ts';
import { migrate, readStates } from '../platform/database/migrations/migrate.ts';
import { readMigrations } from '../platform/database/migrations/migration-file.ts';
import { newMigration } from '../platform/database/migrations/new-migration.ts';
import { schemaDrift } from '../platform/database/migrations/schema-drift.ts';
import { onDatabase } from '../platform/database/open-database.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { Refusal } from './refusal.ts';

const usage = 'migrate run | show | generate -n NAME';

/** `lexiflow migrate`: applies what is pending, lists every migration, or makes the file of a new one. */
export const migrateCommand: Command = {
  usage,
  summary: 'applies, lists or creates schema migrations',
  async run({ args, env, print }) {
    const { values, positionals } = readArguments(
      args,
      { name: { type: 'string', short: 'n' } },
      usage,
    );
    switch (positionals[0]) {
      case 'run':
        return runPending(loadConfig(env), print);
      case 'show':
        return showStates(loadConfig(env), print);
      case 'generate':
        return generate(loadConfig(env), values.name ?? positionals[1] ?? '', print);
      default:
        throw new Refusal(`usage: lexiflow ${usage}`, 64);
    }
  },
};

async function runPending(config: Config, print: (line: string) => void): Promise<number> {
  const files = await readMigrations();
  const applied = await onDatabase(optionsOf(config), (connection) => migrate(connection, files));
  for (const { fileName } of applied) print(`applied ${fileName}`);
  print(applied.length === 0 ? 'nothing is pending' : `${applied.length} applied`);
  return 0;
}

async function showStates(config: Config, print: (line: string) => void): Promise<number> {
  const files = await readMigrations();
  const states = await onDatabase(optionsOf(config), (connection) => readStates(connection, files));
  for (const { version, name, state, appliedAt } of states) {
    print(
      `${String(version).padStart(4, '0')}  ${state.padEnd(8)} ${appliedAt ?? ''.padEnd(20)}  ${name}`,
    );
  }
  return states.some(({ state }) => state === 'changed' || state === 'unknown') ? 1 : 0;
}

function optionsOf({ database, server }: Config) {
  return { ...database, dataDir: server.dataDir };
}

async function generate(
  config: Config,
  name: string,
  print: (line: string) => void,
): Promise<number> {
  print(`wrote ${await newMigration(name)}`);
  const { url } = config.database;
  if (url === null && !existsSync(join(config.server.dataDir, 'database'))) return 0;
  try {
    const files = await readMigrations();
    const applied = files.slice(0, -1);
    const drift = await onDatabase(optionsOf(config), (live) => schemaDrift(live, applied));
    if (drift.length > 0) print('the live schema differs from what its migrations made:');
    for (const line of drift) print(`  ${line}`);
  } catch (error) {
    // The file is there, which is what was asked for; the comparison is a help.
    print(`the live schema was not compared: ${(error as Error).message}`);
  }
  return 0;
}
