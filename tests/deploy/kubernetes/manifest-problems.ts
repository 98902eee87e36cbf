import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelOf } from './manifest.ts';
import type { Manifest } from './manifest.ts';

interface Model {
  new (data: unknown): { validate(): void };
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the schema of its kind refuses: missing fields, wrong types, values out of their list. */
export async function schemaProblem(manifest: Manifest): Promise<string | null> {
  const module = (await import(modelOf(manifest))) as Record<string, Model | undefined>;
  const Kind = module[manifest.kind];
  if (Kind === undefined) return `${manifest.kind} is not in ${modelOf(manifest)}`;
  try {
    new Kind(manifest.object).validate();
    return null;
  } catch (error) {
    return String(error);
  }
}

/**
 * Fields that their kinds do not know; the schemas let those pass, and so does a cluster, which drops them.
 * Each object becomes a literal of its kind's type, and the compiler looks for excess properties.
 */
export function unknownFields(manifests: readonly Manifest[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-manifests-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    for (const [index, manifest] of manifests.entries())
      writeFileSync(join(folder, `${index}.ts`), asTypeScript(manifest));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--skipLibCheck',
      '--types',
      '',
    ];
    const files = manifests.map((_, index) => `${index}.ts`);
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [compiler, '--pretty', 'false', ...options, ...files],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status === 0) return [];
    return `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function asTypeScript(manifest: Manifest): string {
  return [
    `import type { I${manifest.kind} } from '${modelOf(manifest)}';`,
    `// ${manifest.file}`,
    `export const manifest: I${manifest.kind} = ${JSON.stringify(manifest.object, null, 2)};`,
    '',
  ].join('\n');
}
