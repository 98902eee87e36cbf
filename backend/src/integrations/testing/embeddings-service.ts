import type { HttpService } from './http-service.ts';
import { sendJson } from './http-service.ts';

/** Lets a service speak the models and embeddings calls of the OpenAI API; vectors count letters. */
export function speakEmbeddings(service: HttpService, apiKey: string, model: string): void {
  service.answer = (request, response, body) => {
    if (request.headers.authorization !== `Bearer ${apiKey}`) {
      const error = { message: 'Incorrect API key provided', type: 'invalid_request_error' };
      return sendJson(response, 401, { error });
    }
    if (request.method === 'GET' && request.url === '/v1/models') {
      return sendJson(response, 200, { object: 'list', data: [{ id: model, object: 'model' }] });
    }
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') {
      return sendJson(response, 404, { error: { message: 'Unknown request URL' } });
    }
    const { input } = JSON.parse(body) as { input: string[] };
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: Array.from({ length: 26 }, (_, letter) => countOf(text, letter)),
    }));
    // The order of the answer is not promised.
    data.reverse();
    const usage = { prompt_tokens: input.length, total_tokens: input.length };
    sendJson(response, 200, { object: 'list', data, model, usage });
  };
}

function countOf(text: string, letter: number): number {
  return text.toLowerCase().split(String.fromCodePoint(97 + letter)).length - 1;
}
