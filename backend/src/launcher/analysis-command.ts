import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../platform/config/load-config.ts';
import { memoryPlan } from '../platform/config/memory-plan.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { GcSummary, parseTraceLine } from './gc-trace.ts';
import { launchEnvironment } from './launch-environment.ts';
import { planLine } from './plan-table.ts';
import { Refusal } from './refusal.ts';

const usage = 'analysis [--seconds N]';
const server = fileURLToPath(new URL('../main.js', import.meta.url));

/**
 * `lexiflow analysis`: runs the server with V8's collection trace until it is stopped (or for N seconds) and
 * then prints what the collections cost. The trace itself slows a server down a little.
 */
export const analysisCommand: Command = {
  usage,
  summary: 'runs the server with V8 tracing and prints what collections cost',
  async run({ args, env, print }) {
    const { values } = readArguments(args, { seconds: { type: 'string' } }, usage);
    const seconds = values.seconds === undefined ? null : Number(values.seconds);
    if (seconds !== null && !(seconds > 0)) throw new Refusal(`usage: lexiflow ${usage}`, 64);
    const launch = launchEnvironment(env);
    const { LEXIFLOW_PARENT_PID: _parent, ...serverEnv } = launch.env;
    const plan = memoryPlan(loadConfig(serverEnv, false));
    if (plan.problems.length > 0) throw new Refusal(plan.problems.join(' '), 78);
    print(planLine(plan));
    const startedMs = performance.now();
    const child = spawn(process.execPath, ['--trace-gc', ...plan.flags, server], {
      env: { ...serverEnv, ...plan.env },
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    const summary = new GcSummary();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const collection = parseTraceLine(line);
      if (collection === null) print(line);
      else summary.add(collection);
    });
    const stop = () => child.kill('SIGTERM');
    const timer = seconds === null ? undefined : setTimeout(stop, seconds * 1000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve(status ?? 1));
    });
    clearTimeout(timer);
    const elapsedMs = performance.now() - startedMs;
    print(`collections in ${(elapsedMs / 1000).toFixed(0)} s; pauses in ms, quantiles within 5 %`);
    for (const line of summary.lines(elapsedMs)) print(line);
    return code;
  },
};
