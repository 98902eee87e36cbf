import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useLocation } from 'wouter';
import { meQuery, ViewerContext } from '../api/session.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { LoadingScreen } from './loading-screen.tsx';
import { Shell } from './shell.tsx';

const SignIn = lazy(() => import('../sign-in/sign-in-screen.tsx'));
const Setup = lazy(() => import('../setup/setup-screen.tsx'));
const Forgot = lazy(() => import('../sign-in/forgot-screen.tsx'));
const Reset = lazy(() => import('../sign-in/reset-screen.tsx'));

/** Shows the console to a signed-in viewer, else the sign-in; `/setup` and `/reset` are open to their links. */
export function SessionGate() {
  const [path] = useLocation();
  const me = useQuery(meQuery);
  if (path === '/setup' && !me.data) {
    return (
      <Suspense fallback={<LoadingScreen />}>
        <Setup />
      </Suspense>
    );
  }
  if (path === '/reset' || (path === '/forgot' && !me.data)) {
    return (
      <Suspense fallback={<LoadingScreen />}>{path === '/reset' ? <Reset /> : <Forgot />}</Suspense>
    );
  }
  if (me.data === undefined && me.error) {
    return (
      <main className="mx-auto max-w-2xl p-6">
        <ErrorPanel error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  if (me.data === undefined) return <LoadingScreen />;
  if (me.data === null) {
    return (
      <Suspense fallback={<LoadingScreen />}>
        <SignIn />
      </Suspense>
    );
  }
  return (
    <ViewerContext value={me.data}>
      <Shell />
    </ViewerContext>
  );
}
