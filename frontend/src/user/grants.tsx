import type { Grant } from '@lexiflow/contracts';
import { KeyRound, Plus } from 'lucide-react';
import { Link } from 'wouter';
import { userGrantsPath } from '../api/access.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { useTrackedMemo } from '../performance/use-tracked-memo.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable, type FigureColumn } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { GrantDialog } from './grant-dialog.tsx';
import { userMessages } from './messages.ts';
import { RevokeGrant } from './revoke-grant.tsx';

const text = userMessages.grants;
const grantParams = { new: oneOf(['', 'yes'], ''), ended: oneOf(['', 'true'], '') };

const columns: readonly FigureColumn<Grant>[] = [
  {
    header: userMessages.permission,
    cell: (grant) => <code className="font-mono text-xs">{grant.permission}</code>,
  },
  {
    header: userMessages.scope,
    cell: (grant) =>
      grant.caseId === null ? (
        userMessages.scopes[grant.scope]
      ) : (
        <Link href={`/cases/${grant.caseId}`} className="link">
          {grant.caseNumber}
        </Link>
      ),
  },
  {
    header: text.reason,
    wrap: true,
    cell: (grant) => <span className="block min-w-48">{grant.reason}</span>,
  },
  { header: text.by, cell: (grant) => grant.grantedByName ?? text.operator },
  {
    header: text.until,
    cell: (grant) =>
      grant.isLive ? (
        grant.expiresAt === null ? (
          text.noEnd
        ) : (
          formatInstant(grant.expiresAt)
        )
      ) : (
        <Badge>{`${text.endedState} ${formatInstant(grant.revokedAt ?? grant.expiresAt)}`}</Badge>
      ),
  },
];

/** What a user may do beyond the role. */
export function Grants({ userId }: { userId: string }) {
  const [params, setParams] = useSearchParams(grantParams);
  const mayManage = useMay('grant:manage');
  const { ended } = params;
  const query = useTrackedMemo('grants: query', () => (ended === '' ? {} : { ended: true }), [
    ended,
  ]);
  const list = usePageList<Grant>(['grants', userId], userGrantsPath(userId), query);
  const actions: FigureColumn<Grant> = {
    header: text.revoke,
    cell: (grant) => grant.isLive && <RevokeGrant grant={grant} />,
  };
  return (
    <section className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-sm text-dim">{text.intro}</p>
        <div className="flex flex-wrap items-center gap-4">
          <label className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={ended === 'true'}
              onChange={(event) => setParams({ ended: event.target.checked ? 'true' : '' })}
            />
            {text.ended}
          </label>
          {mayManage && (
            <Button tone="primary" onClick={() => setParams({ new: 'yes' })}>
              <Plus size={14} aria-hidden />
              {text.new}
            </Button>
          )}
        </div>
      </div>
      <ListFrame
        list={list}
        empty={
          <EmptyState icon={<KeyRound size={20} />} title={text.emptyTitle} hint={text.emptyHint} />
        }
      >
        <FigureTable
          caption={text.label}
          rows={list.rows}
          rowKey={(grant) => grant.id}
          empty={text.emptyTitle}
          columns={mayManage ? [...columns, actions] : columns}
        />
        {list.hasMore && (
          <Button className="mt-3" busy={list.isLoadingMore} onClick={list.loadMore}>
            {text.more}
          </Button>
        )}
      </ListFrame>
      {mayManage && params.new === 'yes' && (
        <GrantDialog userId={userId} onClose={() => setParams({ new: '' })} />
      )}
    </section>
  );
}
