import type { CaseParty } from '@lexiflow/contracts';
import { Users } from 'lucide-react';
import { casePartiesPath } from '../api/cases.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatDate } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { caseMessages } from './messages.ts';

const text = caseMessages.parties;

/** The parties of a case in the docket's order, each with its counsel. */
export function CaseParties({ caseId }: { caseId: string }) {
  const list = usePageList<CaseParty>(['cases', 'parties', caseId], casePartiesPath(caseId));
  return (
    <section aria-label={text.tab}>
      <ListFrame
        list={list}
        empty={
          <EmptyState icon={<Users size={20} />} title={text.emptyTitle} hint={text.emptyHint} />
        }
      >
        <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
          {list.rows.map((party) => (
            <li key={party.id} className="card p-4">
              <div className="flex items-start justify-between gap-3">
                <h2 className="min-w-0 font-medium">{party.name}</h2>
                <Badge>{party.role}</Badge>
              </div>
              {party.terminatedOn && (
                <p className="text-xs text-faint">
                  {text.terminated(formatDate(party.terminatedOn))}
                </p>
              )}
              {party.extraInfo && <p className="mt-1 text-xs text-dim">{party.extraInfo}</p>}
              <Counsel party={party} />
            </li>
          ))}
        </ul>
        {list.hasMore && (
          <Button className="self-center" busy={list.isLoadingMore} onClick={list.loadMore}>
            {uiMessages.loadMore}
          </Button>
        )}
      </ListFrame>
    </section>
  );
}

function Counsel({ party }: { party: CaseParty }) {
  if (party.counsel.length === 0) {
    return <p className="mt-3 text-sm text-faint">{text.noCounsel}</p>;
  }
  return (
    <>
      <h3 className="mt-3 text-xs font-medium text-faint">{text.counsel}</h3>
      <ul className="mt-1 flex flex-col gap-2 text-sm">
        {party.counsel.map((counsel) => (
          <li key={counsel.name}>
            {counsel.name}
            {counsel.roles.length > 0 && (
              <span className="block text-xs text-faint">
                {counsel.roles.join(', ').toLowerCase()}
              </span>
            )}
            {counsel.contact && (
              <details className="text-xs text-dim">
                <summary className="w-fit py-1 text-faint">{text.contact}</summary>
                <p className="whitespace-pre-line">{counsel.contact}</p>
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
