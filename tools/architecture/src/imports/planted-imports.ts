/** For each rule of .dependency-cruiser.mjs: files that break it, and the one that is to be blamed. */
export const plantedImports: Readonly<
  Record<
    string,
    { readonly blamed: string | readonly string[]; readonly files: Readonly<Record<string, string>> }
  >
> = {
  'no-cycles': {
    blamed: ['apps/verifier/src/cycle/a.ts', 'apps/mdm-simulators/src/intune/routes.ts'],
    files: {
      'apps/verifier/src/cycle/a.ts': "import { b } from './b.ts'; export const a = () => b;",
      'apps/verifier/src/cycle/b.ts': "import { a } from './a.ts'; export const b = () => a;",
      'apps/mdm-simulators/src/intune/simulator.ts':
        "import { routes } from './routes.ts'; export class Simulator { all = routes; }",
      'apps/mdm-simulators/src/intune/routes.ts':
        "import type { Simulator } from './simulator.ts'; export const routes = (of: Simulator) => of;",
    },
  },
  'imports-resolve': {
    blamed: 'apps/verifier/src/lost.ts',
    files: { 'apps/verifier/src/lost.ts': "import './nowhere.ts';" },
  },
  'dependencies-are-declared': {
    blamed: 'apps/verifier/src/undeclared.ts',
    files: {
      'apps/verifier/src/undeclared.ts': "import 'planted-package';",
      'node_modules/planted-package/package.json': '{ "name": "planted-package", "main": "index.js" }',
      'node_modules/planted-package/index.js': '',
    },
  },
  'production-needs-no-test-packages': {
    blamed: 'apps/mdm-push/src/for-tests-only.ts',
    files: {
      'apps/mdm-push/src/for-tests-only.ts': "import 'planted-test-package';",
      'apps/mdm-push/package.json': '{ "devDependencies": { "planted-test-package": "1.0.0" } }',
      'node_modules/planted-test-package/package.json': '{ "name": "planted-test-package" }',
      'node_modules/planted-test-package/index.js': '',
    },
  },
  'only-through-the-door': {
    blamed: 'apps/verifier/src/side-door.ts',
    files: {
      'apps/verifier/src/side-door.ts': "import '../../../libs/service-kit/src/inner.ts';",
      'libs/service-kit/src/inner.ts': '',
    },
  },
  'use-cases-stand-alone': {
    blamed: 'apps/token-admin/src/create-token/create-token.ts',
    files: {
      'apps/token-admin/src/create-token/create-token.ts': "import '../edit-token/edit-token.controller.ts';",
      'apps/token-admin/src/edit-token/edit-token.controller.ts':
        'export class Edit { @Serves(editTokenRoute) edit(): void {} }',
    },
  },
  'rules-stay-pure': {
    blamed: 'apps/verifier/src/decision/decision.ts',
    files: { 'apps/verifier/src/decision/decision.ts': "import 'ioredis';" },
  },
  'vendors-stand-alone': {
    blamed: 'apps/mdm-push/src/vendors/intune/intune.api.ts',
    files: {
      'apps/mdm-push/src/vendors/intune/intune.api.ts': "import '../mobileiron/fleet.ts';",
      'apps/mdm-push/src/vendors/mobileiron/fleet.ts': '',
    },
  },
  'http-stays-in-the-gateway': {
    blamed: 'apps/token-admin/src/create-token/reply.ts',
    files: { 'apps/token-admin/src/create-token/reply.ts': "import 'fastify';" },
  },
  'nats-stays-in-messaging': {
    blamed: 'libs/outbox/src/publish.ts',
    files: { 'libs/outbox/src/publish.ts': "import '@nats-io/jetstream';" },
  },
  'contracts-need-zod-only': {
    blamed: 'libs/contracts/src/uuid.ts',
    files: { 'libs/contracts/src/uuid.ts': "import { randomUUID } from 'node:crypto';" },
  },
  'encryption-stands-alone': {
    blamed: 'libs/encryption/src/log.ts',
    files: { 'libs/encryption/src/log.ts': "import type { Logger } from 'pino';" },
  },
  'one-owner-per-store': {
    blamed: 'apps/verifier/src/active-set/sql.ts',
    files: { 'apps/verifier/src/active-set/sql.ts': "import 'pg';" },
  },
  'one-owner-of-redis': {
    blamed: 'apps/token-admin/src/token/cache.ts',
    files: { 'apps/token-admin/src/token/cache.ts': "import 'ioredis';" },
  },
  'simulators-know-vendors-only': {
    blamed: 'apps/mdm-simulators/src/intune/borrowed.ts',
    files: { 'apps/mdm-simulators/src/intune/borrowed.ts': "import '@mdm-gate/contracts';" },
  },
  'nothing-imports-specs': {
    blamed: 'libs/outbox/src/borrowing.ts',
    files: {
      'libs/outbox/src/borrowing.ts': "import './borrowed.unit.spec.ts';",
      'libs/outbox/src/borrowed.unit.spec.ts': '',
    },
  },
  'test-material-stays-in-tests': {
    blamed: 'apps/mdm-push/src/vendors/intune/intune.vendor.ts',
    files: {
      'apps/mdm-push/src/vendors/intune/intune.vendor.ts': "import './intune.fixtures.ts';",
      'apps/mdm-push/src/vendors/intune/intune.fixtures.ts': '',
    },
  },
  'no-dead-files': {
    blamed: 'libs/outbox/src/forgotten.ts',
    files: {
      'libs/outbox/src/index.ts': '',
      'libs/outbox/src/forgotten.ts': '',
      'libs/outbox/src/forgotten.unit.spec.ts': "import './forgotten.ts';",
    },
  },
};

/** Files that are in order, each close to a violation. No rule may blame them. */
export const importsInOrder: Readonly<Record<string, string>> = {
  'tools/local-stack/src/main.ts': '',
  'apps/mdm-push/src/main.unit.spec.ts': "import 'planted-test-package';",
  'node_modules/@nats-io/transport-node/package.json': '{ "name": "@nats-io/transport-node" }',
  'node_modules/@nats-io/transport-node/index.js': '',
  'libs/verifier-client/package.json': '{ "dependencies": { "@nats-io/transport-node": "1.0.0" } }',
  'libs/verifier-client/src/fixtures/stranger.mjs': "import '@nats-io/transport-node';",
  'apps/mdm-push/src/kill-campaign/kill.e2e.spec.ts': "import './intentions.ts';",
  'apps/mdm-push/src/kill-campaign/intentions.ts': "import '../fixtures/scene.ts';",
  'apps/mdm-push/src/fixtures/scene.ts': '',
  'apps/verifier/src/fixtures/neighbour.ts': '@Answers(tokenValue) class TokenAdmin {}',
  'apps/verifier/src/fixtures/scene.ts': "import './neighbour.ts';",
  'apps/verifier/package.json': '{ "name": "@mdm-gate/verifier", "dependencies": {} }',
  'apps/token-admin/src/main.ts': "import './gateway/gateway.ts'; import './reveal-token/reveal.ts';",
  'apps/token-admin/src/gateway/gateway.ts': "import type { Whole } from '../reveal-token/reveal.ts';",
  'apps/token-admin/src/reveal-token/reveal.ts': "import './part.ts'; export interface Whole { part: 1 }",
  'apps/token-admin/src/reveal-token/part.ts': 'export type Part = 1;',
  'apps/mdm-push/src/main.ts': "import './vendors/workspace-one/session.ts';",
  'apps/mdm-push/src/vendors/workspace-one/session.ts':
    "import '../http/vendor-http.ts'; import './schema.ts';",
  'apps/mdm-push/src/vendors/workspace-one/schema.ts': '',
  'apps/mdm-push/src/vendors/http/vendor-http.ts': '',
  'libs/messaging/src/index.ts': "import './link.ts';",
  'libs/messaging/src/link.ts': '',
  'libs/encryption/src/index.ts': "import './keyring.ts';",
  'libs/encryption/src/keyring.ts': "import { createSecretKey } from 'node:crypto';",
};
