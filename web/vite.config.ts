import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { firstChunk } from './plugins/first-chunk.ts';
import { inlineShell } from './plugins/inline-shell.ts';
import { serviceWorker } from './plugins/service-worker.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.VITRINE_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte(), inlineShell(), serviceWorker()],
  // The server replaces this placeholder by a fresh nonce in every answer.
  html: { cspNonce: '__CSP_NONCE__' },
  resolve: {
    alias: {
      $lib: here('./src/lib'),
      $ui: here('./src/ui'),
      $features: here('./src/features'),
    },
    // Component tests need Svelte's browser build, not its server build.
    ...(process.env.VITEST ? { conditions: ['browser'] } : {}),
  },
  build: {
    target: 'es2022',
    // A file inlined as data: would need a wider policy than we want to send.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { codeSplitting: firstChunk } },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/media', '/oembed'].map((path) => [path, { target: server, changeOrigin: true }]),
    ),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
    setupFiles: ['./tests/unit/setup.ts'],
    // For what hangs; a machine busy with a C++ build takes its time for the rest.
    testTimeout: 30_000,
  },
});
