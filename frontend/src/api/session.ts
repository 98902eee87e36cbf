import { queryOptions, useQueryClient } from '@tanstack/react-query';
import type {
  Me,
  PasswordResetBody,
  PasswordResetCompletion,
  Permission,
  SetupBody,
  SignedIn,
  SignInBody,
} from '@lexiflow/contracts';
import { createContext, useContext } from 'react';
import { hasStatus, request } from './request.ts';

/** Who is signed in; `null` when nobody is. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await request<Me>('/auth/me', { signal });
    } catch (error) {
      if (hasStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
  gcTime: Infinity,
});

/** Whether the first administrator still has to be made. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => request<{ needed: boolean }>('/auth/setup', { signal }),
});

/**
 * The viewer as the session gate has it. What is below the gate reads it here and not from the query: after a
 * sign-out it may render once more before the gate takes it away.
 */
export const ViewerContext = createContext<Me | null>(null);

/** The signed-in viewer; only below the session gate, which renders nothing without one. */
export function useMe(): Me {
  const me = useContext(ViewerContext);
  if (!me) throw new Error('useMe is used outside the session gate');
  return me;
}

/** Whether the viewer holds a permission. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}

/** Signs in and out; both drop every cached answer of the former viewer. */
export function useSession() {
  const client = useQueryClient();
  const become = (me: Me | null) => {
    // The gate watches this one query: removing it too would leave the gate watching nothing.
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'me' });
    client.setQueryData(meQuery.queryKey, me);
  };
  return {
    signIn: async (body: SignInBody) =>
      become((await request<SignedIn>('/auth/sign-in', { method: 'POST', body })).me),
    setUp: async (body: SetupBody) =>
      become((await request<SignedIn>('/auth/setup', { method: 'POST', body })).me),
    signOut: async () => {
      await request('/auth/sign-out', { method: 'POST' });
      become(null);
    },
  };
}

/** Asks for a link to set a new passphrase. */
export function askForReset(body: PasswordResetBody): Promise<void> {
  return request('/auth/password-reset', { method: 'POST', body });
}

/** Sets a new passphrase with the token of the link. */
export function completeReset(body: PasswordResetCompletion): Promise<void> {
  return request('/auth/password-reset/complete', { method: 'POST', body });
}
