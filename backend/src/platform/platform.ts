import type { Clock, Governor } from '@lexiflow/memory';
import type { DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import type { ErrorReporter } from './errors/error-reporter.ts';
import type { HttpParts } from './http/http.module.ts';

/** What exists before the application is wired, and lives as long as the process. */
export interface Platform extends HttpParts {
  readonly config: Config;
  readonly logger: Logger;
  readonly reporter: ErrorReporter;
  readonly governor: Governor;
  /** In place of the configured database: tests bring their own. */
  readonly database?: DynamicModule;
  /** In place of the machine's, where requests end: tests bring their own. */
  readonly clock?: Pick<Clock, 'after'> | undefined;
  /** The same where an overload is told from a burst. */
  readonly overloadClock?: Clock;
}
