import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VaultKey } from './credential-vault.ts';

/** Name of the file under the data folder that holds the key made for the embedded database. */
export const OWN_KEY_FILE = 'credential-key';

/** Id of that key. */
export const OWN_KEY_ID = 'own';

/**
 * The key of an installation with the embedded database, made at its first start: one line
 * `own:BASE64`, mode 0600, in the form of INTEGRATION_KEYS. Throws when the file cannot be read or
 * written, or holds something else: a new key in its place would open nothing.
 */
export async function readOwnKey(dataDir: string): Promise<VaultKey> {
  const path = join(dataDir, OWN_KEY_FILE);
  const text = await readIfThere(path);
  const key = keyIn(text ?? (await make(dataDir, path)));
  if (key === null) throw new Error(`${path} does not hold a line own:KEY`);
  return key;
}

async function make(dataDir: string, path: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  const line = `${OWN_KEY_ID}:${randomBytes(32).toString('base64')}\n`;
  await writeFile(draft, line, { mode: 0o600, flag: 'wx', flush: true });
  // A link takes no place that is taken: of two starts at the same moment one makes the key of both.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft, { force: true });
  return await readFile(path, 'utf8');
}

async function readIfThere(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
}

function keyIn(text: string): VaultKey | null {
  const [id, base64 = ''] = text.trim().split(':');
  const isKey = id === OWN_KEY_ID && Buffer.from(base64, 'base64').length === 32;
  return isKey ? { id, base64 } : null;
}
