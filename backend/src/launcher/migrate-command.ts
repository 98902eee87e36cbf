import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../platform/config/load-config.ts';
import type { Config } from '../platform/config/config.ts';
import { migrate, readStates } from '../platform/database/migrations/migrate.ts';
import {
  migrationsFolder,
  readMigrations,
} from '../platform/database/migrations/migration-file.ts';
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
        print(`wrote ${generateMigration(values.name ?? positionals[1] ?? '')}`);
        return 0;
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

/** Creates the next migration file of a folder; a name may be written in any case. Answers its path. */
export function generateMigration(name: string, folder = migrationsFolder): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const slug = words
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-');
  if (slug === '' || slug.length > 80) {
    throw new Refusal('a migration needs a name of 1 to 80 letters and digits: -n NAME', 64);
  }
  const numbers = readdirSync(folder).map((file) => Number(/^(\d{4})-/.exec(file)?.[1] ?? 0));
  const next = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  const path = join(folder, `${next}-${slug}.sql`);
  const sentence = slug.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase());
  const text = `-- ${sentence}.\n-- The server of the version before this one must keep working on the changed schema.\n`;
  writeFileSync(path, text, { flag: 'wx' });
  return path;
}
