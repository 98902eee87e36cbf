import type { Permission } from '@lexiflow/contracts';
import { lazy, Suspense, type ComponentType } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useMe } from '../api/session.ts';
import { Tracked } from '../performance/tracked.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { appMessages } from './messages.ts';
import { homeOf } from './screens.ts';

interface ScreenRoute {
  readonly path: string;
  readonly name: string;
  readonly permission?: Permission;
  readonly screen: ComponentType;
}

const routes: readonly ScreenRoute[] = [
  {
    path: '/cases',
    name: 'cases',
    permission: 'case:read',
    screen: lazy(() => import('../cases/cases-screen.tsx')),
  },
  {
    path: '/cases/:id',
    name: 'case',
    permission: 'case:read',
    screen: lazy(() => import('../case/case-screen.tsx')),
  },
  {
    path: '/tasks',
    name: 'tasks',
    permission: 'task:read',
    screen: lazy(() => import('../tasks/tasks-screen.tsx')),
  },
  {
    path: '/workflows',
    name: 'workflows',
    permission: 'workflow:read',
    screen: lazy(() => import('../workflows/workflows-screen.tsx')),
  },
  {
    path: '/workflows/:id',
    name: 'workflow-template',
    permission: 'workflow:read',
    screen: lazy(() => import('../workflows/template-screen.tsx')),
  },
  {
    path: '/search',
    name: 'search',
    permission: 'search:query',
    screen: lazy(() => import('../search/search-screen.tsx')),
  },
  {
    path: '/import',
    name: 'import',
    permission: 'docket:import',
    screen: lazy(() => import('../import/import-screen.tsx')),
  },
  {
    path: '/clients',
    name: 'clients',
    permission: 'client:read',
    screen: lazy(() => import('../clients/clients-screen.tsx')),
  },
  {
    path: '/parties',
    name: 'parties',
    permission: 'party:read',
    screen: lazy(() => import('../parties/parties-screen.tsx')),
  },
  {
    path: '/operate',
    name: 'operate',
    permission: 'monitoring:read',
    screen: lazy(() => import('../operate/operate-screen.tsx')),
  },
  {
    path: '/operate/leaks',
    name: 'leaks',
    permission: 'monitoring:read',
    screen: lazy(() => import('../leaks/leaks-screen.tsx')),
  },
  {
    path: '/operate/jobs',
    name: 'jobs',
    permission: 'monitoring:read',
    screen: lazy(() => import('../jobs/jobs-screen.tsx')),
  },
  {
    path: '/operate/integrations',
    name: 'integrations',
    permission: 'integration:read',
    screen: lazy(() => import('../integrations/integrations-screen.tsx')),
  },
  {
    path: '/operate/webhooks',
    name: 'webhooks',
    permission: 'webhook:manage-own',
    screen: lazy(() => import('../webhooks/webhooks-screen.tsx')),
  },
  {
    path: '/operate/history',
    name: 'history',
    permission: 'monitoring:read',
    screen: lazy(() => import('../history/history-screen.tsx')),
  },
  {
    path: '/operate/queries',
    name: 'queries',
    permission: 'monitoring:read',
    screen: lazy(() => import('../queries/queries-screen.tsx')),
  },
  {
    path: '/operate/sockets',
    name: 'sockets',
    permission: 'monitoring:read',
    screen: lazy(() => import('../realtime/realtime-screen.tsx')),
  },
  {
    path: '/operate/audit',
    name: 'audit',
    permission: 'audit:read',
    screen: lazy(() => import('../audit/audit-screen.tsx')),
  },
  {
    path: '/operate/email',
    name: 'email',
    permission: 'monitoring:read',
    screen: lazy(() => import('../email/email-screen.tsx')),
  },
  {
    path: '/notifications',
    name: 'notifications',
    screen: lazy(() => import('../notifications/notifications-screen.tsx')),
  },
  {
    path: '/operate/console',
    name: 'console',
    screen: lazy(() => import('../console/console-screen.tsx')),
  },
  {
    path: '/operate/traffic',
    name: 'traffic',
    permission: 'traffic:read',
    screen: lazy(() => import('../traffic/traffic-screen.tsx')),
  },
  {
    path: '/users/:id',
    name: 'user',
    permission: 'grant:read',
    screen: lazy(() => import('../user/user-screen.tsx')),
  },
  {
    path: '/settings',
    name: 'settings',
    screen: lazy(() => import('../settings/settings-screen.tsx')),
  },
];

/** All screens by address; the start page depends on the role. Each screen's renders are measured. */
export function Routes() {
  const me = useMe();
  return (
    <Suspense fallback={<SkeletonRows rows={10} />}>
      <Switch>
        {routes.map((route) => (
          <Route key={route.path} path={route.path}>
            <Guarded {...route} />
          </Route>
        ))}
        <Route path="/">
          <Redirect to={homeOf(me.role)} replace />
        </Route>
        <Route path="/setup">
          <Redirect to={homeOf(me.role)} replace />
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Suspense>
  );
}

function Guarded({ name, permission, screen: Screen }: ScreenRoute) {
  const me = useMe();
  if (permission !== undefined && !me.permissions.includes(permission)) {
    return (
      <>
        <PageHeader title={appMessages.notAllowedTitle} />
        <EmptyState
          title={appMessages.notAllowedTitle}
          hint={appMessages.notAllowedHint}
          action={<HomeLink />}
        />
      </>
    );
  }
  return (
    <Tracked name={name}>
      <Screen />
    </Tracked>
  );
}

function NotFound() {
  return (
    <>
      <PageHeader title={appMessages.notFoundTitle} />
      <EmptyState
        title={appMessages.notFoundTitle}
        hint={appMessages.notFoundHint}
        action={<HomeLink />}
      />
    </>
  );
}

function HomeLink() {
  return (
    <Link href="/" className="button">
      {appMessages.goHome}
    </Link>
  );
}
