import { useMutation } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { verifyAudit } from '../api/audit.ts';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format.ts';
import { showToast } from '../ui/toast-store.ts';
import { auditMessages as text } from './messages.ts';

/** Lets the server compute the hash chain again and says whether it holds, or where it breaks. */
export function ChainCheck() {
  const check = useMutation({
    mutationFn: verifyAudit,
    onSuccess: (answer) => {
      if (answer.brokenAt) {
        showToast({
          text: text.broken(formatCount(answer.brokenAt.sealed)),
          detail: text.reasons[answer.brokenAt.reason],
          tone: 'error',
        });
      } else {
        showToast({
          text: text.verified(formatCount(answer.checked)),
          ...(answer.unsealed > 0 ? { detail: text.unsealed(formatCount(answer.unsealed)) } : {}),
        });
      }
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  return (
    <Button busy={check.isPending} onClick={() => check.mutate()}>
      <ShieldCheck size={14} aria-hidden />
      {text.verify}
    </Button>
  );
}
