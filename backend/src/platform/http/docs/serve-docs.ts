import type { FastifyInstance } from 'fastify';
import { definedErrors } from '../../errors/define-error.ts';
import type { EndpointConfig } from '../endpoint.ts';
import type { RouteTable } from '../routes/route-table.ts';
import { pageHeaders, pagePolicy } from '../security-headers.ts';
import { docsPage, docsStyles } from './docs-page.ts';
import { docsScript } from './docs-script.ts';
import { errorsPage } from './errors-page.ts';
import { openApiOf } from './openapi.ts';

/**
 * Serves the OpenAPI document and a page that shows it. The document is made on the first request
 * for it and kept; everything comes from this server, under the strict policy.
 */
export function serveDocs(instance: FastifyInstance, table: RouteTable, version: string): void {
  const headers = pageHeaders(pagePolicy());
  let document: string | null = null;
  const serve = (path: string, summary: string, produces: string, body: () => string) => {
    const config: EndpointConfig = {
      endpoint: { access: 'public', summary, produces, tag: 'docs', priority: 'admin' },
    };
    instance.get(path, { config }, (_request, reply) => {
      reply.headers(headers);
      return reply.type(`${produces}; charset=utf-8`).send(body());
    });
  };
  serve('/api/openapi.json', 'The OpenAPI 3.1 document', 'application/json', () => {
    return (document ??= JSON.stringify(openApiOf(table.all, version)));
  });
  serve('/api/docs', 'The API reference', 'text/html', () => docsPage);
  serve('/api/docs/docs.js', 'Its script', 'text/javascript', () => docsScript);
  serve('/api/docs/docs.css', 'Its styles', 'text/css', () => docsStyles);
  serve('/api/docs/errors', 'Every error code', 'text/html', () => errorsPage(definedErrors()));
}
