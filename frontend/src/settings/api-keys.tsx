import type { ApiKey } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { usePageList } from '../api/use-page-list.ts';
import { API_KEYS_PATH, revokeApiKey } from '../api/users.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { showToast } from '../ui/toast-store.ts';
import { ApiKeyDialog } from './api-key-dialog.tsx';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.keys;

/** The viewer's API keys: make, see when each was used, revoke. */
export function ApiKeys() {
  const client = useQueryClient();
  const list = usePageList<ApiKey>(['api-keys'], API_KEYS_PATH);
  const [isMaking, setIsMaking] = useState(false);
  const [doomed, setDoomed] = useState<ApiKey | null>(null);
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeApiKey(key.id),
    onSuccess: (_answer, key) => {
      setDoomed(null);
      void client.invalidateQueries({ queryKey: ['api-keys'] });
      showToast({ text: text.revoked(key.name) });
    },
  });
  return (
    <section aria-label={text.label}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl text-sm text-dim">{text.intro}</p>
        <Button tone="primary" onClick={() => setIsMaking(true)}>
          <Plus size={14} aria-hidden />
          {text.new}
        </Button>
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
          rowKey={(key) => key.id}
          empty={text.emptyTitle}
          columns={[
            { header: text.name, cell: (key) => <span className="font-medium">{key.name}</span> },
            { header: text.prefix, cell: (key) => <code className="text-xs">{key.prefix}…</code> },
            {
              header: text.scopes,
              wrap: true,
              cell: (key) => (
                <span className="block min-w-48 text-xs text-dim">{key.scopes.join(', ')}</span>
              ),
            },
            {
              header: text.lastUsed,
              cell: (key) => (key.lastUsedAt ? formatInstant(key.lastUsedAt) : text.never),
            },
            {
              header: text.expires,
              cell: (key) => (key.expiresAt ? formatInstant(key.expiresAt) : text.never),
            },
            {
              header: text.actions,
              numeric: true,
              cell: (key) => (
                <Button tone="quiet" onClick={() => setDoomed(key)}>
                  {text.revoke}
                </Button>
              ),
            },
          ]}
        />
      </ListFrame>
      {isMaking && <ApiKeyDialog onClose={() => setIsMaking(false)} />}
      {doomed && (
        <ConfirmDialog
          title={text.revokeTitle}
          hint={text.revokeHint(doomed.name)}
          action={text.revoke}
          busy={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate(doomed)}
          onClose={() => setDoomed(null)}
        />
      )}
    </section>
  );
}
