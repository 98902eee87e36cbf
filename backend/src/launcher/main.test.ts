import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-launcher-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `lexiflow` from the sources in an environment of its own. */
async function lexiflow(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--conditions=source', main, ...args], {
    env: { PATH: process.env['PATH'], DATA_DIR: folder, PORT: '0', METRICS_PORT: '0', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

async function takenPort() {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.dispose]: () => void server.close() };
}

describe('lexiflow start', () => {
  it('refuses a taken port before it touches the data folder', async () => {
    using taken = await takenPort();
    const { code, err } = await lexiflow(['start'], { PORT: String(taken.port) });
    expect(code).toBe(1);
    expect(err).toBe(
      `lexiflow: port ${taken.port} is taken by another process: stop it, or set PORT to a free port\n`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a data folder of something else', async () => {
    writeFileSync(join(folder, 'thesis.doc'), '');
    const { code, err } = await lexiflow(['start']);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^lexiflow: DATA_DIR .+ holds files that are not LexiFlow's \(thesis\.doc\)/,
    );
  });

  it('refuses wrong variables with status 78, one line each', async () => {
    const { code, err } = await lexiflow(['start'], { LOG_LEVEL: 'loud', BATCH_CONCURRENCY: '0' });
    expect(code).toBe(78);
    expect(err.trimEnd().split('\n')).toHaveLength(2);
  });

  it('refuses a heap that does not fit its budget with the sum', async () => {
    const env = { MEMORY_PROFILE: 'constrained', NODE_MAX_OLD_SPACE_SIZE: '384' };
    const { code, err } = await lexiflow(['start'], env);
    expect(code).toBe(78);
    expect(err).toMatch(/384 MB \+ .+ = \d+ MB.+the budget is 384 MB/);
  });
});

describe('lexiflow plan', () => {
  it('sums its parts to the budget and prints the flags', async () => {
    const { code, out } = await lexiflow(['plan', '--json'], { MEMORY_BUDGET_MB: '1024' });
    const plan = JSON.parse(out) as {
      budgetBytes: number;
      flags: string[];
      lines: { bytes: number }[];
    };
    expect(code).toBe(0);
    expect(plan.budgetBytes).toBe(1024 * 1024 * 1024);
    expect(plan.lines.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plan.budgetBytes);
    expect(plan.flags.join(' ')).toMatch(/--max-old-space-size=\d+/);
  });

  it('passes explicit sizes on', async () => {
    const env = {
      MEMORY_BUDGET_MB: '2048',
      NODE_MAX_OLD_SPACE_SIZE: '700',
      UV_THREADPOOL_SIZE: '9',
    };
    const { out } = await lexiflow(['plan'], env);
    expect(out).toContain('--max-old-space-size=700');
    expect(out).toContain('UV_THREADPOOL_SIZE=9');
  });

  it('shows a plan that does not fit, and fails', async () => {
    const { code, out } = await lexiflow(['plan'], { MEMORY_BUDGET_MB: '128' });
    expect(code).toBe(78);
    expect(out).toContain('refused ');
  });
});

describe('lexiflow doctor', () => {
  it('finds nothing wrong with an empty environment', async () => {
    const { code, out } = await lexiflow(['doctor']);
    expect(out).toContain('no problem found');
    expect(code).toBe(0);
  });

  it('explains the flags that a guide puts into NODE_OPTIONS', async () => {
    const { code, out } = await lexiflow(['doctor', '--node-options=--optimize-for-size']);
    expect(code).toBe(1);
    expect(out).toContain('NODE_OPTIMIZE_FOR_MEMORY=true');
  });

  it('goes on with what can be checked when the configuration is refused', async () => {
    const { code, out } = await lexiflow(['doctor'], { PORT: 'x' });
    expect(code).toBe(1);
    expect(out).toContain('PORT="x" is not accepted');
    expect(out).toContain('ok       node');
  });
});

it('lists its commands and refuses an unknown one', async () => {
  expect((await lexiflow(['help'])).out).toContain('doctor');
  const { code, err } = await lexiflow(['strat']);
  expect({ code, err }).toEqual({
    code: 64,
    err: 'lexiflow: unknown command strat; see lexiflow help\n',
  });
});

it('names an unknown option together with the usage', async () => {
  const { code, err } = await lexiflow(['plan', '--jsn']);
  expect(code).toBe(64);
  expect(err).toContain('usage: lexiflow plan');
});
