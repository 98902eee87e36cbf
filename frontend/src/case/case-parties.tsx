import type { CaseParty, CasePartyBody } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { addCaseParty, casePartiesPath, removeCaseParty } from '../api/cases.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatDate } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { showToast } from '../ui/toast-store.ts';
import { AddCaseParty } from './add-case-party.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.parties;

/** The parties of a case in the docket's order, each with its counsel. */
export function CaseParties({ caseId }: { caseId: string }) {
  const client = useQueryClient();
  const mayChange = useMay('case:change');
  const [removing, setRemoving] = useState<CaseParty | null>(null);
  const list = usePageList<CaseParty>(['cases', 'parties', caseId], casePartiesPath(caseId));
  const refresh = () => void client.invalidateQueries({ queryKey: ['cases'] });
  const add = useMutation({
    mutationFn: (body: CasePartyBody) => addCaseParty(caseId, body),
    onSuccess: ({ name }) => {
      refresh();
      showToast({ text: text.added(name) });
    },
    onError: (error: Error) =>
      showToast({ text: text.failed, detail: error.message, tone: 'error' }),
  });
  const remove = useMutation({
    mutationFn: (party: CaseParty) => removeCaseParty(caseId, party.id),
    onSuccess: (_answer, { name }) => {
      refresh();
      setRemoving(null);
      showToast({ text: text.removed(name) });
    },
  });
  return (
    <section aria-label={text.tab}>
      {mayChange && <AddCaseParty busy={add.isPending} onAdd={(body) => add.mutate(body)} />}
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
              {mayChange && (
                <Button
                  tone="quiet"
                  className="no-print mt-3 -ml-3"
                  aria-label={text.removeOf(party.name)}
                  onClick={() => setRemoving(party)}
                >
                  {text.remove}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {list.hasMore && (
          <Button className="self-center" busy={list.isLoadingMore} onClick={list.loadMore}>
            {uiMessages.loadMore}
          </Button>
        )}
      </ListFrame>
      {removing && (
        <ConfirmDialog
          title={text.removeOf(removing.name)}
          hint={text.removeHint}
          action={text.remove}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(removing)}
          onClose={() => {
            remove.reset();
            setRemoving(null);
          }}
        />
      )}
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
