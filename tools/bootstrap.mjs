#!/usr/bin/env node
/**
 * The way into every command of this repository on a machine with nothing but Node.js (18 or newer) and npm.
 *
 *   node tools/bootstrap.mjs start [--exit]    everything runs, and the product's story is played
 *   node tools/bootstrap.mjs stack             everything runs, on an empty database
 *   node tools/bootstrap.mjs test [--unit] [--project <name>]
 *   node tools/bootstrap.mjs bench-admin       creates, revokes and lists beside a plain insert
 *   node tools/bootstrap.mjs api-fuzz          hostile input to every operation of the gateway
 *   node tools/bootstrap.mjs campaign-crash    token-admin is killed 200 times in the middle of its work
 *   node tools/bootstrap.mjs audit:verify      whether any audit trail was changed behind the service's back
 *   node tools/bootstrap.mjs active-sets:republish <organization>… | --all   copies get the active set anew, under a newer version
 *   node tools/bootstrap.mjs keys:rotate       everything stored comes under the current keys
 *   node tools/bootstrap.mjs bench-checks [--json] [--rounds <n>] [--seconds <n>]
 *   node tools/bootstrap.mjs bench-push        how long a new token takes into 1, 100 and 1,000 MDM systems
 *
 * Plain JavaScript without packages, because it runs before there are any.
 */
import { pathToFileURL } from 'node:url';
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import { isNodeNewEnough, rerunOnNewerNode, stopWithParent } from './bootstrap/node-version.mjs';
import { inRepository } from './bootstrap/repository.mjs';
import { ensureServers } from './bootstrap/servers.mjs';
import { runStep, StepFailed } from './bootstrap/step.mjs';

const [command, ...args] = process.argv.slice(2);

/** Each command prepares what it needs and names the program that takes over. */
const commands = {
  start: () => prepareLocalStack('story'),
  stack: () => prepareLocalStack('stack'),
  test: () => ({ program: inRepository('tools/run-tests/main.mjs'), args }),
  'audit:verify': () => prepareTokenAdmin('verify-audit'),
  'active-sets:republish': () => prepareTokenAdmin('republish-active-sets'),
  'keys:rotate': () => prepareTokenAdmin('rotate-keys'),
  'bench-checks': prepareBenchmark,
  'bench-push': preparePushBenchmark,
  'bench-admin': async () => {
    await ensureServers();
    return prepareTokenAdmin('fixtures/admin.bench');
  },
  'api-fuzz': () => prepareCampaign('apps/token-admin', 'hostile-input', 'MDM_GATE_FUZZ_REQUESTS=1000'),
  'campaign-crash': () =>
    prepareCampaign('apps/token-admin', 'crash-campaign', 'MDM_GATE_CAMPAIGN_KILLS=200'),
  'campaign-revocations': () =>
    prepareCampaign(
      'apps/verifier',
      'revoked-means-refused',
      'REVOCATIONS=20000',
      'REVOCATIONS_UNDER_FAULT=2000',
      'STOPPED_MS=30000',
    ),
};

async function prepareBenchmark() {
  await runStep('Building', inRepository('node_modules/.bin/tsc'), [
    '-b',
    'apps/verifier',
    'apps/system-tests',
  ]);
  return { program: inRepository('apps/system-tests/dist/checks-benchmark/bench-checks.js'), args };
}

async function preparePushBenchmark() {
  await runStep('Building', inRepository('node_modules/.bin/tsc'), [
    '-b',
    'apps/mdm-push',
    'apps/mdm-simulators',
  ]);
  await ensureServers();
  return { program: inRepository('apps/mdm-push/dist/fixtures/push.bench.js'), args };
}

async function prepareLocalStack(what) {
  await runStep('Building', inRepository('node_modules/.bin/tsc'), ['-b']);
  await ensureServers();
  return { program: inRepository('tools/local-stack/dist/main.js'), args: [what, ...args] };
}

/** A program beside the service: it takes the database and the keys from the same environment variables. */
async function prepareTokenAdmin(what) {
  await runStep('Building', inRepository('node_modules/.bin/tsc'), ['-b', inRepository('apps/token-admin')]);
  return { program: inRepository(`apps/token-admin/dist/${what}.js`), args };
}

/** The long form of a test, which relies on the builds of what it starts as processes. */
async function prepareCampaign(...its) {
  await runStep('Building', inRepository('node_modules/.bin/tsc'), [
    '-b',
    inRepository(its[0]),
    inRepository('apps/verifier'),
  ]);
  await ensureServers();
  return { program: inRepository('tools/run-tests/campaign.mjs'), args: its };
}

async function main() {
  const prepare = Object.hasOwn(commands, command ?? '') ? commands[command] : undefined;
  if (prepare === undefined) {
    console.error(`Usage: node tools/bootstrap.mjs ${Object.keys(commands).join('|')} [options]`);
    process.exit(2);
  }
  stopWithParent();
  if (!isNodeNewEnough()) return rerunOnNewerNode();
  await ensureDependencies();
  const { program, args: its } = await prepare();
  // In this very process: one less to pass signals and exit codes through.
  process.argv = [process.execPath, program, ...its];
  await import(pathToFileURL(program).href);
}

main().catch((error) => {
  console.error(error instanceof StepFailed ? error.message : error);
  process.exit(1);
});
