/**
 * What is published stands alone: one file that holds what it uses of the other libraries, beside the compiler's types.
 * `npm pack` calls this before it packs, and with --undo afterwards, so that the next build compiles as usual.
 */
import { readFileSync, rmSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const licenseOf = (name) => {
  const folder = dirname(findPackageJSON(name, new URL('../service-kit/package.json', import.meta.url)));
  return `Holds parts of ${name}.\n${readFileSync(`${folder}/LICENSE`, 'utf8')}`;
};

/** The interface of OpenTelemetry finds what records spans in its caller by itself, also from within this file. */
const taken = /^(?:\.|\/|zod$|@opentelemetry\/api$|@mdm-gate\/|node:)/;

/** Nobody reads the texts of a refused reply in sixty languages. */
const oneLanguage = {
  name: 'one-language',
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** What the services use beside is never read: it is gone as soon as nothing of it is used. */
const leaveOutOthers = {
  name: 'leave-out-others',
  setup({ onResolve }) {
    onResolve({ filter: /.*/ }, ({ path }) =>
      taken.test(path) ? undefined : { path, external: true, sideEffects: false },
    );
  },
};

/** Whoever installs this package installs nothing else but the client of NATS. */
const refuseOthers = ({ imports }) => {
  const others = imports
    .map(({ path }) => path)
    .filter((path) => !path.startsWith('node:') && path !== '@nats-io/transport-node');
  if (others.length > 0) throw new Error(`The package would need ${others.join(', ')}`);
};

const bundle = async () => {
  const { metafile } = await build({
    entryPoints: [here('src/index.ts')],
    outfile: here('dist/index.js'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    conditions: ['@mdm-gate/source'],
    plugins: [leaveOutOthers, oneLanguage],
    banner: { js: `/*! ${licenseOf('zod')}\n${licenseOf('@opentelemetry/api')}*/` },
    metafile: true,
    logLevel: 'warning',
  });
  refuseOthers(Object.values(metafile.outputs)[0]);
};

if (process.argv.includes('--undo')) rmSync(here('dist/.tsbuildinfo'), { force: true });
else await bundle();
