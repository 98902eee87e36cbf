import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { isVariable } from './variable.ts';
import type { Variable } from './variable.ts';

const sourceFolder = join(import.meta.dirname, '../..');
const declarations = /\.test\.ts$|\.variables\.ts$|config[/\\]catalogue\.ts$|[/\\]testing[/\\]/;

const sources = globSync('**/*.ts', { cwd: sourceFolder })
  .filter((file) => !declarations.test(file))
  .map((file) => readFileSync(join(sourceFolder, file), 'utf8'));

interface Leaf {
  readonly path: readonly string[];
  readonly variable: Variable<unknown>;
}

function leaves(node: object, path: readonly string[] = []): Leaf[] {
  return Object.entries(node).flatMap(([name, child]: [string, object]) =>
    isVariable(child)
      ? [{ path: [...path, name], variable: child }]
      : leaves(child, [...path, name]),
  );
}

const word = (name: string): RegExp => new RegExp(`\\b${name}\\b`);

/** Named with its group in one file that knows the configuration, or in a group that is handed on whole. */
function isRead({ path }: Leaf): boolean {
  const group = path[0] ?? '';
  const leaf = path.at(-1) ?? '';
  const isNamed = (text: string): boolean => path.every((name) => word(name).test(text));
  if (sources.some((text) => /config/i.test(text) && isNamed(text))) return true;
  const whole = new RegExp(`config\\.${group}\\b(?!\\.)|\\b${group} \\}: Config\\b`);
  return sources.some((text) => whole.test(text)) && sources.some((text) => word(leaf).test(text));
}

/** What is accepted for those who set it, and does nothing, says so. */
const saysSo = ({ variable }: Leaf): boolean => variable.meaning.includes('this version');

it('reads every variable, or says of it that nothing does', () => {
  const all = leaves(catalogue);
  const unread = all.filter((leaf) => !isRead(leaf)).map(({ variable }) => variable.names[0]);
  expect(unread).toEqual(all.filter(saysSo).map(({ variable }) => variable.names[0]));
});
