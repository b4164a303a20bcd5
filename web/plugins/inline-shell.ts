/**
 * Puts what the first paint needs into index.html itself: the style sheet, and a small script which starts the
 * first clip's first byte range before the application has even arrived. Saves one round trip each.
 *
 * Everything inline carries the nonce placeholder, so the page runs under a policy without 'unsafe-inline'.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformWithOxc, type Plugin } from 'vite';

const nonce = '__CSP_NONCE__';

export function inlineShell(): Plugin {
  return {
    name: 'vitrine:inline-shell',
    apply: 'build',
    enforce: 'post',
    // After Vite has written down which lazy page needs which file.
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return;
        let html = String(page.source);

        for (const [name, file] of Object.entries(bundle)) {
          if (file.type !== 'asset' || !name.endsWith('.css')) continue;
          const link = new RegExp(`\\s*<link rel="stylesheet"[^>]*href="/${name}"[^>]*>`);
          if (!link.test(html)) continue;
          const css = String(file.source).trim();
          // The function form keeps "$&" and friends in the style sheet from being read as patterns.
          html = html.replace(link, () => `\n    <style nonce="${nonce}">${css}</style>`);
          delete bundle[name];
          // Lazy pages list the first style sheet among what they need; it is on the page already, so they are pointed
          // to a file that is too.
          const here = /src="\/(assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
          for (const chunk of Object.values(bundle)) {
            if (chunk.type === 'chunk')
              chunk.code = chunk.code
                .replaceAll(`"${name}"`, `"${here}"`)
                .replaceAll(`\`${name}\``, `"${here}"`);
          }
        }

        const fonts = Object.keys(bundle).filter((name) =>
          /instrument.*latin-(400|wght)-normal.*\.woff2$/.test(name),
        );
        const preloads = fonts
          .map((name) => `    <link rel="preload" as="font" type="font/woff2" href="/${name}" crossorigin>\n`)
          .join('');

        const source = fileURLToPath(new URL('../src/early.ts', import.meta.url));
        const early = await transformWithOxc(readFileSync(source, 'utf8'), source, { target: 'es2022' });
        const script = early.code
          .replace(/\/\*[\s\S]*?\*\//g, '')
          .replace(/export\s*\{\s*\};?/g, '')
          .replace(/\n\s*/g, '\n')
          .replace(/\/\/# sourceMappingURL.*/g, '')
          .trim();
        html = html
          .replace('</head>', () => `${preloads}  </head>`)
          .replace('<noscript>', () => `<script nonce="${nonce}">${script}</script>\n    <noscript>`);
        page.source = html;
      },
    },
  };
}
