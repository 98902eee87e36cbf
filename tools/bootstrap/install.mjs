import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Failure, knownTrouble } from './failure.mjs';
import { at, ownNode, root } from './paths.mjs';

/** What node_modules and the build take, with a little room. */
const NEEDED_MB = 650;

const record = at('node_modules/.lexiflow-install');

/** True when node_modules is what package-lock.json says, by this bootstrap's hand or by npm's. */
export function isInstalled() {
  if (!existsSync(ownNode)) return false;
  return readOr(record, '') === fingerprint() || isSameAsLock();
}

/** Installs exactly what package-lock.json lists and records its fingerprint. */
export async function install() {
  refuseLowSpace();
  process.stderr.write('lexiflow: installing packages, about a minute on the first run\n');
  const startedAt = Date.now();
  await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  // With ignore-scripts the runtime's package is an empty shell; it is the one script that must run.
  if (!existsSync(ownNode))
    await npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  if (!existsSync(ownNode)) {
    throw new Failure(
      `npm did not install the Node of this project for ${process.platform} ${process.arch}`,
    );
  }
  writeFileSync(record, fingerprint());
  process.stderr.write(`lexiflow: installed in ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
}

/** Runs npm, with the npm and the Node that started this process where there is one. */
export function npm(args, { isQuiet = true } = {}) {
  const cli = process.env.npm_execpath ?? '';
  const isNpm = /^npm-cli\.[cm]?js$/.test(basename(cli)) && existsSync(cli);
  const [command, all] = isNpm
    ? [process.env.npm_node_execpath ?? process.execPath, [cli, ...args]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
  const child = spawn(command, all, {
    cwd: root,
    shell: process.platform === 'win32' && !isNpm,
    stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', 'pipe'],
    // A short back-off: without a network the default waits more than a minute before it says so.
    env: {
      ...process.env,
      npm_config_fetch_retry_mintimeout: '1000',
      npm_config_fetch_retry_maxtimeout: '8000',
    },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        error.code === 'ENOENT' ? new Failure('npm was not found; it comes with Node') : error,
      );
    });
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const text = Buffer.concat(output).toString();
      if (signal !== null) return reject(new Failure(`npm ${args[0]} was stopped by ${signal}`));
      reject(new Failure(`npm ${args[0]} failed: ${reasonOf(text)}`));
    });
  });
}

/** npm drops the files that do not fit and fails much later with a riddle: better asked before. */
function refuseLowSpace() {
  const { bavail, bsize } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  if (freeMb < NEEDED_MB) {
    throw new Failure(
      `no space left for the installation: it takes ${NEEDED_MB} MB, ${freeMb} MB are free in ${root}`,
    );
  }
}

function fingerprint() {
  const lock = readFileSync(at('package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  return `${hash} ${process.platform} ${process.arch}\n`;
}

/** An installation made by `npm ci` itself: every package of the lock stands there in its version. */
function isSameAsLock() {
  const there = packagesOf('node_modules/.package-lock.json');
  if (there === null) return false;
  const isProduction = process.env.NODE_ENV === 'production';
  return Object.entries(packagesOf('package-lock.json')).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/')) return true;
    const found = there[path];
    if (found !== undefined) return found.version === wanted.version;
    return (
      wanted.optional === true || wanted.peer === true || (isProduction && wanted.dev === true)
    );
  });
}

function packagesOf(path) {
  const text = readOr(at(path), null);
  return text === null ? null : (JSON.parse(text).packages ?? {});
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

/** A sentence for known trouble, with what the lock lacks where it disagrees; else npm's last lines. */
function reasonOf(text) {
  const missing = /Missing: \S+ from lock file|Invalid: .+/.exec(text)?.[0];
  const known = knownTrouble(text);
  if (known !== null) return missing === undefined ? known : `${known}: ${missing}`;
  return `\n${text.trimEnd().split('\n').slice(-12).join('\n')}`;
}
