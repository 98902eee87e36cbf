import type { Role, User } from '@lexiflow/contracts';
import { TestClient } from '../../platform/http/testing/test-client.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';

/** The password of every user that tests make. */
export const testPassword = 'seven quiet otters read law';

/** A user who can sign in with `testPassword`, made through the API by an administrator. */
export async function makeUser(
  admin: TestClient,
  role: Role,
  email = `${crypto.randomUUID()}@firm.example`,
): Promise<User> {
  const body = { email, name: `The ${role}`, role, password: testPassword };
  const answer = await admin.post<User>('/api/users', body);
  if (answer.status !== 201) throw new Error(`no user was made: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A client that has signed in as the user, from an address of its own. */
export async function signIn(
  server: TestServer,
  email: string,
  password = testPassword,
): Promise<TestClient> {
  const answer = await server.anonymous.post('/api/auth/sign-in', { email, password });
  if (answer.status !== 200) throw new Error(`no sign-in: ${JSON.stringify(answer.body)}`);
  return new TestClient(server.url, answer.body.token, answer.body.me.userId);
}
