import { monitorLimits } from '../monitor.limits.ts';
import type { RouteTotal, RouteTotals } from '../speed/route-totals.ts';
import type { MemoryReading } from '../target/memory-reading.ts';

/** What one reading of a target's metrics page says. */
export interface MetricsFigures {
  /** Null when the page names no memory. */
  readonly memory: MemoryReading | null;
  /** When the process began; null when the page does not say. */
  readonly startedMs: number | null;
  readonly routes: RouteTotals;
}

const GAUGES = [
  'lexiflow_memory_working_set_bytes',
  'lexiflow_memory_limit_bytes',
  'lexiflow_memory_budget_bytes',
  'process_resident_memory_bytes',
  'process_start_time_seconds',
  'process_uptime_seconds',
] as const;
const TIME = 'lexiflow_http_request_duration_seconds';
const REQUESTS = 'lexiflow_http_requests_total';
/** What the monitor and other probes ask for says nothing of the speed that people see. */
const PROBES = /[/ ](health|metrics|monitoring)\b/;

/** Reads a Prometheus page line by line and keeps the few figures that are needed. */
export class MetricsPageReader {
  readonly #gauges = new Map<string, number>();
  readonly #routes = new Map<string, RouteTotal>();

  take(line: string): void {
    if (line.startsWith('#')) return;
    if (line.startsWith(TIME)) this.#takeTime(line);
    else if (line.startsWith(REQUESTS)) this.#takeRequests(line);
    else {
      const [name = '', value] = line.split(' ', 2);
      if ((GAUGES as readonly string[]).includes(name)) this.#gauges.set(name, Number(value));
    }
  }

  /** The figures of the page read so far, at the time of the reading. */
  figures(atMs: number): MetricsFigures {
    const gauge = (name: (typeof GAUGES)[number]): number | null => {
      const value = this.#gauges.get(name);
      return value !== undefined && Number.isFinite(value) ? value : null;
    };
    const uptime = gauge('process_uptime_seconds');
    const started = gauge('process_start_time_seconds');
    const rss = gauge('process_resident_memory_bytes');
    const used = gauge('lexiflow_memory_working_set_bytes') ?? rss;
    const limit = gauge('lexiflow_memory_limit_bytes') || gauge('lexiflow_memory_budget_bytes');
    return {
      memory: used === null ? null : memoryOf(used, rss ?? used, limit),
      startedMs: started !== null ? started * 1000 : uptime === null ? null : atMs - uptime * 1000,
      routes: this.#routes,
    };
  }

  #takeTime(line: string): void {
    const sample = /^\w+_(sum|count)\{[^}]*route="((?:[^"\\]|\\.)*)"[^}]*\} (\S+)/.exec(line);
    if (sample === null) return;
    const total = this.#total(sample[2]!);
    if (total === null) return;
    if (sample[1] === 'sum') total.seconds += Number(sample[3]) || 0;
    else total.count += Number(sample[3]) || 0;
  }

  #takeRequests(line: string): void {
    if (!line.includes('status="5')) return;
    const sample = /route="((?:[^"\\]|\\.)*)"[^}]*\} (\S+)/.exec(line);
    const total = sample === null ? null : this.#total(sample[1]!);
    if (total !== null) total.failed += Number(sample?.[2]) || 0;
  }

  #total(route: string): RouteTotal | null {
    if (PROBES.test(route)) return null;
    const known = this.#routes.get(route);
    if (known !== undefined) return known;
    if (this.#routes.size >= monitorLimits.routes.value) return null;
    const total: RouteTotal = { count: 0, seconds: 0, failed: 0 };
    this.#routes.set(route, total);
    return total;
  }
}

function memoryOf(used: number, rss: number, limit: number | null): MemoryReading {
  return {
    usageBytes: used,
    workingSetBytes: used,
    usedBytes: used,
    rssBytes: rss,
    kernelBytes: null,
    limitBytes: limit !== null && limit > 0 ? limit : null,
    limitHits: 0,
    oomKills: 0,
  };
}
