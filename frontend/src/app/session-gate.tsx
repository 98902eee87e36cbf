import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { meQuery, ViewerContext } from '../api/session.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { LoadingScreen } from './loading-screen.tsx';
import { entryPages } from './pages.ts';
import { screenOf } from './screen-modules.ts';
import { Shell } from './shell.tsx';

const SignIn = screenOf(entryPages.signIn.module);
const Setup = screenOf(entryPages.setup.module);
const Forgot = screenOf(entryPages.forgot.module);
const Reset = screenOf(entryPages.reset.module);

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
