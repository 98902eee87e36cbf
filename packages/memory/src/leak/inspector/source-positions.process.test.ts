import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SourcePositions } from './source-positions.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'positions-'));
  // One segment: line 1, column 0 of the output is line 5, column 0 of the source.
  const map = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAIA' };
  writeFileSync(join(folder, 'mapped.js'), 'function f() {}\n');
  writeFileSync(join(folder, 'mapped.js.map'), JSON.stringify(map));
  writeFileSync(join(folder, 'broken.js.map'), '{"version":');
});
afterAll(() => rmSync(folder, { recursive: true }));

function frame(url: string, lineNumber = 0) {
  return { functionName: 'f', url, lineNumber, columnNumber: 0 };
}

async function placeOf(positions: SourcePositions, ...of: Parameters<typeof frame>) {
  const asked = frame(...of);
  const { file, line } = (await positions.ofAll([asked])).get(asked)!;
  return { file, line };
}

it('follows the map that lies beside a file', async () => {
  const url = pathToFileURL(join(folder, 'mapped.js')).href;
  const position = await placeOf(new SourcePositions(), url);
  expect(position).toEqual({ file: join(folder, '../src/a.ts'), line: 5 });
});

it('stays at the compiled place where the map is missing or broken', async () => {
  const positions = new SourcePositions();
  for (const name of ['broken.js', 'missing.js']) {
    const file = join(folder, name);
    expect(await placeOf(positions, file, 3)).toEqual({ file, line: 4 });
  }
});

it('gives files below the working directory relative to it and leaves Node’s names alone', async () => {
  const positions = new SourcePositions();
  const inside = join(process.cwd(), 'src', 'a.js');
  expect((await placeOf(positions, inside)).file).toBe('src/a.js');
  expect((await placeOf(positions, 'node:fs')).file).toBe('node:fs');
});
