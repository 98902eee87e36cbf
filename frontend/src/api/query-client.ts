import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.ts';
import { hasStatus } from './request.ts';

/** Milliseconds an answer that no screen shows is kept, so that going back is instant. */
const UNUSED_KEPT_MS = 60_000;
/** Milliseconds an answer counts as fresh. */
const FRESH_MS = 5_000;
const MAX_RETRIES = 2;

/** The cache of server answers. `onSignedOut` runs when the server no longer knows the session. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (hasStatus(error, 401)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        gcTime: UNUSED_KEPT_MS,
        staleTime: FRESH_MS,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < MAX_RETRIES && isWorthRetrying(error),
        retryDelay: (failures, error) => retryDelayMs(failures, error),
      },
      mutations: { gcTime: UNUSED_KEPT_MS },
    },
  });
}

/** Whether the same read may succeed later: the server is away, draining or shedding. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof ApiError && [0, 429, 502, 503, 504].includes(error.status);
}

/** The server's own `Retry-After` (at most 10 s), else 0.5 s doubled per failure. */
export function retryDelayMs(failures: number, error: unknown): number {
  const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
  return asked === undefined ? 500 * 2 ** failures : Math.min(asked, 10) * 1000;
}
