import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundleOf, inputsOf, isCurrent } from '@mdm-gate/testing';
import { build, type Plugin } from 'esbuild';
import { programs } from '../images/programs.ts';

/** What is started often enough to be worth it: the programs, and what brings a schema up to date. */
const entries = ['main.js', 'migrate.js'];

/** Packages that NestJS, TypeORM and pg take where somebody installed them, and one that starts threads from a file of its own. */
const leftAsTheyAre = [
  '@fastify/multipart',
  '@fastify/view',
  '@nestjs/platform-express',
  '@nestjs/websockets',
  'amqp-connection-manager',
  'class-transformer',
  'class-validator',
  'ioredis',
  'kafkajs',
  'mqtt',
  'pg-native',
  'piscina',
];

/** Every program of the workspace that is bundled, as its build has it. */
export const bundledPrograms = (root: string): readonly string[] =>
  programs
    .flatMap((program) => entries.map((entry) => join(root, 'apps', program, 'dist', entry)))
    .filter((file) => existsSync(file));

/**
 * Writes each built program with all that it imports into one file, unless they are there and current. Node.js takes most of
 * a service's start to find and read some two thousand small files.
 */
export const bundlePrograms = async (root: string): Promise<void> => {
  const built = bundledPrograms(root);
  if (built.every((program) => isCurrent(bundleOf(program)))) return;
  const { metafile } = await build({
    entryPoints: [...built],
    absWorkingDir: root,
    outbase: root,
    outdir: root,
    entryNames: '[dir]/bundled/[name]',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Some packages have a second form that says what it needs only while it runs.
    mainFields: ['module', 'main'],
    // Entities and migrations are known by the names of their classes.
    keepNames: true,
    external: leftAsTheyAre,
    banner: { js: "const require = process.getBuiltinModule('module').createRequire(import.meta.url);" },
    plugins: [keptPlaces(root)],
    metafile: true,
    logLevel: 'error',
  });
  const ours = Object.keys(metafile.inputs).filter((input) => !input.includes('node_modules'));
  const inputs = [...ours, 'node_modules/.package-lock.json'];
  for (const program of built) {
    const bundle = bundleOf(program);
    const list = inputs.map((input) => relative(dirname(bundle), join(root, input)));
    writeFileSync(inputsOf(bundle), list.join('\n'));
  }
};

/** Our own files find what lies beside them from where they were built. All bundles are equally deep. */
const keptPlaces = (root: string): Plugin => ({
  name: 'kept places',
  setup: (building) => {
    building.onLoad({ filter: /\/(?:apps|libs)\/[^/]+\/dist\/.*\.js$/ }, ({ path }) => {
      const file = `../../../../${relative(root, path)}`;
      return {
        contents: readFileSync(path, 'utf8')
          .replaceAll('import.meta.dirname', `(import.meta.dirname + ${JSON.stringify(`/${dirname(file)}`)})`)
          .replaceAll('import.meta.url', `new URL(${JSON.stringify(file)}, import.meta.url).href`),
      };
    });
  },
});
