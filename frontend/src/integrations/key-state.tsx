import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { integrationKeysQuery, resealIntegrations } from '../api/integrations.ts';
import { useMay } from '../api/session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { showToast } from '../ui/toast-store.ts';
import { integrationMessages as text } from './messages.ts';

/** Says when credentials cannot be stored, or when some are under an older key; else nothing. */
export function KeyState() {
  const client = useQueryClient();
  const { data } = useQuery(integrationKeysQuery);
  const mayManage = useMay('integration:manage');
  const reseal = useMutation({
    mutationFn: resealIntegrations,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['integrations'] });
      showToast({ text: text.resealing });
    },
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  if (!data) return null;
  if (data.current === null) {
    return <p className="mb-4 text-sm text-warning">{text.noKey}</p>;
  }
  const older = data.keys
    .filter(({ id }) => id !== data.current)
    .reduce((sum, { integrations, webhooks }) => sum + integrations + webhooks, 0);
  if (older === 0) return null;
  return (
    <p className="mb-4 flex flex-wrap items-center gap-2">
      <Badge tone="warning">{text.oldKeys(older)}</Badge>
      {mayManage && (
        <Button busy={reseal.isPending} onClick={() => reseal.mutate()}>
          {text.reseal}
        </Button>
      )}
    </p>
  );
}
