import type { AccountSource } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.ts';
import { Database } from './database.ts';
import { openDatabase } from './open-database.ts';

/** Opens and migrates the configured database, gives it to every module, closes it at the end. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [CONFIG, GOVERNOR],
      useFactory: ({ database, server }: Config, governor: AccountSource): Promise<Database> =>
        openDatabase({
          ...database,
          dataDir: server.dataDir,
          account: governor.openAccount('db-result', 'database'),
        }),
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  readonly #database: Database;

  constructor(@Inject(Database) database: Database) {
    this.#database = database;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#database.close();
  }
}
