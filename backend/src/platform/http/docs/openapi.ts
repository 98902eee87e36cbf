import { problem } from '@lexiflow/contracts';
import type { CollectedRoute } from '../routes/collected-route.ts';
import { jsonSchemaOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

type Operation = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of all routes, made from their declarations. */
export function openApiOf(routes: readonly CollectedRoute[], version: string): object {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    if (route.method === 'HEAD') continue;
    const path = openApiPath(route.path);
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'LexiFlow',
      version,
      description:
        'Errors are RFC 9457 problem details with a stable code. Lists page by cursor. ' +
        'Sign in with "Authorization: Bearer TOKEN".',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: jsonSchemaOf(problem, 'output') },
      responses: {
        Problem: {
          description: 'An error: what happened, its code, and what to do about it.',
          content: { 'application/problem+json': { schema: reference('schemas', 'Problem') } },
        },
      },
    },
  };
}

function operationOf(route: CollectedRoute): Operation {
  const { spec, path, method } = route;
  const isPublic = spec.access === 'public';
  const answers = {
    [String(spec.status ?? 200)]: answerOf(route),
    default: reference('responses', 'Problem'),
  };
  return {
    operationId: operationId(method, path),
    summary: spec.summary,
    tags: [spec.tag ?? path.split('/')[2] ?? 'console'],
    security: isPublic ? [] : [{ bearer: [] }],
    'x-access': spec.access,
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...bodyOf(route),
    responses: answers,
  };
}

function answerOf({ spec }: CollectedRoute): object {
  if ((spec.status ?? 200) === 204) return { description: 'Done, nothing to say.' };
  const schema = spec.answer === undefined ? {} : jsonSchemaOf(spec.answer, 'output');
  return {
    description: spec.summary,
    content: { [spec.produces ?? 'application/json']: { schema } },
  };
}

function bodyOf({ spec }: CollectedRoute): object | null {
  const record = spec.record === undefined ? {} : jsonSchemaOf(spec.record, 'input');
  const streamed = Object.fromEntries(
    (spec.streams ?? []).map((type) => [type, { schema: record }]),
  );
  const parsed =
    spec.body === undefined
      ? {}
      : { 'application/json': { schema: jsonSchemaOf(spec.body, 'input') } };
  const content = { ...streamed, ...parsed };
  return Object.keys(content).length === 0 ? null : { requestBody: { required: true, content } };
}

function pathParameters({ path, spec }: CollectedRoute): object[] {
  const properties = propertiesOf(
    spec.params === undefined ? {} : jsonSchemaOf(spec.params, 'input'),
  );
  return namesIn(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? { type: 'string' },
  }));
}

function queryParameters({ spec }: CollectedRoute): object[] {
  if (spec.query === undefined) return [];
  const schema = jsonSchemaOf(spec.query, 'input');
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(propertiesOf(schema)).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: property,
  }));
}

function propertiesOf(schema: JsonSchema): Readonly<Record<string, object>> {
  return (schema['properties'] as Record<string, object> | undefined) ?? {};
}

function namesIn(path: string): string[] {
  return [...path.matchAll(/:(\w+)|\*/g)].map((match) => match[1] ?? 'rest');
}

function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{rest}');
}

function operationId(method: string, path: string): string {
  const words = path.split(/[^\w]+/).filter((word) => word !== '' && word !== 'api');
  return (
    method.toLowerCase() + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('')
  );
}

function reference(kind: string, name: string): object {
  return { $ref: `#/components/${kind}/${name}` };
}
