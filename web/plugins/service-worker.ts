/**
 * Builds src/sw.ts to /sw.js with the list of hashed files to keep for a start without a network.
 *
 * The list is a set of what is there: one file named twice, or one that is missing, makes cache.addAll() reject, and
 * the worker would silently never install.
 */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

export function serviceWorker(): Plugin {
  let outDir = 'dist';
  let shell: string[] = [];
  let revision = '';
  return {
    name: 'vitrine:service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    // What was written, not what was meant to be: the first stylesheet ends up in the page itself.
    writeBundle(_options, bundle) {
      const kept = Object.keys(bundle).filter((name) => /\.(js|css|woff2)$/.test(name));
      shell = [...new Set([...kept.map((name) => `/${name}`), '/icon.svg', '/manifest.webmanifest'])].sort();
      const page = bundle['index.html'];
      const html = page?.type === 'asset' ? String(page.source) : '';
      revision = createHash('sha256').update(shell.join('\n')).update(html).digest('hex').slice(0, 12);
    },
    async closeBundle() {
      if (!revision) return;
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'warn',
        define: { __SHELL__: JSON.stringify(shell), __REVISION__: JSON.stringify(revision) },
        build: {
          outDir,
          emptyOutDir: false,
          target: 'es2022',
          reportCompressedSize: false,
          rollupOptions: {
            input: fileURLToPath(new URL('../src/sw.ts', import.meta.url)),
            output: { entryFileNames: 'sw.js', format: 'iife' },
          },
        },
      });
    },
  };
}
