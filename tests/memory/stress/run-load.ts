import { spawn } from 'node:child_process';
import type { LoadPlan, LoadResult } from './load-plan.ts';

/** Runs the load process and answers what it measured. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const program = new URL('load-process.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(plan));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await new Promise((resolve) => child.once('close', resolve));
  return JSON.parse(text) as LoadResult;
}
