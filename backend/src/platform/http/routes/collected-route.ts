import { refusalSteps } from '@lexiflow/memory';
import type { EndpointSpec, RoutePriority } from '../endpoint.ts';
import { httpLimits } from '../http.limits.ts';

/** One route of the server with what its declaration says, resolved once at start. */
export class CollectedRoute {
  readonly method: string;
  /** The pattern it is registered with: `/api/cases/:id`. */
  readonly path: string;
  /** `GET /api/cases/:id`: its name in metrics, logs and accounts. */
  readonly name: string;
  readonly spec: EndpointSpec;
  readonly priority: RoutePriority;
  readonly bodyLimitBytes: number;
  /**
   * Whether a request that has begun may still be refused for want of memory: a read of the classes that
   * give way. What changes something would be refused after it is done.
   */
  readonly isRefusable: boolean;
  readonly #segments: readonly string[];

  constructor(method: string, path: string, spec: EndpointSpec) {
    this.method = method;
    this.path = path;
    this.name = `${method} ${path}`;
    this.spec = spec;
    this.priority = spec.priority ?? 'interactive';
    this.bodyLimitBytes = spec.bodyLimitBytes ?? httpLimits.bodyBytes;
    this.isRefusable =
      (method === 'GET' || method === 'HEAD') && refusalSteps[this.priority] !== null;
    this.#segments = path.split('/');
  }

  /** True when an address, split at its slashes, has this route's shape. */
  matches(segments: readonly string[]): boolean {
    const own = this.#segments;
    return (
      own.length === segments.length &&
      own.every((segment, index) => segment.startsWith(':') || segment === segments[index])
    );
  }

  /** True for a body type that is handed to the handler as it arrives. */
  isStreamed(mediaType: string): boolean {
    return this.spec.streams?.includes(mediaType) ?? false;
  }
}
