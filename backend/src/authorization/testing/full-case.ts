import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../../platform/http/testing/test-client.ts';
import { Firm } from './firm.ts';

/** A case with one of everything that can belong to a case, and the ids of all of it. */
export interface FullCase {
  readonly caseId: string;
  /** By the pattern that ends with the parameter: `/api/docket/:entryId`. */
  readonly ids: Readonly<Record<string, string>>;
}

/**
 * Makes a case whose every text holds `marker`, through the API. A route whose ids are declared `case`
 * finds its example here: who adds such a route adds its example.
 */
export async function fullCase(
  server: TestServer,
  admin: TestClient,
  member: TestClient,
  marker: string,
): Promise<FullCase> {
  const made = async (path: string, body: object): Promise<string> =>
    idOf(await admin.post(path, body));
  const caseId = await made('/api/cases', { number: `24-cv-${marker}`, title: `${marker} v. Roe` });
  const ofCase = `/api/cases/${caseId}`;
  await new Firm(server.database).join(caseId, member, 'lead');
  const entryId = await made(`${ofCase}/docket`, {
    filedOn: '2024-01-02',
    description: `${marker} answers the complaint`,
  });
  const party = await admin.post(`${ofCase}/parties`, { name: `${marker} Ltd`, role: 'Defendant' });
  const parties = await admin.get(`${ofCase}/parties`);
  const [{ partyId }] = parties.body.items;
  const wallId = await made(`${ofCase}/walls`, {
    userId: (await server.signInAs('paralegal')).userId,
    reason: `${marker} was a client`,
  });
  const taskId = await made('/api/tasks', { title: `${marker} task`, caseId });
  const templateId = await made('/api/workflow-templates', {
    name: `Template ${caseId}`,
    stages: [{ name: 'One', duration: 1, tasks: [{ title: 'A step' }] }],
  });
  const workflowId = await made('/api/workflows', { caseId, templateId });
  return {
    caseId,
    ids: {
      '/api/cases/:id': caseId,
      '/api/cases/:id/parties/:casePartyId': party.body.id,
      '/api/cases/:id/team/:userId': member.userId ?? '',
      '/api/cases/:id/walls/:wallId': wallId,
      '/api/docket/:entryId': entryId,
      '/api/parties/:id': partyId,
      '/api/tasks/:id': taskId,
      '/api/workflows/:id': workflowId,
    },
  };
}

function idOf({ status, body }: TestAnswer): string {
  if (status !== 201 && status !== 200) throw new Error(`not made: ${JSON.stringify(body)}`);
  return body.id;
}
