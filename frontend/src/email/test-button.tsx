import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { sendTestEmail } from '../api/email.ts';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import { emailMessages as text } from './messages.ts';

/** Queues a test message to the viewer. */
export function TestButton() {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: sendTestEmail,
    onSuccess: () => {
      showToast({ text: text.testQueued });
      void client.invalidateQueries({ queryKey: ['email'] });
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  return (
    <Button busy={send.isPending} onClick={() => send.mutate()}>
      <Send size={14} aria-hidden />
      {text.test}
    </Button>
  );
}
