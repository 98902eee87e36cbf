import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Config } from '../platform/config/config.ts';
import { loadConfig } from '../platform/config/load-config.ts';
import { onDatabase } from '../platform/database/open-database.ts';
import { readArguments } from './arguments.ts';
import { writeArchive, type ArchiveTally, type OutgoingEntry } from './backup/archive-writer.ts';
import {
  DATABASE_FOLDER,
  FILES_FOLDER,
  MANIFEST_ENTRY,
  newManifest,
  type BackedUpDatabase,
} from './backup/backup-manifest.ts';
import { dataFiles } from './backup/data-files.ts';
import { onDisk } from './backup/disk-trouble.ts';
import { dumpEntries } from './backup/dump-entries.ts';
import { fileEntry, folderEntries } from './backup/folder-entries.ts';
import { holdFolder } from './backup/held-folder.ts';
import { NewFile } from './backup/new-file.ts';
import { postgresState } from './backup/postgres-state.ts';
import { findPostgresTool } from './backup/postgres-tool.ts';
import { untilSignal } from './backup/stop-signals.ts';
import type { Command, Invocation } from './command.ts';
import { ownVersion } from './own-version.ts';
import { Refusal } from './refusal.ts';
import { typedPath } from './standing-folder.ts';

const usage = 'backup [--pg-bin FOLDER] FILE';

/** Compression that keeps up with a disk; a higher level takes several times as long. */
const GZIP_LEVEL = 3;

/** The database of a backup and the entries that hold it. */
interface Source extends AsyncDisposable {
  readonly database: BackedUpDatabase;
  readonly entries: AsyncIterable<OutgoingEntry>;
}

/**
 * `lexiflow backup`: writes database and files of DATA_DIR to one new file with a checksum, readable by
 * this user alone. PostgreSQL is read by `pg_dump` while the server runs; the embedded database only
 * when no server has it open. Whatever breaks off leaves no file.
 */
export const backupCommand: Command = {
  usage,
  summary: 'writes database and files to one new file',
  async run({ args, env, print }) {
    const options = { 'pg-bin': { type: 'string' } } as const;
    const { values, positionals } = readArguments(args, options, usage);
    const [name] = positionals;
    if (name === undefined || positionals.length > 1)
      throw new Refusal(`usage: lexiflow ${usage}`, 64);
    const path = typedPath(env, name);
    const config = loadConfig(env, false);
    const tally: ArchiveTally = { files: 0, bytes: 0 };
    await untilSignal((signal) =>
      onDisk(path, async () => {
        await using file = await NewFile.create(path);
        await using source =
          config.database.url === null
            ? await embeddedSource(config)
            : await postgresSource(config, config.database.url, values['pg-bin'], env, signal);
        const archive = writeArchive(allEntries(source, config), tally);
        const gzip = createGzip({ level: GZIP_LEVEL });
        await pipeline(archive, gzip, (pieces) => file.write(pieces), { signal });
        await file.publish();
      }),
    );
    const { size } = await stat(path);
    print(`wrote ${path}: ${tally.files} files, ${megabytes(tally.bytes)}, as ${megabytes(size)}`);
    print('it holds client data: keep it like the database');
    return 0;
  },
};

async function* allEntries(
  { database, entries }: Source,
  { server: { dataDir } }: Config,
): AsyncGenerator<OutgoingEntry, void, undefined> {
  const manifest = Buffer.from(`${JSON.stringify(newManifest(database, ownVersion()), null, 2)}\n`);
  yield { name: MANIFEST_ENTRY, bytes: manifest.length, isFolder: false, content: [manifest] };
  // The database first: what it names of the files is then among them.
  yield* entries;
  for (const name of await dataFiles(dataDir)) {
    const [path, entryName] = [join(dataDir, name), `${FILES_FOLDER}/${name}`];
    const found = await stat(path).catch(() => null);
    if (found?.isDirectory() === true) yield* folderEntries(path, entryName);
    else if (found !== null) yield* fileEntry(path, entryName);
  }
}

async function embeddedSource({ server: { dataDir } }: Config): Promise<Source> {
  const folder = join(dataDir, DATABASE_FOLDER);
  if (!existsSync(join(folder, 'PG_VERSION')))
    throw new Refusal(`there is no database in ${folder}: is DATA_DIR right?`);
  const lock = await holdFolder(dataDir);
  const serverMajor = Number(await readFile(join(folder, 'PG_VERSION'), 'utf8'));
  return {
    database: { kind: 'embedded', serverMajor },
    entries: folderEntries(folder, DATABASE_FOLDER),
    [Symbol.asyncDispose]: () => lock.release(),
  };
}

async function postgresSource(
  { database, server: { dataDir } }: Config,
  url: string,
  folder: string | undefined,
  env: Invocation['env'],
  signal: AbortSignal,
): Promise<Source> {
  const { major } = await onDatabase({ ...database, dataDir }, postgresState);
  const tool = await findPostgresTool('pg_dump', major, folder, env);
  return {
    database: { kind: 'postgres', serverMajor: major, toolMajor: tool.major },
    entries: dumped(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };

  async function* dumped(): AsyncGenerator<OutgoingEntry, void, undefined> {
    // Uncompressed, because the whole file is compressed.
    const args = [
      '--format=custom',
      '--compress=0',
      '--no-owner',
      '--no-privileges',
      '--no-comments',
    ];
    const { child, ended } = tool.start(url, args, ['ignore', 'pipe', 'pipe'], signal);
    if (child.stdout !== null) yield* dumpEntries(child.stdout);
    await ended;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
