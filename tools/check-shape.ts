import { posix } from 'node:path';
import { isTest } from './source-files.ts';
import type { SourceFile } from './source-files.ts';

const MAX_LINES = 300;
/** A test file is a list of cases: long ones are read, not navigated. */
const MAX_TEST_LINES = 450;
const MAX_MEDIAN_LINES = 80;
const DRAWERS = /^(utils?|helpers?|common|misc|types|constants)$/;

/** Files that are too long, names that say nothing, and a median size above the project's own bound. */
export function checkShape(files: readonly SourceFile[]): string[] {
  const problems = files.flatMap(({ path, text }) => [
    ...lengthProblems(path, lineCount(text)),
    ...nameProblems(path),
  ]);
  const median = medianOf(
    files.filter(({ path }) => !isTest(path)).map(({ text }) => lineCount(text)),
  );
  if (median <= MAX_MEDIAN_LINES) return problems;
  return [
    ...problems,
    `the median source file has ${median} lines, at most ${MAX_MEDIAN_LINES} are allowed`,
  ];
}

function lengthProblems(path: string, lines: number): string[] {
  const most = isTest(path) ? MAX_TEST_LINES : MAX_LINES;
  return lines > most ? [`${path}: ${lines} lines, at most ${most} are allowed`] : [];
}

function nameProblems(path: string): string[] {
  const parts = path.split('/').map((part) => part.replace(/(\.test)?\.(ts|tsx|js|mjs)$/, ''));
  const drawer = parts.find((part) => DRAWERS.test(part));
  const name = posix.basename(path);
  return [
    ...(drawer === undefined ? [] : [`${path}: the name ${drawer} does not say what is inside`]),
    ...(/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ? [] : [`${path}: file names are kebab-case`]),
  ];
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
