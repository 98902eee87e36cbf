import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageAt, type BuiltPage } from '@lexiflow/contracts';

/** The list of its pages that the console's build leaves beside them. */
const FILE = 'page-links.json';

interface PageLink {
  readonly path: string;
  readonly isEntry: boolean;
  /** The header for the bare address, and for one with a query, which changes what is read first. */
  readonly whole: string;
  readonly withQuery: string;
}

/**
 * The header `Link` of each page of the console. It names the scripts and API answers that the page is about to
 * ask for, so that a browser fetches them beside the page's first scripts instead of after them.
 */
export class PageLinks {
  readonly #links: readonly PageLink[];
  readonly #signIn: PageLink | undefined;

  constructor(pages: readonly BuiltPage[]) {
    this.#links = pages.map(({ path, isEntry, scripts, data }) => {
      const code = scripts.map((url) => `<${url}>; rel=modulepreload`);
      const answers = data.map((url) => `<${url}>; rel=preload; as=fetch; crossorigin`);
      // The largest script takes the connection of the page itself, the answers open the next ones.
      const [largest = '', ...others] = code;
      const header = (reads: readonly string[]) => [largest, ...reads, ...others].join(', ');
      return {
        path,
        isEntry,
        whole: header(answers),
        withQuery: header(answers.slice(0, 1)),
      };
    });
    this.#signIn = pageAt(this.#links, '/sign-in');
  }

  /** The links of the build in `folder`; none where it left no list. */
  static of(folder: string, files: ReadonlySet<string>): PageLinks {
    if (!files.has(FILE)) return new PageLinks([]);
    return new PageLinks(JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as BuiltPage[]);
  }

  /** The header for an address; who has no session gets the sign-in wherever one is needed. */
  at(url: string, hasSession: boolean): string | undefined {
    const [path = '/', query] = url.split('?', 2);
    const own = pageAt(this.#links, path);
    const shown = hasSession || own?.isEntry === true ? own : this.#signIn;
    return query === undefined ? shown?.whole : shown?.withQuery;
  }
}
