import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** File that says that a folder holds LexiFlow's data and in which layout. */
const MARKER = 'lexiflow.json';
const MARKER_TEXT = `${JSON.stringify({ purpose: 'LexiFlow data folder', layout: 1 })}\n`;

/** What an earlier server without a marker leaves in its folder. */
const KNOWN_ENTRIES = new Set(['database', 'database.lock', 'files', 'local-token', 'lost+found']);

/**
 * Makes the data folder ready: creates it (readable by this user alone), proves that it can be
 * written, marks it. Answers null, or one sentence when it cannot be used or belongs to something else.
 */
export function claimDataFolder(path: string): string | null {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
      return `DATA_DIR ${path} is a file, not a folder`;
    }
    makeFolder(path);
    const foreign = foreignEntries(path);
    if (foreign.length > 0) {
      const shown = foreign.slice(0, 3).join(', ');
      return `DATA_DIR ${path} holds files that are not LexiFlow's (${shown}): choose an empty folder`;
    }
    const probe = join(path, `.write-test-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    writeFileSync(join(path, MARKER), MARKER_TEXT);
    return null;
  } catch (error) {
    return sentence(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
}

/** Step by step: with `recursive` Node never returns where the kernel answers ENOENT for ever, as in /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function foreignEntries(path: string): string[] {
  const entries = readdirSync(path);
  if (entries.includes(MARKER)) return [];
  return entries.filter((name) => !KNOWN_ENTRIES.has(name) && !name.startsWith('.write-test-'));
}

function sentence(path: string, code: string): string {
  switch (code) {
    case 'EROFS':
      return `DATA_DIR ${path} is on a read-only file system: set DATA_DIR to a folder that can be written`;
    case 'EACCES':
    case 'EPERM':
      return `DATA_DIR ${path} cannot be written by this user: change its owner or set DATA_DIR`;
    case 'ENOSPC':
      return `DATA_DIR ${path} has no space left`;
    default:
      return `DATA_DIR ${path} cannot be used: ${code}`;
  }
}
