import type { Integration, IntegrationRun } from '@lexiflow/contracts';
import { Badge } from '../ui/badge.tsx';
import { integrationMessages as text } from './messages.ts';

/** How a run ended. */
export function RunBadge({ run }: { run: IntegrationRun }) {
  if (run.outcome === 'ok') return <Badge tone="normal">{text.ok}</Badge>;
  if (run.outcome === 'running') return <Badge tone="accent">{text.running}</Badge>;
  const step = run.failedStep === null ? '' : text.steps[run.failedStep];
  return <Badge tone="critical">{text.failedAt(step)}</Badge>;
}

/** Whether an integration works, as its last run says. */
export function IntegrationBadge({ integration }: { integration: Integration }) {
  if (!integration.isEnabled) return <Badge>{text.off}</Badge>;
  if (integration.lastRun === null) return <Badge>{text.untested}</Badge>;
  return <RunBadge run={integration.lastRun} />;
}
