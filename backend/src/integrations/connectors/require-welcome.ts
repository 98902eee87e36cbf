import { integrationErrors } from '../integrations.errors.ts';

/** Passes for a status of success; throws the error of the step that the other status stands for. */
export function requireWelcome(status: number, what: string): void {
  if (status >= 200 && status < 300) return;
  const detail = `${what} was answered ${status}`;
  if (status === 401 || status === 407) throw integrationErrors.signInRefused(detail);
  if (status === 403) throw integrationErrors.notPermitted(detail);
  throw integrationErrors.badAnswer(detail);
}
