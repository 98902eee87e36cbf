import type { Wall } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { caseWallsPath, raiseWall } from '../api/cases.ts';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { showToast } from '../ui/toast-store.ts';
import { LiftWallDialog } from './lift-wall-dialog.tsx';
import { caseMessages } from './messages.ts';
import { RaiseWall } from './raise-wall.tsx';

const text = caseMessages.walls;

/** The ethical walls around a case, standing and lifted; whoever may manage them does it here. */
export default function CaseWalls({ caseId }: { caseId: string }) {
  const key = ['cases', 'walls', caseId];
  const client = useQueryClient();
  const mayManage = useMay('wall:manage');
  const [lifting, setLifting] = useState<Wall | null>(null);
  const list = usePageList<Wall>(key, caseWallsPath(caseId));
  const refresh = () => void client.invalidateQueries({ queryKey: key });
  const raise = useMutation({
    mutationFn: (body: { userId: string; reason: string }) => raiseWall(caseId, body),
    onSuccess: ({ userName }) => {
      refresh();
      showToast({ text: text.raised(userName) });
    },
    onError: (error: Error) =>
      showToast({ text: text.failed, detail: error.message, tone: 'error' }),
  });
  return (
    <section aria-label={text.label} className="flex flex-col gap-4">
      <p className="max-w-3xl text-sm text-dim">{text.hint}</p>
      {mayManage && <RaiseWall busy={raise.isPending} onRaise={(body) => raise.mutate(body)} />}
      <ListFrame
        list={list}
        empty={
          <EmptyState
            icon={<ShieldCheck size={20} />}
            title={text.emptyTitle}
            hint={text.emptyHint}
          />
        }
      >
        <FigureTable
          caption={text.label}
          rows={list.rows}
          rowKey={(wall) => wall.id}
          empty={text.emptyTitle}
          columns={[
            { header: text.person, cell: (wall) => wall.userName },
            { header: text.reason, cell: (wall) => wall.reason, wrap: true },
            { header: text.since, cell: (wall) => formatInstant(wall.createdAt) },
            {
              header: text.state,
              cell: (wall) =>
                wall.liftedAt === null ? (
                  <Badge tone="warning">{text.standing}</Badge>
                ) : (
                  text.lifted(formatInstant(wall.liftedAt))
                ),
            },
            ...(mayManage
              ? [
                  {
                    header: text.actions,
                    numeric: true,
                    cell: (wall: Wall) =>
                      wall.liftedAt === null && (
                        <Button
                          tone="quiet"
                          aria-label={text.liftOf(wall.userName)}
                          onClick={() => setLifting(wall)}
                        >
                          {text.lift}
                        </Button>
                      ),
                  },
                ]
              : []),
          ]}
        />
        {list.hasMore && (
          <Button className="self-center" busy={list.isLoadingMore} onClick={list.loadMore}>
            {uiMessages.loadMore}
          </Button>
        )}
      </ListFrame>
      {lifting && (
        <LiftWallDialog
          caseId={caseId}
          wall={lifting}
          onLifted={refresh}
          onClose={() => setLifting(null)}
        />
      )}
    </section>
  );
}
