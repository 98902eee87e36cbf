import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.ts';
import { RequestFigures } from '../metrics/request-figures.ts';
import { Lifecycle } from './lifecycle.ts';
import { RouteTable } from './routes/route-table.ts';
import { TrafficGuard } from './traffic/traffic-guard.ts';

/** The parts of the HTTP server that exist before Nest and that features look at. */
export interface HttpParts {
  readonly lifecycle: Lifecycle;
  readonly figures: RequestFigures;
  readonly table: RouteTable;
  readonly metrics: Metrics;
  readonly traffic: TrafficGuard;
}

/** Gives the server's phase, figures, routes, metrics page and traffic guard to every module. */
@Module({})
export class HttpModule {
  static with({ lifecycle, figures, table, metrics, traffic }: HttpParts): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      providers: [
        { provide: Lifecycle, useValue: lifecycle },
        { provide: RequestFigures, useValue: figures },
        { provide: RouteTable, useValue: table },
        { provide: Metrics, useValue: metrics },
        { provide: TrafficGuard, useValue: traffic },
      ],
      exports: [Lifecycle, RequestFigures, RouteTable, Metrics, TrafficGuard],
    };
  }
}
