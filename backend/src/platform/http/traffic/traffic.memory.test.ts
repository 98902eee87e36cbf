import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);

describe('a million different addresses and users in a minute', () => {
  it('grow the traffic guard by nothing, and none of them is refused or blocked', async () => {
    const script = fileURLToPath(new URL('./traffic.memory-script.ts', import.meta.url));
    const args = ['--expose-gc', '--conditions=source', script];
    const { stdout } = await run(process.execPath, args);
    const result = JSON.parse(stdout) as Record<string, number>;
    expect(result['admitted']).toBe(1_000_000);
    expect(result['abusers']).toBe(0);
    expect(result['charged']).toBe(result['tableBytes']);
    expect(result['chargedBefore']).toBe(result['tableBytes']);
    expect(result['tableBytes']).toBe(2 * 1024 * 1024);
    // A Map of as many counters would take over 160 MB.
    expect(result['grown']).toBeLessThan(200_000);
  });
});
