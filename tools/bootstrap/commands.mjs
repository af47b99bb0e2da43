import { compile } from './build-steps.mjs';

/**
 * Every command of this repository: `npm run <name>`. `does` and `options` are what `--help` says; `program` takes over once
 * everything that it needs is there. What only passes its arguments on has `takes` instead of options.
 *
 * @typedef {object} Command
 * @property {string} does
 * @property {string} program a file that Node.js runs, in this repository
 * @property {string[]} [args] what the program gets before the arguments of the call
 * @property {Record<string, { type: 'boolean' | 'string', multiple?: boolean, does: string }>} [options]
 * @property {string} [names] what may stand beside the options
 * @property {string} [takes] arguments that the program reads by itself
 * @property {boolean} [isBuilt] whether the whole workspace is built before
 * @property {boolean} [needsServers] whether PostgreSQL, Redis and nats-server must be there
 */

const json = { type: 'boolean', does: 'nothing but JSON on the standard output' };
const built = { isBuilt: true };
const onServers = { isBuilt: true, needsServers: true };

/** The long form of a test: a project, a pattern, and what makes it long. */
const campaign = (does, ...args) => ({ does, program: 'tools/run-tests/campaign.mjs', args, ...onServers });

/** @type {Record<string, Command>} */
export const commands = {
  start: {
    does: "starts everything on this machine and plays the product's story",
    options: {
      exit: { type: 'boolean', does: 'end after the story, with exit code 0 when every step passed' },
    },
    program: 'tools/local-stack/dist/main.js',
    args: ['story'],
    ...onServers,
  },
  stack: {
    does: 'starts everything on this machine, on an empty database',
    program: 'tools/local-stack/dist/main.js',
    args: ['stack'],
    ...onServers,
  },
  test: {
    does: 'all checks and tests; ends with "N passed, M failed"',
    options: {
      unit: { type: 'boolean', does: 'only what needs no servers' },
      project: { type: 'string', multiple: true, does: 'only the tests of this project; may be repeated' },
    },
    program: 'tools/run-tests/main.mjs',
  },
  build: {
    does: 'types and build of everything',
    takes: "options of TypeScript's build mode",
    ...compile,
  },
  'build:programs': {
    does: 'every program as one file, as images have it: apps/<program>/dist/bundled/main.js',
    program: 'tools/deployment/dist/bundles/write-bundles.js',
    ...built,
  },
  'build:console': {
    does: 'the pages of the admin console, into apps/admin-console/dist/public',
    program: 'apps/admin-console/build.mjs',
  },
  lint: {
    does: 'lint of everything, or of the named folders',
    takes: 'files and folders, and options of oxlint',
    program: 'node_modules/oxlint/bin/oxlint',
  },
  format: {
    does: 'formats everything',
    takes: 'options of Prettier',
    program: 'node_modules/prettier/bin/prettier.cjs',
    args: ['--write', '.'],
  },
  imports: {
    does: 'what the imports of the apps break, by .dependency-cruiser.mjs',
    takes: 'folders and options of dependency-cruiser, instead of apps',
    program: 'tools/run-tests/imports.mjs',
  },
  'test:console': {
    does: 'the tests of the console alone, in Chromium on the whole product',
    program: 'tools/run-tests/main.mjs',
    args: ['--project', 'admin-console'],
  },
  'docs:console': campaign(
    'pictures of every page of the console into docs/console, while its tests run',
    'apps/admin-console',
    'console.e2e',
    'MDM_GATE_PICTURES_FOLDER=../../docs/console',
  ),
  'docs:asyncapi': {
    does: 'writes docs/asyncapi.json anew',
    program: 'tools/architecture/dist/asyncapi/write-asyncapi.js',
    ...built,
  },
  'docs:dashboards': {
    does: 'writes the dashboards of deploy/grafana anew',
    program: 'tools/observability/dist/dashboards/write-dashboards.js',
    ...built,
  },
  'docs:event-flow': {
    does: 'writes docs/event-flow.md anew',
    program: 'tools/architecture/dist/event-flow/write-event-flow.js',
    ...built,
  },
  'docs:settings': {
    does: 'writes docs/settings.md anew',
    program: 'tools/architecture/dist/settings/write-settings.js',
    ...built,
  },
  'kubernetes:write': {
    does: 'writes the generated files of deploy/kubernetes anew',
    program: 'tools/deployment/dist/kubernetes/write-kubernetes.js',
    ...built,
  },
  'nats:permissions': {
    does: 'writes deploy/nats/permissions.conf anew',
    program: 'tools/architecture/dist/nats-permissions/write-nats-permissions.js',
    ...built,
  },
  'nats:users': {
    does: 'makes an nkey for each program, and what the NATS server must know of them',
    options: {
      folder: {
        type: 'string',
        does: 'where they go, readable by their owner only; .local/nats-users unless told',
      },
      caller: {
        type: 'string',
        multiple: true,
        does: 'an internal service that gets a user of its own; may be repeated',
      },
      renew: {
        type: 'string',
        multiple: true,
        does: 'a new key for this user; the one before works on until dropped',
      },
      'drop-previous': { type: 'boolean', does: 'the keys before the current ones work no more' },
    },
    program: 'tools/local-stack/dist/nats-users/main.js',
    ...built,
  },
  sbom: {
    does: 'writes a CycloneDX document per image: what it holds',
    names: '<folder> [programs]',
    program: 'tools/deployment/dist/sbom/write-sbom.js',
    ...built,
  },
  licences: {
    does: 'whether every package that runs has a licence that may be handed on',
    program: 'tools/deployment/dist/licences/licences.js',
    ...built,
  },
  release: {
    does: 'stamps a version everywhere, writes its notes from the commits, and tags it',
    names: '<version>',
    program: 'tools/deployment/dist/release/release.js',
    ...built,
  },
  'keys:sealing': {
    does: 'the public key to which secrets for a service are sealed on NATS',
    options: { 'master-keys': { type: 'string', does: "the file with the service's master keys" } },
    program: 'tools/local-stack/dist/nats-users/print-sealing-key.js',
    ...built,
  },
  'audit:verify': {
    does: 'whether any audit trail was changed behind the service; needs TOKEN_ADMIN_POSTGRES_URL',
    program: 'apps/token-admin/dist/verify-audit.js',
    ...built,
  },
  'active-sets:republish': {
    does: 'the copies get the active set anew, under a newer version; needs TOKEN_ADMIN_POSTGRES_URL',
    options: { all: { type: 'boolean', does: 'of all organizations' } },
    names: '<organization>…',
    program: 'apps/token-admin/dist/republish-active-sets.js',
    ...built,
  },
  'keys:rotate': {
    does: 'everything stored comes under the current keys; needs the settings of token-admin for database and keys',
    program: 'apps/token-admin/dist/rotate-keys.js',
    ...built,
  },
  'bench:checks': {
    does: 'how fast checks are, beside two other responders',
    options: {
      json,
      rounds: { type: 'string', does: 'how often each responder is measured; 5 unless told' },
      seconds: { type: 'string', does: 'how long each time; 3 unless told' },
      'checks-only': { type: 'boolean', does: 'leaves out the refill and the revocation under load' },
      tracing: { type: 'boolean', does: 'only what tracing costs' },
      security: { type: 'boolean', does: 'only what TLS, users and permissions cost' },
    },
    program: 'apps/system-tests/dist/checks-benchmark/bench-checks.js',
    ...onServers,
  },
  'bench:push': {
    does: 'how long a new token takes into 1, 100 and 1,000 MDM systems',
    program: 'apps/mdm-push/dist/fixtures/push.bench.js',
    ...onServers,
  },
  'bench:fleets': {
    does: 'how many requests 12,000 devices take, beside what the vendors allow',
    program: 'apps/mdm-push/dist/fixtures/fleet-rates.bench.js',
    ...onServers,
  },
  'bench:admin': {
    does: 'creates, revokes and lists beside a plain insert',
    program: 'apps/token-admin/dist/fixtures/admin.bench.js',
    ...onServers,
  },
  'bench:devices': {
    does: 'how fast 1,000,000 devices are listed and counted, and observations taken in; and what those cost a check',
    options: { devices: { type: 'string', does: 'how many; 1000000 unless told' } },
    program: 'apps/token-admin/dist/devices-benchmark/bench-devices.bench.js',
    ...onServers,
  },
  'bench:console': {
    does: 'how soon the pages of the console with 50 rows are interactive, in Chromium',
    options: {
      json,
      rounds: { type: 'string', does: 'how often the pages take turns; 5 unless told' },
      loads: { type: 'string', does: 'how often each is loaded in a turn; 10 unless told' },
    },
    program: 'apps/admin-console/src/fixtures/page-benchmark/bench-console.ts',
    ...onServers,
  },
  'bench:idle': {
    does: 'what 100,000 organizations cost while nobody does anything: processor time and memory of every process',
    options: {
      json,
      organizations: { type: 'string', does: 'how many; 100000 unless told' },
      minutes: { type: 'string', does: 'how long it is measured; 10 unless told' },
      'settling-minutes': { type: 'string', does: 'how long it is left alone before; 3 unless told' },
    },
    program: 'apps/system-tests/dist/idle-benchmark/bench-idle.js',
    ...onServers,
  },
  'api:fuzz': campaign(
    'hostile input to every operation of the gateway',
    'apps/token-admin',
    'hostile-input',
    'MDM_GATE_FUZZ_REQUESTS=1000',
  ),
  'campaign:crash': campaign(
    'token-admin is killed 200 times in the middle of its work',
    'apps/token-admin',
    'crash-campaign',
    'MDM_GATE_CAMPAIGN_KILLS=200',
  ),
  'campaign:faults': {
    does: 'two replicas of everything under faults and restores, and whether their promises hold',
    options: {
      seed: { type: 'string', does: 'which faults, in which order; 1 unless told' },
      seeds: {
        type: 'string',
        does: 'several, one after the other, such as 1-10: ends with one table of all',
      },
      minutes: { type: 'string', does: 'for how long each; 10 unless told' },
      logs: { type: 'string', does: 'a folder for what the replicas logged' },
    },
    program: 'apps/system-tests/dist/fault-campaign/campaign-faults.js',
    ...onServers,
  },
  'campaign:rotations': {
    does: 'token-admin is killed 200 times in the middle of rotations',
    options: {
      kills: { type: 'string', does: 'how often; 200 unless told' },
      faults: {
        type: 'string',
        does: 'how often something happens to NATS, Redis, PostgreSQL, mdm-push or the MDM systems; 30 unless told',
      },
      seed: { type: 'string', does: 'which moments and plans; 1 unless told' },
    },
    program: 'apps/token-admin/dist/rotation-campaign/campaign-rotations.js',
    ...onServers,
  },
  'campaign:fleets': campaign(
    '50 fleets whose devices and administrators do anything; MDM_GATE_FLEETS_SEED takes others',
    'apps/token-admin',
    'fleet-campaign',
    'MDM_GATE_FLEETS=50',
  ),
  'campaign:revocations': campaign(
    '20,000 revocations under continuous checks, and 2,000 beside each fault',
    'apps/verifier',
    'revoked-means-refused',
    'REVOCATIONS=20000',
    'REVOCATIONS_UNDER_FAULT=2000',
    'STOPPED_MS=30000',
  ),
  'campaign:upgrade': campaign(
    'two replicas of everything are upgraded under load, from the release before or UPGRADE_FROM=<commit>',
    'apps/system-tests',
    'upgrade',
    'UPGRADE_FROM=release',
  ),
  'project-test': {
    does: 'tests of the project in the current folder',
    takes: "files, and options of Jest such as -t 'a name'",
    program: 'tools/run-tests/one-project.mjs',
    ...onServers,
  },
};
