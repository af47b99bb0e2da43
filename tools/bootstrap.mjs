#!/usr/bin/env node
/**
 * The way into every command of this repository on a machine with nothing but Node.js (18 or newer) and npm:
 * `node tools/bootstrap.mjs <command> [options]`. It brings what the command needs (Node.js, packages, the build, servers) and
 * lets the command's program take over. `tools/bootstrap/commands.mjs` lists the commands.
 *
 * Plain JavaScript without packages, because it runs before there are any.
 */
import { pathToFileURL } from 'node:url';
import { readCommandLine } from './bootstrap/command-line.mjs';
import { buildSteps } from './bootstrap/build-steps.mjs';
import { ensureDependencies } from './bootstrap/dependencies.mjs';
import { isNodeNewEnough, rerunOnNewerNode, stopWithParent } from './bootstrap/node-version.mjs';
import { inRepository } from './bootstrap/repository.mjs';
import { ensureServers } from './bootstrap/servers.mjs';
import { runStep, StepFailed } from './bootstrap/step.mjs';

async function main() {
  const call = readCommandLine(process.argv.slice(2));
  if (call.text !== undefined) {
    (call.exitCode === 0 ? process.stdout : process.stderr).write(`${call.text}\n`);
    process.exitCode = call.exitCode;
    return;
  }
  stopWithParent();
  if (!isNodeNewEnough()) return rerunOnNewerNode();
  await prepare(call.command);
  const program = inRepository(call.command.program);
  if (call.prepareOnly) {
    console.log(`Ready for ${program}`);
    return;
  }
  // In this very process: one less to pass signals and exit codes through.
  process.argv = [process.execPath, program, ...call.args];
  await import(pathToFileURL(program).href);
}

async function prepare({ isBuilt = false, needsServers = false }) {
  await ensureDependencies();
  for (const { title, program, args } of isBuilt ? buildSteps : [])
    await runStep(title, process.execPath, [inRepository(program), ...args]);
  if (needsServers) await ensureServers();
}

main().catch((error) => {
  console.error(error instanceof StepFailed ? error.message : error);
  process.exit(1);
});
