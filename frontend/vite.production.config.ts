import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/**
 * The one configuration of the console, for production and for `npm run dev`. React's profiling
 * entry replaces the plain one so that render times are measured in production too.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss(), precompress()],
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
    // A data: URI would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'charts', test: /node_modules[\\/]uplot[\\/]/ },
          ],
        },
      },
    },
  },
});
