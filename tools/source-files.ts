import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './generated-file.ts';

/** A source file of the project; `path` is relative to it and uses `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const FOLDERS = ['packages', 'backend', 'frontend', 'monitoring', 'deploy', 'tests', 'tools'];
const SKIPPED = new Set(['node_modules', 'dist']);

/** Every TypeScript and JavaScript source of the workspace, tests included, in path order. */
export function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) => pathsBelow(folder))
    .filter((path) => /\.(ts|tsx|js|mjs)$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }));
}

/** True for a test beside the code. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Every file below a project folder, as paths relative to the project. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? pathsBelow(path) : [path];
  });
}
