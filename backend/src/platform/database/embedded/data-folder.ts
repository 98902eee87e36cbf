import { createReadStream } from 'node:fs';
import { access, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { databaseErrors } from '../database.errors.ts';
import { engineVersion } from './engine-version.ts';
import { extractTar } from './extract-tar.ts';

/** Major version of the engine's PostgreSQL: folders of another one cannot be opened. */
export const engineMajor = '18';

// To be raised when `make-data-folder.ts` makes another folder with the same engine.
const form = 2;

/** The initialised data folder that a build leaves beside it, as `tar.gz`; one for each engine. */
export const templatePath = fileURLToPath(
  new URL(`./data-folder-${engineVersion()}-${form}.tar.gz`, import.meta.url),
);

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Makes the folder ready to be opened. A new one is unpacked from the build's template beside its
 * place and moved there whole, so a start that is killed leaves no half-made folder. Without a
 * template the engine initialises the folder itself, which takes seconds and much memory.
 */
export async function prepareFolder(folder: string, template = templatePath): Promise<void> {
  const version = await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version?.trim() === engineMajor) return;
  if (version !== null) {
    throw databaseErrors.engineFailed(
      `${folder} belongs to PostgreSQL ${version.trim()}, this server has ${engineMajor}`,
    );
  }
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length > 0) {
    throw databaseErrors.folderUnusable(`${folder} holds files and is no database`);
  }
  if (!(await exists(template))) return;
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  await extractTar(createReadStream(template).pipe(createGunzip()), draft);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}
