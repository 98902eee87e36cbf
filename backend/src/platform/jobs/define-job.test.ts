import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineJob, definedJobs } from './define-job.ts';
import { jobsLimits } from './jobs.limits.ts';

const base = { schema: z.object({}), timeoutMs: 1_000 };

it('fills in the defaults and lists what is defined', () => {
  const job = defineJob({ ...base, name: 'define.first' });
  expect(job).toMatchObject({ concurrency: 1, priority: 'normal', singleton: null, cron: null });
  expect(job.retry).toEqual({ limit: 3, delaySeconds: 5, maxDelaySeconds: 3_600 });
  expect(definedJobs().get('define.first')).toBe(job);
});

it.each([
  ['a name that is taken', { name: 'define.first' }],
  ['a malformed name', { name: 'Define Job' }],
  ['no time at all', { name: 'define.a', timeoutMs: 0 }],
  ['more time than there is', { name: 'define.b', timeoutMs: jobsLimits.timeoutMs + 1 }],
  ['more at once than a process runs', { name: 'define.c', concurrency: 1_000 }],
])('refuses %s', (_, options) => {
  expect(() => defineJob({ ...base, ...options })).toThrow('The job');
});
