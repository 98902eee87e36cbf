import { useMutation } from '@tanstack/react-query';
import { ListTree } from 'lucide-react';
import { explainQuery } from '../api/performance.ts';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import { queryMessages as text } from './messages.ts';
import { PlanDialog } from './plan-dialog.tsx';

/** Asks for the plan of a statement and shows it. */
export function ExplainButton({ id, fingerprint }: { id: string; fingerprint: string }) {
  const explain = useMutation({
    mutationFn: () => explainQuery(id),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  return (
    <>
      <Button
        icon
        tone="quiet"
        aria-label={text.explainOf(fingerprint.slice(0, 80))}
        title={text.explain}
        busy={explain.isPending}
        onClick={() => explain.mutate()}
      >
        <ListTree size={14} aria-hidden />
      </Button>
      {explain.data && <PlanDialog result={explain.data} onClose={() => explain.reset()} />}
    </>
  );
}
