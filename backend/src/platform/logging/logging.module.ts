import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { ErrorReporter } from '../errors/error-reporter.ts';

/** Nest token of the process's pino logger. */
export const LOGGER = Symbol('lexiflow:logger');

/** Gives the logger and the reporter of errors to every module. */
@Module({})
export class LoggingModule {
  static with(logger: Logger): DynamicModule {
    return {
      module: LoggingModule,
      global: true,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: ErrorReporter, useValue: new ErrorReporter(logger) },
      ],
      exports: [LOGGER, ErrorReporter],
    };
  }
}
