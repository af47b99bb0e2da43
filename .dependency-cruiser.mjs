/**
 * Who may import whom inside a project; between projects see module-boundaries.ts. Checked by the tests of
 * tools/architecture, which also plant a violation of each rule. To look at one project by hand:
 * `npm run imports -- apps/verifier`.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

const specs = '[.](?:spec|contract|bench)[.]ts$';
/** Also whole folders that hold a larger test with its parts. */
const testMaterial =
  '[.](?:contract|fixtures?)[.]ts$|/(?:fixtures|guarantees|hostile-input|[a-z-]+-campaign)/';
const tests = `${specs}|${testMaterial}`;

/** Where running begins, or an import from outside leads. */
const programs =
  '/src/(?:index|main|isolation/worker|migrate|republish-active-sets|rotate-keys|verify-audit)[.]tsx?$';

/** Packages by name, wherever they are installed. */
const packages = (...names) => `(?:^|node_modules/)(?:${names.join('|')})(?:/|$)`;

/** The folders that somebody outside asks or informs. What several of them need stands in a folder named after the thing. */
const useCases = globSync('apps/*/src/*/**/*.ts')
  .filter(
    (file) => !new RegExp(tests).test(file) && /@(?:When|Answers|Serves)\(/.test(readFileSync(file, 'utf8')),
  )
  .map((file) => dirname(file).split('/').slice(0, 4).join('/'));

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    forbid(
      'no-cycles',
      'Files that need each other, even if only for their types, are one file, or one of them knows too much.',
      {},
      { circular: true },
    ),
    forbid(
      'imports-resolve',
      'What cannot be found here cannot be found in production.',
      {},
      { couldNotResolve: true },
    ),
    forbid(
      'dependencies-are-declared',
      'A package that only another project installs is missing when this one is deployed alone.',
      { pathNot: tests },
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'production-needs-no-test-packages',
      'What stands in devDependencies is not installed in production. Types are gone by then.',
      { path: '^(?:apps|libs)/', pathNot: `${tests}|^apps/system-tests/|^libs/testing/|/bundle[.]mjs$` },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'only-through-the-door',
      'A library may change everything behind its index.ts.',
      { path: '^(apps|libs|tools)/([^/]+)/' },
      { path: '^(?:apps|libs|tools)/[^/]+/src/(?!index[.]ts$)', pathNot: '^$1/$2/' },
    ),
    forbid(
      'use-cases-stand-alone',
      'A use case can be read, changed and removed without looking at the others.',
      { path: '^apps/([^/]+)/src/([^/]+)/', pathNot: tests },
      { path: `^(?:${useCases.join('|')})/`, pathNot: '^apps/$1/src/$2/' },
    ),
    forbid(
      'rules-stay-pure',
      'Decisions are functions of their arguments: no framework and no store can change their outcome.',
      { path: '/(?:decision|wanted-token|compare-versions|[a-z-]*rules)[.]ts$' },
      {
        path: packages(
          '@nestjs',
          'typeorm',
          'pg',
          'ioredis',
          'undici',
          'fastify',
          '@nats-io',
          '@mdm-gate/messaging',
        ),
      },
    ),
    forbid(
      'vendors-stand-alone',
      'Each MDM changes on its own; what they share is HTTP, and how configurations are read and changed.',
      { path: '^apps/mdm-push/src/vendors/([^/]+)/' },
      {
        path: '^apps/mdm-push/src/vendors/(?!http/|configuration/)[^/]+/',
        pathNot: '^apps/mdm-push/src/vendors/$1/',
      },
    ),
    forbid(
      'http-stays-in-the-gateway',
      'Use cases answer to contracts; verifier and mdm-push have no HTTP API at all.',
      {
        path: '^apps/(?:token-admin/src/(?!gateway/|start-token-admin[.]ts)|verifier/|mdm-push/)',
        pathNot: specs,
      },
      {
        path: packages(
          'fastify',
          '@fastify',
          '@nestjs/platform-fastify',
          '@nestjs/platform-express',
          'express',
        ),
      },
    ),
    forbid(
      'nats-stays-in-messaging',
      'Everything else speaks the vocabulary of libs/messaging. Only what plays a stranger for a test may speak plain NATS, and only what makes users or listens as one may do so on this machine.',
      {
        pathNot:
          '^libs/messaging/|^libs/encryption/src/service-seals[.]ts$|^apps/system-tests/|^tools/local-stack/src/(?:nats-users|recording)/|[.]bench[.]ts$|/fixtures/',
      },
      { path: packages('@nats-io') },
    ),
    forbid(
      'contracts-need-zod-only',
      'A caller of any kind can use the contracts without taking our libraries along.',
      { path: '^libs/contracts/src/', pathNot: tests },
      { pathNot: `^libs/contracts/src/|${packages('zod')}` },
    ),
    forbid(
      'encryption-stands-alone',
      'Key material passes through no code but our own, Node.js and what makes keys of NATS.',
      { path: '^libs/encryption/src/', pathNot: tests },
      {
        pathNot: `^libs/(?:encryption|contracts|service-kit)/src/|${packages('zod', '@mdm-gate/contracts', '@mdm-gate/service-kit', '@nats-io/nkeys')}`,
        dependencyTypesNot: ['core'],
      },
    ),
    forbid(
      'one-owner-per-store',
      'The verifier has no SQL, the others have no Redis: no service reads the store of another.',
      { path: '^apps/verifier/src/', pathNot: tests },
      { path: `^libs/outbox/|${packages('typeorm', 'pg', '@nestjs/typeorm', '@mdm-gate/outbox')}` },
    ),
    forbid(
      'one-owner-of-redis',
      "Redis is the verifier's: no service reads the store of another.",
      { path: '^apps/(?:token-admin|mdm-push)/src/', pathNot: tests },
      { path: packages('ioredis') },
    ),
    forbid(
      'simulators-know-vendors-only',
      'They are written from the contracts of the vendors: what they shared with our adapters, they could not prove.',
      { path: '^apps/mdm-simulators/src/', pathNot: tests },
      { path: '^apps/(?!mdm-simulators/)|^libs/|@mdm-gate/' },
    ),
    forbid('nothing-imports-specs', 'A test belongs to nobody but itself.', {}, { path: '[.]spec[.]ts$' }),
    forbid(
      'test-material-stays-in-tests',
      'Fixtures and contract suites are not built for production.',
      { pathNot: `${tests}|^apps/system-tests/` },
      { path: testMaterial },
    ),
    forbid(
      'no-dead-files',
      'A file that no program and no library door leads to is dead, however well it is tested.',
      { path: programs },
      {
        path: '^(?:apps|libs)/[^/]+/src/.*[.]ts$',
        pathNot: `${programs}|${tests}|[.]d[.]ts$|^apps/system-tests/`,
        reachable: false,
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@mdm-gate/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
