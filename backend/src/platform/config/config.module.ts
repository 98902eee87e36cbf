import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { CONFIG } from './config.ts';
import type { Config } from './config.ts';

/** Gives the configuration to every module under the token `CONFIG`. */
@Module({})
export class ConfigModule {
  /** The module for one already validated configuration. */
  static with(config: Config): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CONFIG, useValue: config }],
      exports: [CONFIG],
    };
  }
}
