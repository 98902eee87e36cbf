/** One import, re-export or dynamic import with a literal name. */
export interface FoundImport {
  readonly specifier: string;
  readonly line: number;
}

const IMPORT =
  /(?:^|[;}\s])(?:import|export)\s+(?:type\s+)?(?:[\w$*{][^'"`;]*?\sfrom\s*)?['"]([^'"\n]+)['"]|\bimport\s*\(\s*['"]([^'"\n]+)['"]\s*[),]/g;

/** The imports of a source text. Text in comments and template literals is not told apart from code. */
export function findImports(text: string): FoundImport[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? '';
    const line = text.slice(0, match.index + match[0].indexOf(specifier)).split('\n').length;
    return { specifier, line };
  });
}
