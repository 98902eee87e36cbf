import type { Permission, Role } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { LAST_SEEN_INTERVAL_MS, SESSION_IDLE_MS, SESSION_LIFE_MS } from '../auth.limits.ts';

/** A credential that is valid now, with the user it stands for. */
export interface LiveCredential {
  readonly credentialId: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly accessVersion: number;
  /** Null for a session: everything the role allows. */
  readonly scopes: readonly Permission[] | null;
  /** Null for a key without an end. */
  readonly expiresAtMs: number | null;
  readonly lastSeenMs: number;
}

interface Row {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: Role;
  access_version: number;
  scopes: Permission[] | null;
  expires_ms: number | null;
  seen_ms: number | null;
}

const liveSession = `
  select s.id, u.id as user_id, u.name, u.email, u.role, u.access_version, null::text[] as scopes,
    (extract(epoch from s.expires_at) * 1000)::bigint as expires_ms,
    (extract(epoch from s.last_seen_at) * 1000)::bigint as seen_ms
  from sessions s join users u on u.id = s.user_id
  where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()
    and u.disabled_at is null`;

const liveApiKey = `
  select k.id, u.id as user_id, u.name, u.email, u.role, u.access_version, k.scopes,
    (extract(epoch from k.expires_at) * 1000)::bigint as expires_ms,
    (extract(epoch from k.last_used_at) * 1000)::bigint as seen_ms
  from api_keys k join users u on u.id = k.user_id
  where k.key_hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    and u.disabled_at is null`;

const liveByIds = `
  select s.id, u.id as user_id, u.name, u.email, u.role, u.access_version, null::text[] as scopes,
    (extract(epoch from s.expires_at) * 1000)::bigint as expires_ms, null::bigint as seen_ms
  from sessions s join users u on u.id = s.user_id
  where s.id = any($1::uuid[]) and s.revoked_at is null and s.expires_at > now()
    and u.disabled_at is null
  union all
  select k.id, u.id as user_id, u.name, u.email, u.role, u.access_version, k.scopes,
    (extract(epoch from k.expires_at) * 1000)::bigint as expires_ms, null::bigint as seen_ms
  from api_keys k join users u on u.id = k.user_id
  where k.id = any($1::uuid[]) and k.revoked_at is null
    and (k.expires_at is null or k.expires_at > now()) and u.disabled_at is null`;

/** Reads live sessions and API keys by the hash of their token, and writes down their use. */
@Injectable()
export class CredentialRepository {
  constructor(private readonly database: Database) {}

  /** The session with this token hash, unless it is expired, revoked, or its user disabled. */
  async liveSession(tokenHash: Buffer): Promise<LiveCredential | null> {
    const [row] = await this.database.preparedRead<Row>('auth-session', liveSession, [tokenHash]);
    return row ? liveCredential(row) : null;
  }

  /** The API key with this hash, unless it is expired, revoked, or its owner disabled. */
  async liveApiKey(keyHash: Buffer): Promise<LiveCredential | null> {
    const [row] = await this.database.preparedRead<Row>('auth-api-key', liveApiKey, [keyHash]);
    return row ? liveCredential(row) : null;
  }

  /** Those of these sessions and API keys that are live now, in any order. */
  async liveByIds(ids: readonly string[]): Promise<LiveCredential[]> {
    const rows = await this.database.preparedRead<Row>('auth-live-by-ids', liveByIds, [ids]);
    return rows.map(liveCredential);
  }

  /** Slides the end of a session and notes its address; does nothing within a minute of the last time. */
  async sessionSeen(id: string, address: string): Promise<void> {
    await sql`update sessions set last_seen_at = now(), last_ip = ${address}, expires_at = least(
        now() + make_interval(secs => ${SESSION_IDLE_MS / 1000}),
        created_at + make_interval(secs => ${SESSION_LIFE_MS / 1000}))
      where id = ${id} and revoked_at is null and expires_at > now()
        and last_seen_at <= now() - make_interval(secs => ${LAST_SEEN_INTERVAL_MS / 1000})`.execute(
      this.database.db,
    );
  }

  /** Writes down that a key was used; does nothing within a minute of the last time. */
  async apiKeyUsed(id: string): Promise<void> {
    await sql`update api_keys set last_used_at = now()
      where id = ${id} and revoked_at is null and (last_used_at is null
        or last_used_at <= now() - make_interval(secs => ${LAST_SEEN_INTERVAL_MS / 1000}))`.execute(
      this.database.db,
    );
  }
}

function liveCredential(row: Row): LiveCredential {
  return {
    credentialId: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    accessVersion: row.access_version,
    scopes: row.scopes,
    expiresAtMs: row.expires_ms,
    lastSeenMs: row.seen_ms ?? 0,
  };
}
