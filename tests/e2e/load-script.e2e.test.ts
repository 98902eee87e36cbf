import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { startServer } from '../support/server.ts';

const run = promisify(execFile);

it('runs the scenario of the k6 script against a real server: every answer whole, every threshold measured', async () => {
  await using server = await startServer({ environment: { RATE_LIMIT_SCALE: '0' } });
  const args = ['--url', server.url, '--token', server.localToken(), '--iterations', '12'];
  // A threshold of time may be missed on a busy machine: the status says so, the figures are read.
  const { stdout } = await run(
    process.execPath,
    ['tests/load/k6/run-script.ts', ...args, '--pace', '0.02', '--json'],
    { maxBuffer: 1024 * 1024 },
  ).catch((error: { stdout: string }) => error);
  const { results, counts, failedChecks } = JSON.parse(stdout);
  expect(failedChecks).toEqual([]);
  expect(counts.admitted_duration).toBeGreaterThanOrEqual(60);
  const measured = Object.fromEntries(
    results.map((each: { metric: string; measured: number | null }) => [
      each.metric,
      each.measured,
    ]),
  );
  expect(measured).toMatchObject({ http_req_failed: 0, checks: 1 });
  expect(Object.keys(measured)).toContain('heap_growth_bytes_per_million_requests');
});
