import { spawn } from 'node:child_process';
import { checkManifests, doubleNotes, missingTexts } from './check-manifests.ts';
import { checkMetrics } from './check-metrics.ts';
import { checkRooms } from './check-rooms.ts';
import { checkRoutes } from './check-routes.ts';
import { checkShape } from './check-shape.ts';
import { errorProblems, errorRows } from './error-page.ts';
import { allGenerated } from './generated-pages.ts';
import { projectFolder, staleFiles } from './generated-file.ts';
import { limitProblems, limitRows } from './limit-page.ts';
import { sourceFiles } from './source-files.ts';

// `npm run validate`: every check runs, whatever the others find; one line for each, then what it found.

interface Check {
  readonly name: string;
  /** Answers the problems, one line each. */
  readonly run: () => readonly string[] | Promise<readonly string[]>;
}

const files = sourceFiles();

const checks: readonly Check[] = [
  { name: 'types', run: () => program('typescript/bin/tsc', ['-b', '--pretty', 'false']) },
  {
    name: 'types of tests, benches and tools',
    run: () => program('typescript/bin/tsc', ['-p', 'tsconfig.check.json', '--pretty', 'false']),
  },
  {
    name: 'types of the browser tests',
    run: () => program('typescript/bin/tsc', ['-p', 'tests/e2e/console', '--pretty', 'false']),
  },
  {
    name: 'types of the k6 script',
    run: () => program('typescript/bin/tsc', ['-p', 'tests/load/k6', '--pretty', 'false']),
  },
  {
    name: 'lint',
    run: () => program('oxlint/bin/oxlint', ['--type-aware', '--format=unix', '--deny-warnings']),
  },
  {
    name: 'format',
    run: () => program('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']),
  },
  { name: 'rooms', run: () => checkRooms(files) },
  { name: 'ids of routes', run: () => checkRoutes(files) },
  { name: 'shape of the files', run: () => checkShape(files) },
  { name: 'error tables', run: () => errorProblems(errorRows(files)) },
  { name: 'limits', run: async () => limitProblems(await limitRows(files)) },
  { name: 'metrics', run: () => checkMetrics(files) },
  { name: 'manifests', run: () => [...checkManifests(), ...missingTexts(), ...doubleNotes()] },
  { name: 'generated files', run: generatedProblems },
];

let failed = 0;
for (const { name, run } of checks) {
  const startedAt = performance.now();
  const problems = await run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'ok    ' : 'failed'} ${name} (${seconds} s)`);
  for (const problem of problems) console.log(`       ${problem}`);
  if (problems.length > 0) failed++;
}
console.log(`${checks.length - failed} of ${checks.length} checks passed`);
process.exitCode = failed === 0 ? 0 : 1;

async function generatedProblems(): Promise<string[]> {
  const stale = staleFiles(await allGenerated());
  return stale.map(({ path }) => `${path} is stale: run npm run generate`);
}

/** Runs a program of node_modules; its output lines are the problems when it fails. */
function program(path: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [`${projectFolder}/node_modules/${path}`, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) return resolve([]);
      const lines = Buffer.concat(output).toString().split('\n');
      resolve(lines.filter((line) => line.trim() !== ''));
    });
  });
}
