import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const module = fileURLToPath(new URL('./load-config.ts', import.meta.url));

function load(env: Record<string, string>) {
  const script = `const { loadConfig } = await import(${JSON.stringify(module)}); console.log(loadConfig().server.port)`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
}

it('prints every problem on its own line and exits with 78', () => {
  const { status, stdout, stderr } = load({ PORT: 'x', METRICS_PORT: 'y' });
  expect(status).toBe(78);
  expect(stdout).toBe('');
  expect(stderr.trimEnd().split('\n')).toEqual([
    'lexiflow: configuration: PORT="x" is not accepted: whole number, 0 to 65535',
    'lexiflow: configuration: METRICS_PORT="y" is not accepted: whole number, 0 to 65535',
  ]);
});

it('warns about a probable misspelling and goes on', () => {
  const { status, stdout, stderr } = load({ PORT: '4000', METRICS_PROT: '1' });
  expect(status).toBe(0);
  expect(stdout.trim()).toBe('4000');
  expect(stderr.trim()).toBe(
    'lexiflow: warning: METRICS_PROT is not a variable of LexiFlow: did you mean METRICS_PORT?',
  );
});
