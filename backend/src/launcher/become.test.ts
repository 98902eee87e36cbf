import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const module = fileURLToPath(new URL('./become.ts', import.meta.url));

/** Starts a process that becomes a small program by the given function, and collects its output. */
function start(how: 'become' | 'runAsChild', program: string) {
  const script = `const m = await import(${JSON.stringify(module)}); process.exitCode = await m.${how}(process.execPath, ['-e', ${JSON.stringify(program)}], process.env)`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  const output = { text: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.text += chunk.toString()));
  return { child, output };
}

const DRAINS = `process.on('SIGTERM', () => { console.log('drained'); process.exit(7); });
  setInterval(() => {}, 1000); console.log('pid ' + process.pid)`;

it.skipIf(process.platform === 'win32')('keeps the process id', async () => {
  const { child, output } = start('become', 'console.log(process.pid)');
  await once(child, 'close');
  expect(output.text.trim()).toBe(String(child.pid));
});

it.each(['become', 'runAsChild'] as const)(
  '%s passes a signal on and waits for the drain',
  async (how) => {
    const { child, output } = start(how, DRAINS);
    while (!output.text.includes('pid ')) await once(child.stdout, 'data');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect({ code, drained: output.text.includes('drained') }).toEqual({ code: 7, drained: true });
  },
);

it('answers 128 and the number of the signal that ended the child', async () => {
  const { child } = start(
    'runAsChild',
    "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)",
  );
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(137);
});
