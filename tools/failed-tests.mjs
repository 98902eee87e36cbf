// Prints each failed test of a runner's JSON report: file, name, and the first lines of why.
//
//   node tools/failed-tests.mjs REPORT
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const LINES_OF_A_MESSAGE = 15;

const report = read(process.argv[2]);
for (const file of report.testResults ?? []) {
  const name = relative(process.cwd(), file.name);
  const failed = file.assertionResults.filter((test) => test.status === 'failed');
  for (const test of failed) show(`${name}: ${test.fullName}`, test.failureMessages.join('\n'));
  // A file that could not be loaded, or whose hooks failed, names no test.
  if (file.status === 'failed' && failed.length === 0) show(name, file.message);
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    console.log('  the runner left no report: it ended before its tests did');
    return {};
  }
}

function show(what, why) {
  const lines = why.split('\n').slice(0, LINES_OF_A_MESSAGE);
  console.log([`  ${what}`, ...lines.map((line) => `    ${line}`)].join('\n'));
}
