import type { Plugin } from 'vite';

/**
 * Puts the stylesheet into the page: it is small, and a file of its own would cost the first paint one more way to
 * the server and back. The server allows it by its hash.
 */
export function inlineStyles(): Plugin {
  return {
    name: 'inline-styles',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        const styles = Object.values(bundle).find(({ fileName }) => fileName.endsWith('.css'));
        if (page?.type !== 'asset' || styles?.type !== 'asset') {
          throw new Error('the build has no page or no stylesheet');
        }
        const link = new RegExp(`<link rel="stylesheet"[^>]*href="/${styles.fileName}">`);
        const html = String(page.source);
        if (!link.test(html)) throw new Error(`the page does not name ${styles.fileName}`);
        page.source = html.replace(link, () => `<style>${String(styles.source).trim()}</style>`);
        delete bundle[styles.fileName];
      },
    },
  };
}
