import { makeFirstAdministrator } from '../../support/first-administrator.ts';
import { ApiClient } from '../../support/api-client.ts';
import type { RunningServer } from '../../support/server.ts';
import { USERS } from './watched-bounds.ts';

const CASES = 30;
export const PASSWORD = 'forty quiet otters swim';

/** The people and records that the services work on. */
export interface SoakFirm {
  readonly admin: ApiClient;
  readonly users: ReadonlyArray<{ id: string; email: string; client: ApiClient }>;
  readonly caseIds: readonly string[];
  readonly templateId: string;
}

/** Makes the firm through the API of a new server. */
export async function makeFirm(server: RunningServer): Promise<SoakFirm> {
  const url = (): string => server.url;
  const person = { email: 'soak@firm.example', name: 'Soak', password: PASSWORD };
  const setup = await makeFirstAdministrator(server, person);
  const admin = new ApiClient(url, ((await setup.json()) as { token: string }).token);
  const users = [];
  for (let n = 0; n < USERS; n += 1)
    users.push({
      email: `soak${n}@firm.example`,
      ...(await admin.newUser('partner', `Soak${n}`)),
    });
  const caseIds: string[] = [];
  for (let n = 0; n < CASES; n += 1)
    caseIds.push(
      (await admin.post('/cases', { number: `S-${n}`, title: `Soak ${n} v. Limit` })).id,
    );
  const stage = (name: string) => ({
    name,
    duration: 10,
    tasks: [1, 2].map((task) => ({ title: `${name} ${task}` })),
  });
  const { id } = await admin.post('/workflow-templates', {
    name: 'Soak',
    stages: [stage('Intake'), stage('Review')],
  });
  return { admin, users, caseIds, templateId: id };
}
