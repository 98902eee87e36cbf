import { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database.ts';

/** Name of the plan's line, and of the part of the budget, that the embedded database has. */
const LINE = 'embedded database';

/** Tells the governor what the embedded database holds for as long as the application runs. */
@Module({})
export class DatabaseMemoryModule implements OnApplicationShutdown {
  readonly #end: () => void;

  constructor(@Inject(GOVERNOR) governor: Governor, database: Database) {
    this.#end =
      database.kind === 'embedded'
        ? governor.registerStanding(LINE, () => database.memoryBytes)
        : () => undefined;
  }

  onApplicationShutdown(): void {
    this.#end();
  }
}
