import type { TeamMember } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { addTeamMember, removeTeamMember } from '../api/cases.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { AddTeamMember } from './add-team-member.tsx';
import { caseMessages } from './messages.ts';

const text = caseMessages.team;

/** Who works on a case; whoever may set up teams adds and removes here, with undo. */
export default function CaseTeam({ caseId }: { caseId: string }) {
  const key = ['cases', 'team', caseId];
  const client = useQueryClient();
  const mayChange = useMay('case:team');
  const list = usePageList<TeamMember>(key, `/cases/${caseId}/team`);
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const fail = (error: Error) =>
    showToast({ text: text.failed, detail: error.message, tone: 'error' });

  const add = useMutation({
    mutationFn: (member: Pick<TeamMember, 'userId' | 'teamRole'>) => addTeamMember(caseId, member),
    onSuccess: refresh,
    onError: fail,
  });
  const remove = useMutation({
    mutationFn: (member: TeamMember) => removeTeamMember(caseId, member.userId),
    onSuccess: (_answer, { name, userId, teamRole }) => {
      refresh();
      showToast({ text: text.removed(name), undo: () => add.mutate({ userId, teamRole }) });
    },
    onError: fail,
  });
  return (
    <section aria-label={text.label} className="flex flex-col gap-4">
      {mayChange && (
        <AddTeamMember
          busy={add.isPending}
          onAdd={(userId, teamRole) => add.mutate({ userId, teamRole })}
        />
      )}
      <ListFrame
        list={list}
        empty={
          <EmptyState icon={<Users size={20} />} title={text.emptyTitle} hint={text.emptyHint} />
        }
      >
        <FigureTable
          caption={text.label}
          rows={list.rows}
          rowKey={(member) => member.userId}
          empty={text.emptyTitle}
          columns={[
            {
              header: text.name,
              cell: (member) => (
                <>
                  {member.name} <span className="text-xs text-faint">{member.email}</span>
                </>
              ),
            },
            { header: text.role, cell: (member) => text.roles[member.teamRole] },
            { header: text.since, cell: (member) => formatInstant(member.addedAt) },
            ...(mayChange
              ? [
                  {
                    header: text.actions,
                    numeric: true,
                    cell: (member: TeamMember) => (
                      <Button tone="quiet" onClick={() => remove.mutate(member)}>
                        {text.remove}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </ListFrame>
    </section>
  );
}
