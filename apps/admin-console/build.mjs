/** Builds the pages into dist/public. A script, because the packages of a workspace may lie in its own folder. */
import { join } from 'node:path';
import { build } from 'vite';

await build({ configFile: join(import.meta.dirname, 'vite.config.mjs') });
