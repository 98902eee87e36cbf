import type { Webhook } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useMe } from '../api/session.ts';
import { changeWebhook, deleteWebhook, testWebhook } from '../api/webhooks.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { webhookMessages as text } from './messages.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';

type Opened = 'edit' | 'rotate' | 'replay' | 'delete' | null;

/** What can be done with a webhook; its owner alone changes where it goes and who can check it. */
export function WebhookActions({ webhook, back }: { webhook: Webhook; back: string }) {
  const client = useQueryClient();
  const isOwner = useMe().userId === webhook.ownerId;
  const [, navigate] = useLocation();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  const said = (message: string) => {
    void client.invalidateQueries({ queryKey: ['webhooks'] });
    showToast({ text: message });
  };
  const onError = (error: Error) => showToast({ text: error.message, tone: 'error' });
  const test = useMutation({
    mutationFn: () => testWebhook(webhook.id),
    onSuccess: ({ id }) => {
      said(text.tested);
      navigate(`${back}?webhook=${webhook.id}&delivery=${id}`);
    },
    onError,
  });
  const toggle = useMutation({
    mutationFn: () => changeWebhook(webhook.id, webhook.version, { enabled: !webhook.enabled }),
    onSuccess: ({ enabled }) => said(enabled ? text.turnedOn : text.turnedOff),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => deleteWebhook(webhook.id),
    onSuccess: () => {
      navigate(back);
      said(text.deleted(webhook.name));
    },
  });
  return (
    <>
      <Button busy={test.isPending} onClick={() => test.mutate()}>
        {text.test}
      </Button>
      {webhook.enabled && <Button onClick={() => setOpened('replay')}>{text.replay}</Button>}
      {isOwner && <Button onClick={() => setOpened('edit')}>{text.change}</Button>}
      {isOwner && <Button onClick={() => setOpened('rotate')}>{text.rotate}</Button>}
      <Button busy={toggle.isPending} onClick={() => toggle.mutate()}>
        {webhook.enabled ? text.turnOff : text.turnOn}
      </Button>
      <Button tone="danger" onClick={() => setOpened('delete')}>
        {text.delete}
      </Button>
      {opened === 'edit' && <WebhookDialog record={webhook} onClose={close} />}
      {opened === 'rotate' && <RotateDialog webhook={webhook} onClose={close} />}
      {opened === 'replay' && <ReplayDialog webhook={webhook} onClose={close} />}
      {opened === 'delete' && (
        <ConfirmDialog
          title={text.deleteTitle}
          hint={text.deleteHint(webhook.name)}
          action={text.delete}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={close}
        />
      )}
    </>
  );
}
