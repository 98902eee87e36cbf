import type { IntegrationRun } from '@lexiflow/contracts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';

/** Starts a sync over HTTP and answers its run when it has ended. */
export async function syncAndWait(client: TestClient, id: string): Promise<IntegrationRun> {
  const before = await client.get(`/api/integrations/${id}/runs?limit=1`);
  const known = before.body.items[0]?.id;
  const started = await client.post(`/api/integrations/${id}/sync`);
  if (started.status !== 202) throw new Error(JSON.stringify(started.body));
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { body } = await client.get(`/api/integrations/${id}/runs?limit=1`);
    const run = body.items[0] as IntegrationRun | undefined;
    if (run !== undefined && run.id !== known && run.outcome !== 'running') return run;
    if (Date.now() > deadline) throw new Error('The sync did not end');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
