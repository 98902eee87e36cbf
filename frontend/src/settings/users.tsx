import type { User } from '@lexiflow/contracts';
import { Plus, Users as UsersIcon } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { USERS_PATH } from '../api/users.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FilterInput } from '../ui/filter-input.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { RowTable, type RowColumn } from '../ui/row-table.tsx';
import { anyText, oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { settingsMessages } from './messages.ts';
import { UserDialog } from './user-dialog.tsx';

const text = settingsMessages.users;
const userParams = { q: anyText, new: oneOf(['', 'yes'], ''), edit: anyText };

function State({ user }: { user: User }) {
  return (
    <Badge tone={user.disabled ? 'warning' : 'normal'}>
      {user.disabled ? text.disabled : text.active}
    </Badge>
  );
}

const columns: readonly RowColumn<User>[] = [
  {
    id: 'name',
    header: text.name,
    width: 'minmax(0, 1fr)',
    cell: (user) => <span className="block truncate font-medium">{user.name}</span>,
  },
  {
    id: 'email',
    header: text.email,
    width: 'minmax(0, 1fr)',
    cell: (user) => <span className="block truncate text-dim">{user.email}</span>,
  },
  {
    id: 'role',
    header: text.role,
    width: '11rem',
    cell: (user) => <span className="text-dim">{text.roles[user.role]}</span>,
  },
  { id: 'state', header: text.state, width: '6rem', cell: (user) => <State user={user} /> },
  {
    id: 'created',
    header: text.created,
    width: '10rem',
    wideOnly: true,
    cell: (user) => <span className="numbers text-dim">{formatInstant(user.createdAt)}</span>,
  },
];

/** Everyone with an account; whoever manages users makes, changes and disables them here. */
export function Users() {
  const [params, setParams] = useSearchParams(userParams);
  const mayManage = useMay('user:manage');
  const mayReadGrants = useMay('grant:read');
  const leadsTo = mayManage
    ? (user: User) => `/settings?tab=users&edit=${user.id}`
    : mayReadGrants
      ? (user: User) => `/users/${user.id}`
      : null;
  const query = useTrackedMemo('users: query', () => ({ q: params.q }), [params.q]);
  const list = usePageList<User>(['users', 'list'], USERS_PATH, query);
  const edited = list.rows.find((user) => user.id === params.edit);
  return (
    <section aria-label={text.label}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <FilterInput
          aria-label={text.filter}
          placeholder={text.filter}
          className="max-w-64"
          value={params.q}
          onSettled={(q) => setParams({ q })}
        />
        {mayManage && (
          <Button tone="primary" onClick={() => setParams({ new: 'yes' })}>
            <Plus size={14} aria-hidden />
            {text.new}
          </Button>
        )}
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<UsersIcon size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
            action={<Button onClick={() => setParams({ q: '' })}>{text.clear}</Button>}
          />
        }
      >
        <RowTable
          label={text.label}
          list={list}
          columns={columns}
          rowKey={(user) => user.id}
          {...(leadsTo ? { href: leadsTo } : {})}
          title={(user) => user.name}
          card={(user) => (
            <>
              <div className="flex justify-between gap-3">
                <span className="font-medium">{user.name}</span>
                <State user={user} />
              </div>
              <p className="text-xs text-faint">
                {user.email} · {text.roles[user.role]}
              </p>
            </>
          )}
        />
      </ListFrame>
      {mayManage && (params.new === 'yes' || edited) && (
        <UserDialog
          key={edited?.id ?? 'new'}
          record={edited ?? null}
          onClose={() => setParams({ new: '', edit: '' })}
        />
      )}
    </section>
  );
}
