/** One page of the console as its build writes it down for the server, in `page-links.json`. */
export interface BuiltPage {
  readonly path: string;
  /** Whether it is shown to those who are not signed in. */
  readonly isEntry: boolean;
  /** Addresses of the scripts it consists of, the largest first. */
  readonly scripts: readonly string[];
  /** API addresses it reads first: who is signed in, then its own. */
  readonly data: readonly string[];
}

/** The page an address belongs to: its own, else the one whose last part is `:id`, which stands for any. */
export function pageAt<Page extends { readonly path: string }>(
  pages: readonly Page[],
  path: string,
): Page | undefined {
  const general = path.replace(/[^/]+$/, ':id');
  return pages.find((page) => page.path === path) ?? pages.find((page) => page.path === general);
}
