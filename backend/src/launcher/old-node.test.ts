import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../bin/lexiflow.mjs', import.meta.url));
const posesAs = (version: string): string =>
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;

it('refuses a Node that would start the server and then fail in requests', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', posesAs('20.20.2'), command, 'help'],
    { encoding: 'utf8' },
  );
  expect(stderr).toMatch(/^lexiflow: Node 20\.20\.2 is too old: .*npm scripts.*\n$/);
  expect(status).toBe(1);
});
