import { readFileSync } from 'node:fs';
import { inRepository } from './repository.mjs';
import { runStep } from './step.mjs';

/** Installs the packages of package-lock.json unless exactly they are there. */
export async function ensureDependencies() {
  if (areInstalled()) return;
  // No package we use needs its install scripts, and none gets to run any.
  await runStep('Installing packages', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

function areInstalled() {
  const installed = readPackages('node_modules/.package-lock.json');
  const wanted = readPackages('package-lock.json');
  if (installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => isInstalled(path, entry, installed));
}

function isInstalled(path, { version, link, optional, devOptional }, installed) {
  const isThirdParty = /(^|\/)node_modules\//.test(path) && link !== true;
  const found = installed[path];
  // Packages for other platforms are optional, and npm leaves them out.
  if (found === undefined) return !isThirdParty || optional === true || devOptional === true;
  return found.version === version;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(inRepository(file), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
