import { newId } from '../../platform/database/id.ts';
import { jsonSchemaOf } from '../../platform/http/docs/json-schema.ts';
import type { CollectedRoute } from '../../platform/http/routes/collected-route.ts';
import { sampleOf } from './sample-of.ts';

/** Who calls: a base address and a bearer token, or none. */
export interface Caller {
  readonly url: string;
  readonly token: string | null;
}

/** What came back; the code of an error document, null for anything else. */
export interface RouteAnswer {
  readonly status: number;
  readonly code: string | null;
}

/** What a call differs in. */
export interface RouteCall {
  /** Ids by the pattern that ends with their parameter: `/api/cases/:id`. Unknown ones are made up. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
  /** The address that a trusted proxy names. */
  readonly from?: string;
}

/** The patterns of a route's parameters: `/api/cases/:id`, `/api/cases/:id/walls/:wallId`. */
export function parameterPatterns(path: string): string[] {
  return [...path.matchAll(/:\w+/g)].map(({ index, 0: name }) =>
    path.slice(0, index + name.length),
  );
}

/** A body that fits the route's contract as far as the contract says; undefined where it takes none. */
export function sampleBody({ method, spec }: CollectedRoute): unknown {
  if (method === 'GET' || method === 'HEAD') return undefined;
  return spec.body === undefined ? {} : sampleOf(jsonSchemaOf(spec.body, 'input'));
}

/**
 * Calls a route and reads no more of the answer than its error code, so that an endless stream ends
 * the call too.
 */
export async function callRoute(
  { url, token }: Caller,
  route: CollectedRoute,
  { ids = {}, query = '', body, ifMatch, from }: RouteCall = {},
): Promise<RouteAnswer> {
  const { method } = route;
  const answer = await fetch(url + addressOf(route.path, ids) + query, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': contentType(route) }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(from === undefined ? {} : { 'x-forwarded-for': from }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (!answer.headers.get('content-type')?.includes('problem+json')) {
    await answer.body?.cancel();
    return { status: answer.status, code: null };
  }
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, code: code ?? null };
}

function contentType({ spec }: CollectedRoute): string {
  const [streamed] = spec.streams ?? [];
  return spec.body === undefined && streamed !== undefined ? streamed : 'application/json';
}

function addressOf(path: string, ids: Readonly<Record<string, string>>): string {
  let address = path;
  for (const pattern of parameterPatterns(path)) {
    const name = pattern.slice(pattern.lastIndexOf('/') + 1);
    address = address.replace(`/${name}`, `/${ids[pattern] ?? newId()}`);
  }
  return address.replace('*', 'x');
}
