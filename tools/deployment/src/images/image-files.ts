import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { foldersOf, type Program } from './programs.ts';

/** What a build holds beside the program: tests with what they need, types, and what the compiler keeps for itself. */
const isForDevelopment =
  /(?:[.](?:spec|bench|contract|fixture)[.]|[.](?:d[.]ts|map|inputs[.]txt)$|[.]tsbuildinfo$|\/fixtures(?:\/|$))/;

const packageSchema = z.looseObject({});
const fieldsForDevelopment = new Set(['devDependencies', 'scripts', 'overrides']);

/**
 * Writes the files that an image of the program holds into an empty folder: its build, also as one file, the libraries that
 * it needs, and the packages of exactly these. Needs the build of the workspace.
 */
export const writeImageFiles = (root: string, program: Program, target: string): void => {
  const folders = foldersOf(root, program);
  mkdirSync(target, { recursive: true });
  writePackage(root, target, '.', { workspaces: folders });
  cpSync(join(root, 'package-lock.json'), join(target, 'package-lock.json'));
  for (const folder of folders) {
    mkdirSync(join(target, folder), { recursive: true });
    writePackage(root, target, folder, {});
    copyBuild(join(root, folder, 'dist'), join(target, folder, 'dist'));
  }
  installPackages(target);
  if (program === 'token-admin') addConsole(root, target);
  cpSync(join(root, 'deploy/images/healthcheck.mjs'), join(target, 'healthcheck.mjs'));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
};

/** Without packages for development: npm would link libraries that only tests use. */
const writePackage = (root: string, target: string, folder: string, more: object): void => {
  const own = packageSchema.parse(JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')));
  const kept = Object.entries(own).filter(([field]) => !fieldsForDevelopment.has(field));
  const written = { ...Object.fromEntries(kept), ...more };
  writeFileSync(join(target, folder, 'package.json'), `${JSON.stringify(written, null, 2)}\n`);
};

const copyBuild = (from: string, to: string): void => {
  cpSync(from, to, { recursive: true, filter: (file) => !isForDevelopment.test(file.slice(from.length)) });
};

/** The versions of the lock file. No package that we use needs its install scripts. */
const installPackages = (target: string): void => {
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: target, stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(join(target, 'node_modules/.bin'), { recursive: true, force: true });
};

/** The gateway serves the pages from where the workspace has them. */
const addConsole = (root: string, target: string): void => {
  const pages = 'apps/admin-console/dist/public';
  cpSync(join(root, pages), join(target, pages), { recursive: true });
};
