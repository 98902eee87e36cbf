import type {
  EmailDetail,
  EmailQueued,
  EmailStatus,
  Suppression,
  SuppressionBody,
} from '@lexiflow/contracts';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

/** Where emails are listed. */
export const EMAILS_PATH = '/email/messages';

/** Where addresses are listed that get no email. */
export const SUPPRESSIONS_PATH = '/email/suppressions';

/** How email leaves the server, and what waits. */
export const emailStatusQuery = queryOptions({
  queryKey: ['email', 'status'],
  queryFn: ({ signal }) => request<EmailStatus>('/email/status', { signal }),
  refetchInterval: 15_000,
});

/** One email with its text. */
export function emailQuery(id: string) {
  return queryOptions({
    queryKey: ['email', 'message', id],
    queryFn: ({ signal }) => request<EmailDetail>(`${EMAILS_PATH}/${id}`, { signal }),
  });
}

/** Queues a test message to the viewer's own address. */
export function sendTestEmail(): Promise<EmailQueued> {
  return request('/email/test', { method: 'POST' });
}

/** Ends email to an address. */
export function suppressAddress(body: SuppressionBody): Promise<Suppression> {
  return request(SUPPRESSIONS_PATH, { method: 'POST', body });
}

/** Lets an address get email again. */
export function liftSuppression(id: string): Promise<void> {
  return request(`${SUPPRESSIONS_PATH}/${id}`, { method: 'DELETE' });
}
