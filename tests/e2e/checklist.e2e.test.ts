import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startServer } from '../support/server.ts';

const checklist = readFileSync(
  new URL('../../PRODUCTION_DEPLOYMENT_CHECKLIST.md', import.meta.url),
  'utf8',
);

it('answers every address of the server that the deployment checklist asks', async () => {
  const paths = [...checklist.matchAll(/^- \[ \] `curl [^`]*http:\/\/localhost(\/[^`\s]*)`/gm)];
  expect(paths.length).toBeGreaterThanOrEqual(3);
  await using server = await startServer();
  const headers = { authorization: `Bearer ${server.localToken()}` };
  for (const [, path = ''] of paths) {
    const { status } = await fetch(`${server.url}${path}`, { headers });
    expect([path, status]).toEqual([path, 200]);
  }
});
