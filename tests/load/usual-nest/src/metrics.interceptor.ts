import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';

const requests = new Counter({
  name: 'http_requests_total',
  help: 'Requests',
  labelNames: ['method', 'route', 'status'],
});
const durations = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Durations',
  labelNames: ['method', 'route', 'status'],
});

@Injectable()
export class MetricsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const end = durations.startTimer();
    return next.handle().pipe(
      finalize(() => {
        const labels = {
          method: http.getRequest().method,
          route: http.getRequest().route?.path ?? 'unknown',
          status: http.getResponse().statusCode,
        };
        requests.inc(labels);
        end(labels);
      }),
    );
  }
}
