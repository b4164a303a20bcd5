import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Screenshots, server logs and generated clips. */
export const output = `${root}build/e2e`;
mkdirSync(output, { recursive: true });
