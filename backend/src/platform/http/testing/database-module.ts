import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Database } from '../../database/database.ts';

@Module({})
class TestDatabaseModule {}

/** A module that gives an already open database, which its owner closes. */
export function databaseModule(database: Database): DynamicModule {
  return {
    module: TestDatabaseModule,
    global: true,
    providers: [{ provide: Database, useValue: database }],
    exports: [Database],
  };
}
