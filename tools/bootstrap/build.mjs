import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { fingerprintOf } from './fingerprint.mjs';
import { npm } from './install.mjs';
import { at, ownNode, root, stateFolder } from './paths.mjs';

const packages = readdirSync(at('packages')).map((name) => `packages/${name}`);
const shared = ['tsconfig.base.json', 'package-lock.json'];

/** The parts of the product that are built: what they are made of, what shows that they are there. */
const parts = [
  {
    name: 'server',
    sources: [
      ...packages,
      'backend/src',
      'backend/package.json',
      'backend/tsconfig.json',
      ...shared,
    ],
    result: 'backend/dist/main.js',
    outputs: [...packages, 'backend'],
    build: compileServer,
  },
  {
    name: 'console',
    sources: ['frontend', 'packages/contracts', ...shared],
    result: 'frontend/dist/index.html',
    outputs: ['frontend'],
    build: () => npm(['run', '--workspace=frontend', 'build'], { isQuiet: true }),
  },
  {
    name: 'memory monitor',
    sources: ['monitoring/memory-monitor', ...shared],
    result: 'monitoring/memory-monitor/dist/main.js',
    outputs: ['monitoring/memory-monitor'],
    build: compileMonitor,
  },
];

/** The parts whose sources differ from those of their last build, or whose result is missing. */
export function changedParts() {
  return parts.filter(canBuild).filter((part) => {
    if (!existsSync(at(part.result))) return true;
    // A production installation has no compiler: what was built elsewhere is taken as it is.
    return hasCompiler() && recorded(part) !== fingerprintOf(part.sources);
  });
}

/** Builds the given parts, one after the other, and records what they were made of. */
export async function build(changed) {
  if (changed.length > 0 && !hasCompiler()) {
    throw new Failure(
      'the build is missing and the compiler is not installed; run npm ci --include=dev',
    );
  }
  for (const part of changed) {
    const startedAt = Date.now();
    process.stderr.write(`lexiflow: building the ${part.name}\n`);
    const fingerprint = fingerprintOf(part.sources);
    await part.build();
    mkdirSync(stateFolder, { recursive: true });
    writeFileSync(recordOf(part), fingerprint);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    process.stderr.write(`lexiflow: built the ${part.name} in ${seconds} s\n`);
  }
}

/** Every part that can be built, with earlier results removed. */
export function allPartsAnew() {
  const all = parts.filter(canBuild);
  for (const output of all.flatMap((part) => part.outputs)) {
    rmSync(at(output, 'dist'), { recursive: true, force: true });
    rmSync(at(output, 'tsconfig.tsbuildinfo'), { force: true });
  }
  return all;
}

function canBuild(part) {
  // An image of the server alone does not hold the monitor.
  if (part.name === 'memory monitor') return existsSync(at('monitoring/memory-monitor/src'));
  if (part.name !== 'console') return true;
  return JSON.parse(readFileSync(at('frontend/package.json'), 'utf8')).scripts?.build !== undefined;
}

const hasCompiler = () => existsSync(at('node_modules/typescript/package.json'));
const recordOf = (part) => join(stateFolder, `${part.name}.built`);

function recorded(part) {
  try {
    return readFileSync(recordOf(part), 'utf8');
  } catch {
    return null;
  }
}

async function compileServer() {
  // The compiler believes its record, not the disk: without the output the record goes too.
  for (const output of [...packages, 'backend']) {
    if (!existsSync(at(output, 'dist')))
      rmSync(at(output, 'tsconfig.tsbuildinfo'), { force: true });
  }
  await run(
    [at('node_modules/typescript/bin/tsc'), '-b', 'backend'],
    'the server does not compile, see above',
  );
  await run(
    [at('backend/dist/platform/database/embedded/make-template-command.js')],
    'the template of the embedded database cannot be made, see above',
  );
}

async function compileMonitor() {
  if (!existsSync(at('monitoring/memory-monitor/dist')))
    rmSync(at('monitoring/memory-monitor/tsconfig.tsbuildinfo'), { force: true });
  await run(
    [at('node_modules/typescript/bin/tsc'), '-b', 'monitoring/memory-monitor'],
    'the memory monitor does not compile, see above',
  );
}

function run(command, failure) {
  const child = spawn(ownNode, command, { cwd: root, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Failure(failure))));
  });
}
