import { Suspense, type ComponentType } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { useMe } from '../api/session.ts';
import { Tracked } from '../performance/tracked.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { appMessages } from './messages.ts';
import { screenPages, type ScreenPage } from './pages.ts';
import { screenOf } from './screen-modules.ts';
import { homeOf } from './screens.ts';

const routes = screenPages.map((page) => ({ ...page, screen: screenOf(page.module) }));

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

function Guarded({
  name,
  permission,
  screen: Screen,
}: Pick<ScreenPage, 'name' | 'permission'> & { screen: ComponentType }) {
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
