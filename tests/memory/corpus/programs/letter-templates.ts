import { serveLoopback } from '../loopback.ts';
import type { CorpusProgram } from '../program.ts';
import { textOf } from '../text-of.ts';

type Template = (name: string) => string;

class LetterTemplates {
  readonly #compiled: Record<string, Template> = {};

  render(form: string, name: string): string {
    const compiled = (this.#compiled[form] ??= this.#compile(form));
    return compiled(name);
  }

  #compile(form: string): Template {
    const parts = Array.from({ length: 12 }, () => textOf(1_500));
    return (name) => parts.map((part) => part.slice(0, 20)).join(`${form} ${name}`);
  }
}

/** Three hundred forms, each compiled when the first letter needs it. */
export const program: CorpusProgram = {
  about: 'cache of templates in a plain object until all forms have been seen',
  verdict: 'benign',
  async start(host) {
    const templates = new LetterTemplates();
    host.keep(templates);
    const { ask } = await serveLoopback(host, (incoming, outgoing) => {
      outgoing.end(templates.render(incoming.url ?? '/', 'Anna'));
    });
    host.every(12, async () => void (await ask(`/form-${Math.trunc(Math.random() * 300)}`)));
  },
};
