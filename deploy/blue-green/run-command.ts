import { spawn } from 'node:child_process';
import { blueGreenLimits } from './blue-green.limits.ts';

export interface CommandOptions {
  /** Written to its standard input, which is closed afterwards. */
  readonly input?: string;
  /** Variables on top of those of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs a program without a shell and answers its standard output. Throws with the end of what it wrote
 * when it fails, and when it takes longer than `commandMs`.
 */
export async function runCommand(
  [program = '', ...args]: readonly string[],
  { input = '', environment = {} }: CommandOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: blueGreenLimits.commandMs,
  });
  let output = '';
  let errors = '';
  const keep = (text: string, piece: string) =>
    (text + piece).slice(-blueGreenLimits.commandOutputBytes);
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (output = keep(output, piece)));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (errors = keep(errors, piece)));
  // A program that does not read its input says so by its status.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const line = [program, ...args].join(' ');
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${line}: ${error.message}`)));
    child.once('close', resolve);
  });
  if (status === 0) return output;
  const why = errors.trim() || output.trim() || `status ${status ?? 'none: killed'}`;
  throw new Error(`${line}: ${why}`);
}
