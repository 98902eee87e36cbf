import type { DeliveryState, Webhook } from '@lexiflow/contracts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { webhookMessages as text } from './messages.ts';

const TONES: Record<DeliveryState, Tone> = {
  waiting: 'elevated',
  delivered: 'normal',
  failed: 'critical',
  withheld: 'neutral',
  cancelled: 'neutral',
};

/** Whether a webhook is on, and if not, why. */
export function WebhookBadge({ webhook }: { webhook: Webhook }) {
  const { offReason, failingSince } = webhook;
  if (offReason !== null)
    return (
      <Badge tone={offReason === 'turned-off' ? 'neutral' : 'critical'}>
        {text.off[offReason]}
      </Badge>
    );
  if (failingSince !== null) return <Badge tone="warning">{text.failing}</Badge>;
  return <Badge tone="normal">{text.on}</Badge>;
}

/** Where a delivery stands. */
export function DeliveryBadge({ state }: { state: DeliveryState }) {
  return <Badge tone={TONES[state]}>{text.states[state]}</Badge>;
}
