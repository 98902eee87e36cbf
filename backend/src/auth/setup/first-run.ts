import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { Database } from '../../platform/database/database.ts';
import { hashToken, newToken } from '../credentials/token.ts';
import { SetupRepository } from './setup.repository.ts';
import { SetupService } from './setup.service.ts';

/** Gives the person who starts the server the means to make the first administrator. */
@Injectable()
export class FirstRun {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly links: SetupRepository,
    private readonly setup: SetupService,
  ) {}

  /**
   * A new one-time link, valid for 24 hours, or null when an administrator exists. The token stands
   * behind `#`, so that no proxy and no log sees it. `port` is the one really listened on, for
   * `PORT=0`.
   */
  async firstRunLink(port: number = this.config.server.port): Promise<string | null> {
    if (!(await this.setup.isNeeded())) return null;
    const token = newToken('lxu');
    await this.database.transaction((trx) => this.links.insert(trx, hashToken(token)));
    const base = this.config.server.publicUrl ?? `http://localhost:${port}`;
    return `${base.replace(/\/$/, '')}/setup#token=${token}`;
  }
}
