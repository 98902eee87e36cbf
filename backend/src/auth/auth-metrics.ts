import { labelled, single, type MetricFamily } from '../platform/metrics/metric-family.ts';
import type { TokenThrottle } from './credentials/token-throttle.ts';
import type { PasswordHasher } from './passwords/password-hasher.ts';
import { attemptOutcomes, type AttemptFigures } from './sign-in/attempt-figures.ts';

/** What the metrics page shows of signing in. */
export function authMetrics(
  attempts: AttemptFigures,
  hasher: PasswordHasher,
  tokens: TokenThrottle,
): MetricFamily[] {
  return [
    labelled('counter', 'lexiflow_auth_attempts_total', 'Password checks by outcome', () =>
      attemptOutcomes.map((outcome) => ({ labels: { outcome }, value: attempts.of(outcome) })),
    ),
    single(
      'counter',
      'lexiflow_auth_tokens_throttled_total',
      'Tokens not looked up because their address had sent too many unknown ones',
      () => tokens.refused,
    ),
    single(
      'gauge',
      'lexiflow_auth_hashes_running',
      'Password hashes being computed',
      () => hasher.running,
    ),
    single(
      'gauge',
      'lexiflow_auth_hashes_waiting',
      'Password hashes that wait for their turn',
      () => hasher.waiting,
    ),
  ];
}
