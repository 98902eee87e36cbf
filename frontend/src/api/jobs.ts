import type { ChangedCount, EventConsumers, JobDetail, JobQueues } from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { LIVE_INTERVAL_MS } from './monitoring.ts';
import { request } from './request.ts';

/** Where jobs are listed. */
export const JOBS_PATH = '/jobs';

/** Where events are listed that a consumer has given up. */
export const DEAD_EVENTS_PATH = '/events/dead-letters';

/** Every kind of job with what waits in its queue. */
export const jobQueuesQuery = queryOptions({
  queryKey: ['jobs', 'queues'],
  queryFn: ({ signal }) => request<JobQueues>(`${JOBS_PATH}/queues`, { signal }),
  refetchInterval: 5 * LIVE_INTERVAL_MS,
});

/** The consumers of domain events and how far each is behind. */
export const eventConsumersQuery = queryOptions({
  queryKey: ['events', 'consumers'],
  queryFn: ({ signal }) => request<EventConsumers>('/events/consumers', { signal }),
  refetchInterval: 5 * LIVE_INTERVAL_MS,
});

/** Lets a dead job run again. */
export function replayJob(id: string): Promise<JobDetail> {
  return request(`${JOBS_PATH}/${id}/replay`, { method: 'POST' });
}

/** Removes a dead job. */
export function discardJob(id: string): Promise<void> {
  return request(`${JOBS_PATH}/${id}/discard`, { method: 'POST' });
}

/** Lets a consumer try a dead event again. */
export function replayEvent(consumer: string, eventId: string): Promise<void> {
  return request(`${DEAD_EVENTS_PATH}/${consumer}/${eventId}/replay`, { method: 'POST' });
}

/** Takes a dead event off. */
export function discardEvent(consumer: string, eventId: string): Promise<void> {
  return request(`${DEAD_EVENTS_PATH}/${consumer}/${eventId}/discard`, { method: 'POST' });
}

/** Lets a consumer try its oldest thousand dead events again. */
export function replayEvents(consumer: string): Promise<ChangedCount> {
  return request(`${DEAD_EVENTS_PATH}/${consumer}/replay`, { method: 'POST' });
}
