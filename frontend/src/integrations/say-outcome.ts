import type { IntegrationRun } from '@lexiflow/contracts';
import { showToast } from '../ui/toast-store.ts';
import { integrationMessages as text } from './messages.ts';

/** Tells what came of a connection test. */
export function sayOutcome({ outcome, detail }: IntegrationRun): void {
  if (outcome === 'ok') showToast({ text: text.tested });
  else showToast({ text: detail ?? text.failedAt(''), tone: 'error' });
}
