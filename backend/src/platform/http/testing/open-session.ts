import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '@lexiflow/contracts';
import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { newId } from '../../database/id.ts';

/** Makes a user who cannot sign in with a password and opens a session for it. */
export async function openSession(
  database: Database,
  role: Role,
  name = `Test ${role}`,
): Promise<{ token: string; userId: string }> {
  const userId = newId();
  const token = `lxs_${randomBytes(32).toString('base64url')}`;
  const hash = createHash('sha256').update(token).digest();
  await sql`insert into users (id, email, name, role, password_hash)
    values (${userId}, ${`${userId}@test.example`}, ${name}, ${role}, '!')`.execute(database.db);
  await sql`insert into sessions (id, user_id, token_hash, device, ip, expires_at)
    values (${newId()}, ${userId}, ${hash}, 'test', '127.0.0.1', now() + interval '1 hour')`.execute(
    database.db,
  );
  return { token, userId };
}
