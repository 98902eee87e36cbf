// Runs behind the npm scripts, on any Node from 20 on and before anything is installed: no dependency here.
//
//   node tools/bootstrap.mjs GOAL [ARGUMENT...]
//
//   goal       installs   builds   runs
//   start      yes        yes      lexiflow start
//   lexiflow   yes        yes      lexiflow ARGUMENT...
//   build      yes        anew     nothing
//   test       yes        no       vitest run ARGUMENT...
//   e2e        yes        yes      vitest run with the end-to-end configuration
//   run FILE   yes        yes      FILE ARGUMENT...
//   tool NAME  yes        no       tools/NAME.ts ARGUMENT...
//   script FILE  yes      no       FILE ARGUMENT...
import { Failure, failureOf } from './bootstrap/failure.mjs';
import { bringUpToDate } from './bootstrap/bring-up-to-date.mjs';
import { runWithOwnNode } from './bootstrap/run.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';
const LAUNCHER = 'backend/bin/lexiflow.mjs';

const goals = {
  start: (args) => ({ build: 'changed', command: [LAUNCHER, 'start', ...args] }),
  lexiflow: (args) => ({ build: 'changed', command: [LAUNCHER, ...args] }),
  build: () => ({ build: 'all', command: null }),
  test: (args) => ({ build: 'none', command: [VITEST, 'run', ...args] }),
  e2e: (args) => ({
    build: 'changed',
    command: [VITEST, 'run', '--config', 'tests/e2e/vitest.config.ts', ...args],
  }),
  run: (args) => ({ build: 'changed', command: args }),
  script: (args) => ({ build: 'none', command: args }),
  tool: ([name, ...args]) => ({ build: 'none', command: [`tools/${name}.ts`, ...args] }),
};

async function main([goal, ...args]) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) {
    throw new Failure(
      `Node 20 or newer is needed to start, this is ${process.version}. LexiFlow then installs the Node it runs on by itself.`,
    );
  }
  if (!Object.hasOwn(goals, goal ?? '')) {
    throw new Failure(`unknown goal ${goal}; known are ${Object.keys(goals).join(', ')}`);
  }
  const { build, command } = goals[goal](args);
  await bringUpToDate(build);
  if (command !== null) await runWithOwnNode(command);
}

main(process.argv.slice(2)).catch((error) => {
  const failure = failureOf(error);
  process.stderr.write(`lexiflow: ${failure.message}\n`);
  process.exitCode = failure.exitCode;
});
