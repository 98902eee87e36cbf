import type { SourceFile } from './source-files.ts';

const CONTROLLER = /@Controller\((?:'([^']*)')?\)/;
const ROUTE =
  /@(Get|Post|Put|Patch|Delete)\((?:'([^']*)')?\)\s*@Endpoint\(\{([\s\S]*?)\}\)\s*(?:async )?\w+\(/g;

/** Routes of controllers with an id in their path that do not say who may know of what it names. */
export function checkRoutes(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => path.endsWith('.controller.ts'))
    .flatMap(({ path, text }) => {
      const base = CONTROLLER.exec(text)?.[1] ?? '';
      return [...text.matchAll(ROUTE)].flatMap(([, method = '', own = '', spec = '']) => {
        const address = `/${[base, own].filter(Boolean).join('/')}`;
        return !address.includes('/:') || /\bids:/.test(spec)
          ? []
          : [`${path}: ${method} ${address} does not say \`ids: 'case' | 'own' | 'firm'\``];
      });
    });
}
