import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { inlineStyles } from './inline-styles.ts';
import { pageLinks } from './page-links.ts';
import { precompress } from './precompress.ts';

const lists =
  /virtual|InfiniteQuery|src[\\/](api[\\/](use-page-list|courts|cases)|ui[\\/](row-table|use-row-keys|list-frame|use-offset-top|select-column|filter-input|use-settled|combobox|court-picker))/i;
const entry = /src[\\/](sign-in[\\/]messages|ui[\\/](entry-frame|describe-device))/;
const parts = /src[\\/](api|ui|performance)[\\/]|node_modules/;

/**
 * The one configuration of the console, for production and for `npm run dev`. React's profiling
 * entry replaces the plain one so that render times are measured in production too.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss(), inlineStyles(), pageLinks(), precompress()],
  resolve: {
    conditions: ['source', 'module', 'browser', 'production'],
    alias: [{ find: /^react-dom\/client$/, replacement: 'react-dom/profiling' }],
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/api': { target: process.env['API_TARGET'] ?? 'http://localhost:3000' } },
  },
  build: {
    outDir: 'dist',
    target: 'es2023',
    // What is worth a data: URI says so itself: the policy allows one for images only.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Each file costs a way to the server and back: what screens share goes into few of them. The first
          // group that takes a module has it, with what it imports.
          groups: [
            { name: 'charts', test: /node_modules[\\/]uplot[\\/]/, priority: 5 },
            // With React: as two files they come at half the speed each, and the page needs both.
            { name: 'app', tags: ['$initial'], priority: 4 },
            {
              name: 'schemas',
              test: /[\\/](contracts[\\/]src|zod)[\\/]/,
              minShareCount: 2,
              priority: 3,
            },
            { name: 'entry', test: entry, priority: 2 },
            { name: 'lists', test: lists, minShareCount: 2, priority: 2 },
            { name: 'parts', test: parts, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
});
