import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Tables } from '../../platform/database/tables.ts';
import { PasswordHasher } from '../passwords/password-hasher.ts';
import { SessionService } from '../sessions/session.service.ts';
import { UserRepository } from '../users/user.repository.ts';

/** Gives a user a new passphrase and ends every session of theirs. */
@Injectable()
export class NewPassword {
  constructor(
    private readonly hasher: PasswordHasher,
    private readonly users: UserRepository,
    private readonly sessions: SessionService,
  ) {}

  /** The slow hash. Throws AUTH_BUSY. */
  async hash(password: string): Promise<string> {
    return await this.hasher.hash(password);
  }

  /** Stores it, which ends a lock too, and ends the sessions; then call `announce`. */
  async set(trx: Transaction<Tables>, userId: string, passwordHash: string): Promise<void> {
    await this.users.update(trx, userId, { passwordHash });
    await this.sessions.endAllBut(trx, userId, null);
  }

  /** Makes this process forget the sessions, after the transaction. */
  announce(userId: string): void {
    this.sessions.announceEnded(userId);
  }
}
