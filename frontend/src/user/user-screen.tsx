import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { useMay } from '../api/session.ts';
import { userQuery } from '../api/users.ts';
import { Badge } from '../ui/badge.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { TabLinks } from '../ui/tab-links.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { Explain } from './explain.tsx';
import { Grants } from './grants.tsx';
import { userMessages as text } from './messages.ts';
import { UserSessions } from './user-sessions.tsx';

const views = ['grants', 'explain', 'sessions'] as const;
const userParams = { tab: oneOf(views, 'grants') };

/** One user's access: what was granted, why something is or is not allowed, where they are signed in. */
export default function UserScreen() {
  const { id } = useParams<{ id: string }>();
  const [{ tab }] = useSearchParams(userParams);
  const mayManageUsers = useMay('user:manage');
  const mayManageSessions = useMay('session:manage');
  const { data: user, error, refetch } = useQuery(userQuery(id));
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!user) return <SkeletonRows />;
  const open = views.filter((view) => view !== 'sessions' || mayManageSessions);
  return (
    <>
      <PageHeader
        title={user.name}
        detail={
          <span className="flex flex-wrap items-center gap-2">
            {user.email} · {text.roles[user.role]}
            {user.disabled && <Badge tone="warning">{text.disabled}</Badge>}
          </span>
        }
        actions={
          mayManageUsers && (
            <Link href={`/settings?tab=users&edit=${id}`} className="button">
              {text.edit}
            </Link>
          )
        }
      />
      <TabLinks
        label={text.tabsLabel}
        tabs={open.map((view) => ({
          href: view === 'grants' ? `/users/${id}` : `/users/${id}?tab=${view}`,
          label: text.tabs[view],
          current: view === tab,
        }))}
      />
      {tab === 'grants' && <Grants userId={id} />}
      {tab === 'explain' && <Explain userId={id} />}
      {tab === 'sessions' && mayManageSessions && <UserSessions userId={id} />}
    </>
  );
}
