import fc from 'fast-check';
import { expect, it } from 'vitest';
import { monitorLimits } from '../monitor.limits.ts';
import { LineSplitter } from './line-splitter.ts';
import { MetricsPageReader } from './metrics-figures.ts';

const page = `# TYPE lexiflow_http_requests_total counter
lexiflow_http_requests_total{route="GET /api/cases",status="2xx"} 90
lexiflow_http_requests_total{route="GET /api/cases",status="5xx"} 10
lexiflow_http_requests_total{route="GET /api/health/ready",status="5xx"} 4
lexiflow_http_request_duration_seconds_bucket{route="GET /api/cases",le="0.1"} 99
lexiflow_http_request_duration_seconds_sum{route="GET /api/cases"} 2.5
lexiflow_http_request_duration_seconds_count{route="GET /api/cases"} 100
lexiflow_http_request_duration_seconds_sum{route="GET /monitoring/metrics"} 9
lexiflow_http_request_duration_seconds_count{route="GET /monitoring/metrics"} 9
lexiflow_memory_working_set_bytes 1000
lexiflow_memory_limit_bytes 4000
process_resident_memory_bytes 900
process_uptime_seconds 60
`;

function read(text: string): MetricsPageReader {
  const reader = new MetricsPageReader();
  for (const line of text.split('\n')) reader.take(line);
  return reader;
}

it('takes memory, start and the times of routes that people use', () => {
  const { memory, startedMs, routes } = read(page).figures(100_000);
  expect(memory).toMatchObject({ usedBytes: 1000, limitBytes: 4000, rssBytes: 900 });
  expect(startedMs).toBe(40_000);
  expect([...routes]).toEqual([['GET /api/cases', { count: 100, seconds: 2.5, failed: 10 }]]);
});

it('takes resident memory where a page names no working set, and a limit of 0 for none', () => {
  const { memory } = read('process_resident_memory_bytes 9\nlexiflow_memory_limit_bytes 0').figures(
    0,
  );
  expect(memory).toMatchObject({ usedBytes: 9, limitBytes: null });
  expect(read('up 1').figures(0)).toMatchObject({ memory: null, startedMs: null });
});

it('holds no more routes than its bound', () => {
  const reader = new MetricsPageReader();
  for (let route = 0; route < monitorLimits.routes.value + 50; route++)
    reader.take(`lexiflow_http_request_duration_seconds_count{route="GET /${route}"} 1`);
  expect(reader.figures(0).routes.size).toBe(monitorLimits.routes.value);
});

it('survives any text', () => {
  const word = fc.constantFrom(
    'lexiflow_http_request_duration_seconds',
    '_sum{route="',
    'lexiflow_http_requests_total{route="',
    '"} ',
    'status="5xx"',
    '\\',
    'NaN',
    '1e999',
    'process_uptime_seconds ',
  );
  const text = fc.array(fc.oneof(word, fc.string()), { maxLength: 12 });
  fc.assert(
    fc.property(text, (words) => {
      const { routes } = read(words.join('')).figures(0);
      for (const { count, seconds } of routes.values()) expect(count + seconds).not.toBeNaN();
    }),
    { numRuns: 5000 },
  );
});

it('cuts lines alike however the bytes arrive, and leaves out lines beyond the bound', () => {
  const long = 'x'.repeat(monitorLimits.scrapeLineBytes.value + 1);
  const bytes = Buffer.from(`one\n${long}\ntwo\n\nthree`);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 10 }), (sizes) => {
      const lines: string[] = [];
      const splitter = new LineSplitter((line) => lines.push(line));
      let from = 0;
      for (const size of sizes) splitter.take(bytes.subarray(from, (from += size)));
      splitter.take(bytes.subarray(from));
      splitter.end();
      expect(lines).toEqual(['one', 'two', 'three']);
    }),
  );
});
