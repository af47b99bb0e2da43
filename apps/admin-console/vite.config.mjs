import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gateway sends what is already compressed: nothing is compressed per request. */
const compressed = () => ({
  name: 'compressed',
  writeBundle({ dir }, bundle) {
    for (const fileName of Object.keys(bundle).filter((name) => /\.(?:js|css)$/.test(name))) {
      const source = readFileSync(join(dir, fileName));
      writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(source));
      writeFileSync(join(dir, `${fileName}.gz`), gzipSync(source, { level: 9 }));
    }
  },
});

export default defineConfig({
  root: import.meta.dirname,
  // Links stay relative: the gateway knows under which path browsers find it.
  base: './',
  logLevel: 'warn',
  build: {
    outDir: 'dist/public',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // A policy that refuses `data:` scripts and styles refuses what is inlined, too.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [react(), compressed()],
});
