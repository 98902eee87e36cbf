import type { Permission } from '@lexiflow/contracts';
import type { Account } from '@lexiflow/memory';
import { applyDecorators, createParamDecorator, HttpCode } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { httpErrors } from './http.errors.ts';
import { inputProblems } from './input-problems.ts';
import type { CollectedRoute } from './routes/collected-route.ts';
import type { Viewer } from './viewer.ts';

/** How early a route is refused under memory pressure; the first four never are by level. */
export type RoutePriority =
  'health' | 'auth' | 'admin' | 'service' | 'interactive' | 'bulk' | 'export';

/** All there is to know about one route: who may call it, what it takes and what it answers. */
export interface EndpointSpec {
  /** `public`, `signed-in`, or the permission its caller must hold. */
  readonly access: 'public' | 'signed-in' | Permission;
  /**
   * Who may know of what the ids in the path name; required where the path has one. `case`: whoever
   * sees the case it belongs to; `own`: the one user it belongs to; `firm`: whoever may call the
   * route. All others are answered as if there were no such thing.
   */
  readonly ids?: 'case' | 'own' | 'firm';
  readonly summary: string;
  readonly body?: z.core.$ZodType;
  readonly query?: z.core.$ZodType;
  readonly params?: z.core.$ZodType;
  readonly answer?: z.core.$ZodType;
  readonly status?: number;
  readonly priority?: RoutePriority;
  /** Content types of a body that is handed over as a stream, not parsed. */
  readonly streams?: readonly string[];
  /** One record of a streamed body, for the documentation. */
  readonly record?: z.core.$ZodType;
  /** Largest body in bytes; the default stands in `http.limits.ts`. */
  readonly bodyLimitBytes?: number;
  /** Content type of the answer when it is not JSON. */
  readonly produces?: string;
  readonly tag?: string;
  /** A public route that still wants to know its viewer when the request carries a token. */
  readonly readsViewer?: boolean;
}

/** Where the spec stands in a Fastify route's `config`. */
export interface EndpointConfig {
  readonly endpoint?: EndpointSpec;
}

/**
 * Declares a route: its access rule, schemas and documentation in one place. A route without it
 * is refused at start, so nothing is open by omission.
 */
export function Endpoint(spec: EndpointSpec): MethodDecorator {
  return applyDecorators(
    RouteConfig({ endpoint: spec } satisfies EndpointConfig),
    HttpCode(spec.status ?? 200),
  );
}

/** The endpoint of a request, as its route declared it. */
export function endpointOf(request: FastifyRequest): EndpointSpec | undefined {
  return request.route?.spec;
}

type InputPart = 'body' | 'query' | 'params';

/**
 * The parsed body, query or path parameters, validated by the schema of the route's `@Endpoint`.
 * Throws HTTP_INVALID_INPUT with every refused field.
 */
export const Input = createParamDecorator((part: InputPart, context: ExecutionContext): unknown => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const schema = endpointOf(request)?.[part];
  if (!schema) throw new Error(`The endpoint declares no schema for its ${part}`);
  return parseInput(schema, request[part], part);
});

/** Parses one part of a request; throws HTTP_INVALID_INPUT naming each refused field. */
export function parseInput<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
  part: InputPart,
): z.output<Schema> {
  const result = z.safeParse(schema, value ?? {});
  if (result.success) return result.data;
  throw httpErrors.invalidInput({ errors: inputProblems(result.error.issues, part) });
}

/** The viewer of the request; only on routes whose access is not `public`. */
export const CurrentViewer = createParamDecorator(
  (_: unknown, context: ExecutionContext): Viewer => {
    const { viewer } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!viewer) throw httpErrors.notSignedIn();
    return viewer;
  },
);

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer | null;
    /** The route that answers, null when none does. */
    route: CollectedRoute | null;
    /** Where the request's bytes are charged; null before admission and after its end. */
    account: Account | null;
    /** What its handler has promised; null before it is called, and once it has ended. */
    handling: Promise<unknown> | null;
    /** When it was let in by the overload gate, and must leave it; null for what does not pass it. */
    enteredMs: number | null;
  }
}
