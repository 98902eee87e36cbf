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
      inject: [CONFIG],
      useFactory: ({ database, server }: Config): Promise<Database> =>
        openDatabase({ ...database, dataDir: server.dataDir }),
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
