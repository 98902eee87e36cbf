import { join } from 'node:path';
import type { Config } from '../platform/config/config.ts';
import { loadConfig } from '../platform/config/load-config.ts';
import { engineMajor } from '../platform/database/embedded/data-folder.ts';
import { readArguments } from './arguments.ts';
import type { BackupManifest } from './backup/backup-manifest.ts';
import { bringBack } from './backup/bring-back.ts';
import { checkBackup } from './backup/check-backup.ts';
import { dataFiles } from './backup/data-files.ts';
import { onDisk } from './backup/disk-trouble.ts';
import { hasEntries } from './backup/folder-entries.ts';
import { holdFolder } from './backup/held-folder.ts';
import { emptyPostgres } from './backup/postgres-load.ts';
import { finishRestore } from './backup/staged-files.ts';
import { untilSignal } from './backup/stop-signals.ts';
import type { Command } from './command.ts';
import { claimDataFolder } from './data-folder.ts';
import { Refusal } from './refusal.ts';
import { typedPath } from './standing-folder.ts';

const usage = 'restore [--check] [--pg-bin FOLDER] FILE';

/** Exit status when the place to restore into is not empty. */
const EXIT_NOT_EMPTY = 73;

/**
 * `lexiflow restore`: checks a backup from end to end, then brings database and files back into an empty
 * DATA_DIR and, for PostgreSQL, an empty database. The database appears whole or not at all. With
 * `--check` the backup is read and nothing is written.
 */
export const restoreCommand: Command = {
  usage,
  summary: 'brings a backup back into an empty place',
  async run({ args, env, print }) {
    const options = { check: { type: 'boolean' }, 'pg-bin': { type: 'string' } } as const;
    const { values, positionals } = readArguments(args, options, usage);
    const [name] = positionals;
    if (name === undefined || positionals.length > 1)
      throw new Refusal(`usage: lexiflow ${usage}`, 64);
    const path = typedPath(env, name);
    const config = loadConfig(env, false);
    const { dataDir } = config.server;
    await untilSignal(async (signal) => {
      const { manifest, files, bytes } = await checkBackup(path, signal);
      const { database, version, createdAt } = manifest;
      print(
        `${path} is whole: ${database.kind} ${database.serverMajor}, ${files} files, ${bytes} bytes, written by ${version} at ${createdAt}`,
      );
      if (values.check === true) return;
      refuseOtherKind(config, manifest);
      const trouble = claimDataFolder(dataDir);
      if (trouble !== null) throw new Refusal(trouble, EXIT_NOT_EMPTY);
      await using _held = await holdFolder(dataDir);
      if (await finishRestore(dataDir)) {
        print('a restore that had been interrupted is complete now; its files stand in DATA_DIR');
        return;
      }
      await refuseFullFolder(dataDir);
      const target = await emptyPostgres(config, manifest, values['pg-bin'], env);
      await onDisk(dataDir, () => bringBack(path, dataDir, target, signal));
      print(`restored into ${target === null ? dataDir : 'the database'}: start the server`);
    });
    return 0;
  },
};

function refuseOtherKind({ database: { url } }: Config, { database }: BackupManifest): void {
  if (database.kind === 'postgres' && url === null)
    throw new Refusal('the backup is one of PostgreSQL: set DATABASE_URL to an empty database');
  if (database.kind === 'embedded' && url !== null)
    throw new Refusal('the backup is one of the embedded database: unset DATABASE_URL');
  if (database.kind === 'embedded' && String(database.serverMajor) !== engineMajor)
    throw new Refusal(
      `the backup holds a database of PostgreSQL ${database.serverMajor}, this version has ${engineMajor}`,
    );
}

async function refuseFullFolder(dataDir: string): Promise<void> {
  const found: string[] = [];
  for (const name of [...(await dataFiles(dataDir)), 'database'])
    if (await hasEntries(join(dataDir, name))) found.push(name);
  if (found.length > 0)
    throw new Refusal(
      `${dataDir} is not empty (${found.slice(0, 3).join(', ')}): nothing was changed`,
      EXIT_NOT_EMPTY,
    );
}
