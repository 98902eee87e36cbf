import { Injectable } from '@nestjs/common';
import * as z from 'zod/mini';
import { OutboundGuard } from '../../platform/outbound/outbound-guard.ts';
import { requestOutbound } from '../../platform/outbound/outbound-request.ts';
import type { Connection, Connector, RunFacts } from '../connectors/connector.ts';
import { requireWebAddress } from '../connectors/require-encryption.ts';
import { requireWelcome } from '../connectors/require-welcome.ts';
import { integrationErrors } from '../integrations.errors.ts';
import { embeddingsLimits } from './embeddings.limits.ts';

const models = z.object({ data: z.array(z.object({ id: z.string() })) });
const embeddings = z.object({
  data: z.array(z.object({ index: z.number(), embedding: z.array(z.number()) })),
});

/** An endpoint that speaks the embeddings and models calls of the OpenAI API. */
@Injectable()
export class EmbeddingsConnector implements Connector<'embeddings'> {
  readonly kind = 'embeddings';

  constructor(private readonly guard: OutboundGuard) {}

  async test(connection: Connection<'embeddings'>): Promise<RunFacts> {
    const { model } = connection.settings;
    const known = await this.models(connection);
    if (!known.includes(model))
      throw integrationErrors.badAnswer(`the service has no model ${model}`);
    const [vector] = await this.embed(connection, ['connection test']);
    return { models: known.length, model, dimension: vector?.length ?? 0 };
  }

  /** Ids of the models that the service offers, at most 1,000. */
  async models(connection: Connection<'embeddings'>): Promise<string[]> {
    const { data } = await this.#call(connection, 'models', models);
    return data.slice(0, embeddingsLimits.modelEntries).map(({ id }) => id);
  }

  /** One vector for each text, in their order, all of one dimension. At most 256 texts. */
  async embed(
    connection: Connection<'embeddings'>,
    input: readonly string[],
  ): Promise<Float32Array[]> {
    if (input.length > embeddingsLimits.inputEntries)
      throw integrationErrors.tooLarge(`${input.length} texts at once`);
    const { model } = connection.settings;
    const body = { model, input, encoding_format: 'float' };
    const { data } = await this.#call(connection, 'embeddings', embeddings, body);
    const vectors = data
      .toSorted((a, b) => a.index - b.index)
      .map(({ embedding }) => Float32Array.from(embedding));
    const dimension = vectors[0]?.length ?? 0;
    const fit = vectors.every((vector) => vector.length === dimension && dimension > 0);
    if (vectors.length !== input.length || !fit)
      throw integrationErrors.badAnswer('not one vector of one dimension for each text');
    return vectors;
  }

  async #call<Schema extends z.core.$ZodType>(
    { settings, credentials, signal, account }: Connection<'embeddings'>,
    path: string,
    schema: Schema,
    body?: object,
  ): Promise<z.output<Schema>> {
    const base = await requireWebAddress(this.guard, settings.baseUrl);
    const { apiKey } = credentials;
    const answer = await requestOutbound(this.guard, {
      url: `${base.href.replace(/\/$/, '')}/${path}`,
      method: body === undefined ? 'GET' : 'POST',
      protocols: ['https:', 'http:'],
      timeoutMs: embeddingsLimits.requestMs,
      answerBytes: embeddingsLimits.answerBytes,
      signal,
      account,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    account.shrink(answer.body.length);
    requireWelcome(answer.status, path);
    const read = z.safeParse(schema, jsonOf(answer.body));
    if (!read.success) throw integrationErrors.badAnswer(`${path} did not answer what it should`);
    return read.data;
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
