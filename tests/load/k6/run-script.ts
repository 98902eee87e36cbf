import { registerHooks } from 'node:module';
import { parseArgs } from 'node:util';
import { judge, metrics } from './measurements.ts';
import { failedChecks, pace } from './module-k6.ts';

// Runs tests/load/memory-optimized.js without k6, one user after the other: it shows that the script
// and its scenario are right against a real server. It makes no load; for that there is k6.
//
//   node tests/load/k6/run-script.ts --url URL --token TOKEN [--iterations 20] [--pace 1] [--json]

interface Script {
  readonly options: { readonly thresholds: Readonly<Record<string, readonly string[]>> };
  setup(): unknown;
  default(data: unknown): void;
  teardown(data: unknown): void;
}

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    iterations: { type: 'string', default: '20' },
    pace: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});

const modules: Readonly<Record<string, string>> = {
  k6: './module-k6.ts',
  'k6/http': './module-http.ts',
  'k6/metrics': './module-metrics.ts',
};
registerHooks({
  resolve(name, context, next) {
    const own = modules[name];
    return own === undefined
      ? next(name, context)
      : { url: new URL(own, import.meta.url).href, shortCircuit: true };
  },
});

pace.factor = Number(values.pace);
Object.assign(globalThis, {
  __ENV: { BASE_URL: values.url ?? 'http://localhost:3000', TOKEN: values.token ?? '' },
});
const script = (await import(new URL('../memory-optimized.js', import.meta.url).href)) as Script;
const data = script.setup();
for (let left = Number(values.iterations); left > 0; left--) script.default(data);
script.teardown(data);

const results = judge(script.options.thresholds);
const counts = Object.fromEntries([...metrics].map(([name, each]) => [name, each.values.length]));
if (values.json) {
  console.log(JSON.stringify({ results, counts, failedChecks: [...failedChecks] }));
} else {
  for (const { metric, expression, measured, holds } of results)
    console.log(
      `${holds ? 'holds ' : 'FAILS '} ${metric.padEnd(40)} ${expression.padEnd(20)} ${measured?.toFixed(3) ?? 'not measured'}`,
    );
  for (const name of failedChecks) console.log(`FAILS  ${name}`);
}
process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;
