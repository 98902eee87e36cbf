import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { RequestFigures } from '../metrics/request-figures.ts';
import { Lifecycle } from './lifecycle.ts';
import { RouteTable } from './routes/route-table.ts';

/** The parts of the HTTP server that exist before Nest and that features look at. */
export interface HttpParts {
  readonly lifecycle: Lifecycle;
  readonly figures: RequestFigures;
  readonly table: RouteTable;
  readonly metrics: Metrics;
}

/** Gives the server's phase, figures, routes and metrics page to every module. */
@Module({})
export class HttpModule {
  static with({ lifecycle, figures, table, metrics }: HttpParts): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      providers: [
        { provide: Lifecycle, useValue: lifecycle },
        { provide: RequestFigures, useValue: figures },
        { provide: RouteTable, useValue: table },
        { provide: Metrics, useValue: metrics },
      ],
      exports: [Lifecycle, RequestFigures, RouteTable, Metrics],
    };
  }
}
