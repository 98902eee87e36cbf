import type { Integration } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import {
  changeIntegration,
  deleteIntegration,
  syncIntegration,
  testIntegration,
} from '../api/integrations.ts';
import { useMay } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { IntegrationDialog } from './integration-dialog.tsx';
import { integrationMessages as text } from './messages.ts';
import { sayOutcome } from './say-outcome.ts';

/** What an administrator can do with an integration. */
export function IntegrationActions({ record, back }: { record: Integration; back: string }) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState<'edit' | 'delete' | null>(null);
  const reload = () => void client.invalidateQueries({ queryKey: ['integrations'] });
  const onError = (error: Error) => showToast({ text: error.message, tone: 'error' });
  const said = (message: string) => {
    reload();
    showToast({ text: message });
  };
  const test = useMutation({
    mutationFn: () => testIntegration(record.id),
    onSuccess: (run) => {
      reload();
      sayOutcome(run);
    },
    onError,
  });
  const sync = useMutation({
    mutationFn: () => syncIntegration(record.id),
    onSuccess: () => said(text.syncing),
    onError,
  });
  const toggle = useMutation({
    mutationFn: () => changeIntegration(record, { isEnabled: !record.isEnabled }),
    onSuccess: ({ isEnabled }) => said(isEnabled ? text.turnedOn : text.turnedOff),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => deleteIntegration(record),
    onSuccess: () => {
      navigate(back);
      said(text.deleted(record.name));
    },
  });
  if (!useMay('integration:manage')) return null;
  return (
    <>
      <Button tone="primary" busy={test.isPending} onClick={() => test.mutate()}>
        {text.test}
      </Button>
      {record.syncs && record.isEnabled && (
        <Button busy={sync.isPending} onClick={() => sync.mutate()}>
          {text.sync}
        </Button>
      )}
      <Button onClick={() => setOpened('edit')}>{text.edit}</Button>
      <Button busy={toggle.isPending} onClick={() => toggle.mutate()}>
        {record.isEnabled ? text.turnOff : text.turnOn}
      </Button>
      <Button tone="danger" onClick={() => setOpened('delete')}>
        {text.delete}
      </Button>
      {opened === 'edit' && <IntegrationDialog record={record} onClose={() => setOpened(null)} />}
      {opened === 'delete' && (
        <ConfirmDialog
          title={text.deleteTitle}
          hint={text.deleteHint(record.name)}
          action={text.delete}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}
