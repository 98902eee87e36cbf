import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { stateFolder } from './paths.mjs';

const POLL_MS = 250;
/** Above this age a lock of another machine on a shared folder counts as left behind. */
const FOREIGN_LOCK_MAX_AGE_MS = 30 * 60_000;

const path = join(stateFolder, 'lock');

/** Runs work while no other bootstrap of this folder installs or builds; waits for the other one to end. */
export async function withLock(work) {
  mkdirSync(stateFolder, { recursive: true });
  let hasTold = false;
  while (!tryLock()) {
    const holder = readLock();
    if (holder !== null && isLeftBehind(holder)) {
      takeAway(holder);
      continue;
    }
    if (!hasTold && holder !== null) {
      process.stderr.write(
        `lexiflow: waiting for process ${holder.pid}, which installs or builds\n`,
      );
      hasTold = true;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock() {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readLock() {
  try {
    return {
      ageMs: Date.now() - statSync(path).mtimeMs,
      ...JSON.parse(readFileSync(path, 'utf8')),
    };
  } catch {
    return null;
  }
}

function isLeftBehind({ pid, host, ageMs }) {
  if (host !== hostname()) return ageMs > FOREIGN_LOCK_MAX_AGE_MS;
  try {
    process.kill(pid, 0);
    return pid === process.pid;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Moves the dead holder's lock away; what another waiter locked in between is put back. */
function takeAway({ pid }) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (JSON.parse(readFileSync(aside, 'utf8')).pid === pid) rmSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}
