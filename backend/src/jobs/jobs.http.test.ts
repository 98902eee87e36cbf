import { Injectable, Module } from '@nestjs/common';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { EventDispatcher } from '../platform/events/event-dispatcher.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../platform/http/testing/test-client.ts';
import { defineJob } from '../platform/jobs/define-job.ts';
import { JobRefused } from '../platform/jobs/job.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';

const probe = defineJob({
  name: 'probe.run',
  schema: z.strictObject({ text: z.string() }),
  timeoutMs: 5_000,
  retry: { limit: 4, delaySeconds: 1 },
});
const none = '01890000-0000-7000-8000-000000000000';

/** Fails what it is told to fail. */
@Injectable()
class Probe {
  fails = true;
  readonly seen: string[] = [];

  constructor(jobs: JobQueue, dispatcher: EventDispatcher) {
    jobs.handle(probe, async ({ data }) => {
      if (this.fails) throw new JobRefused('the receiver is gone');
      this.seen.push(data.text);
    });
    dispatcher.register({
      name: 'probe',
      events: ['client.created'],
      handle: async ({ aggregateId }) => {
        if (this.fails) throw new Error('not yet');
        this.seen.push(aggregateId);
      },
    });
  }
}

@Module({ providers: [Probe] })
class ProbeModule {}

describe('jobs and events for operators', () => {
  let server: TestServer;
  let operator: TestClient;
  let partner: TestClient;
  let part: Probe;

  beforeAll(async () => {
    server = await startTestServer({ modules: [ProbeModule] });
    operator = await server.signInAs('operator');
    partner = await server.signInAs('partner');
    part = server.app.nest.get(Probe, { strict: false });
  });
  afterAll(() => server.close());

  const probeOf = (body: { items: { consumer: string }[] }) =>
    body.items.find(({ consumer }) => consumer === 'probe');
  const queue = (): JobQueue => server.app.nest.get(JobQueue);
  const state = async (id: string): Promise<string> =>
    (await operator.get(`/api/jobs/${id}`)).body.state;
  const deadJob = async (text: string): Promise<string> => {
    part.fails = true;
    const id = (await queue().send(null, probe, { text })) ?? '';
    await vi.waitFor(async () => expect(await state(id)).toBe('dead'), 5000);
    return id;
  };

  it('lists a dead letter with what went wrong, and replays it with all its tries', async () => {
    const id = await deadJob('again');
    const { body: page } = await operator.get('/api/jobs?state=dead&queue=probe.run&count=true');
    expect(page.total).toBe(1);
    expect(page.items[0]).toMatchObject({
      id,
      queue: 'probe.run',
      state: 'dead',
      attempts: 1,
      error: 'the receiver is gone',
    });
    expect(page.items[0].data).toBeUndefined();
    expect((await operator.get(`/api/jobs/${id}`)).body.data).toEqual({ text: 'again' });
    part.fails = false;
    const replayed = await operator.post(`/api/jobs/${id}/replay`);
    expect([replayed.status, replayed.body.attemptLimit]).toEqual([200, 5]);
    await vi.waitFor(async () => expect(await state(id)).toBe('completed'), 5000);
    expect(part.seen).toContain('again');
    const again = await operator.post(`/api/jobs/${id}/replay`);
    expect([again.status, again.body.code]).toEqual([409, 'JOB_NOT_DEAD']);
    const { body: audit } = await operator.get('/api/audit?action=job.replayed');
    expect(audit.items[0]).toMatchObject({ objectId: id, details: { queue: 'probe.run' } });
  });

  it('discards a dead letter', async () => {
    const id = await deadJob('away');
    expect((await operator.post(`/api/jobs/${id}/discard`)).status).toBe(204);
    const gone = await operator.get(`/api/jobs/${id}`);
    expect([gone.status, gone.body.code]).toEqual([404, 'JOB_NOT_FOUND']);
    expect((await operator.post(`/api/jobs/${none}/discard`)).status).toBe(404);
  });

  it('pages through jobs newest first, each once', async () => {
    const ids: (string | null)[] = [];
    for (const text of ['1', '2', '3', '4', '5'])
      ids.push(await queue().send(null, probe, { text }, { startAfter: 3_600 }));
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const more: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await operator.get(`/api/jobs?queue=probe.run&state=waiting&limit=2${more}`);
      found.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(ids.toReversed());
  });

  it('shows every queue with its bounds and schedule, and no queue of the library', async () => {
    const { body } = await operator.get('/api/jobs/queues');
    const names = body.items.map((item: { queue: string }) => item.queue);
    expect(names).toEqual(names.toSorted());
    expect(names).toContain('events.clean-up');
    expect(names.filter((name: string) => name.startsWith('__'))).toEqual([]);
    const cleaning = body.items.find((item: { queue: string }) => item.queue === 'jobs.clean-up');
    expect(cleaning).toMatchObject({ cron: '17 * * * *', nextRunAt: expect.any(String) });
  });

  it('gives up an event that is never handled, and delivers it when it is replayed', async () => {
    part.fails = true;
    const made = await partner.post('/api/clients', {
      party: { name: 'Probe' },
      number: 'P-probe',
    });
    const { body: before } = await operator.get('/api/events/consumers');
    expect(probeOf(before)).toMatchObject({ events: ['client.created'] });
    await vi.waitFor(async () => {
      const { body } = await operator.get('/api/events/consumers');
      expect(probeOf(body)).toMatchObject({ retrying: 1 });
    }, 5000);
    // Eight tries take minutes: the row says that they are over.
    await sql`update event_failures set state = 'dead', attempts = 8`.execute(server.database.db);
    const { body: page } = await operator.get('/api/events/dead-letters?consumer=probe&count=true');
    expect(page).toMatchObject({
      total: 1,
      items: [{ type: 'client.created', aggregateId: made.body.id, error: 'not yet' }],
    });
    part.fails = false;
    const { eventId } = page.items[0];
    const replay = `/api/events/dead-letters/probe/${eventId}/replay`;
    expect((await operator.post(replay)).status).toBe(204);
    await vi.waitFor(() => expect(part.seen).toContain(made.body.id), 5000);
    expect((await operator.post(replay)).body.code).toBe('EVENT_DEAD_LETTER_NOT_FOUND');
    expect((await operator.post('/api/events/dead-letters/probe/replay')).body).toEqual({
      changed: 0,
    });
  });

  it('lets only operators look, and only those who may manage jobs change them', async () => {
    expect((await partner.get('/api/jobs')).status).toBe(403);
    expect((await partner.post(`/api/jobs/${none}/replay`)).status).toBe(403);
    expect((await partner.get('/api/events/dead-letters')).status).toBe(403);
    expect((await server.anonymous.get('/api/jobs')).status).toBe(401);
  });

  it('puts depth, lag, runs and dead letters on the metrics page', async () => {
    const { body } = await operator.get('/api/metrics');
    for (const line of [
      'lexiflow_job_depth{queue="probe.run",state="waiting"}',
      'lexiflow_job_oldest_seconds{queue="probe.run"}',
      'lexiflow_job_run_seconds_count{queue="probe.run"}',
      'lexiflow_job_runs_total{queue="probe.run",outcome="dead"}',
      'lexiflow_event_lag_rows{consumer="probe"}',
      'lexiflow_event_lag_seconds{consumer="probe"}',
      'lexiflow_event_failures{consumer="probe",state="dead"}',
    ])
      expect(body).toContain(line);
  });
});
