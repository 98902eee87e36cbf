import type { BuiltPage } from '@lexiflow/contracts';
import type { Plugin } from 'vite';
import { entryPages, ME_ADDRESS, screenPages, type Page } from './src/app/pages.ts';

/** The file the server reads: for each page the scripts its screen consists of, and the answers it reads first. */
const FILE = 'page-links.json';

/**
 * Writes down what each page of the console will ask for, so that the server can name it in the header `Link` of
 * the page and the browser asks for all of it at once.
 */
export function pageLinks(): Plugin {
  return {
    name: 'page-links',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const filesOf = (names: readonly string[], found = new Set<string>()): Set<string> => {
        for (const name of names) {
          if (found.has(name)) continue;
          found.add(name);
          filesOf(chunks.find(({ fileName }) => fileName === name)?.imports ?? [], found);
        }
        return found;
      };
      const sizeOf = (name: string) =>
        chunks.find(({ fileName }) => fileName === name)?.code.length ?? 0;
      const entry = chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
      const builtPage = (page: Page, isEntry: boolean): BuiltPage => {
        const screen = chunks.find(({ facadeModuleId }) =>
          facadeModuleId?.endsWith(`/src/${page.module}.tsx`),
        );
        if (!screen) throw new Error(`no script is made from ${page.module}`);
        // A browser opens few connections at a time: the longest way first.
        const scripts = [...filesOf([...entry, screen.fileName])].sort(
          (left, right) => sizeOf(right) - sizeOf(left),
        );
        return {
          path: page.path,
          isEntry,
          scripts: scripts.map((name) => `/${name}`),
          data: [ME_ADDRESS, ...(page.data ?? [])],
        };
      };
      const pages = [
        ...Object.values(entryPages).map((page) => builtPage(page, true)),
        ...screenPages.map((page) => builtPage(page, false)),
      ];
      this.emitFile({ type: 'asset', fileName: FILE, source: JSON.stringify(pages) });
    },
  };
}
