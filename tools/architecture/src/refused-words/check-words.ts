import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '../workspace/list-files.ts';

/** Written with gaps, so that the rules do not find themselves. */
interface RefusedWord {
  readonly name: string;
  readonly pattern: RegExp;
  /** Which files it is refused in. */
  readonly files: RegExp;
  readonly reason: string;
}

const anyFile = /./;
const typescript = /[.]ts$/;
const code = /[.](?:ts|mjs|cjs|js)$/;

export const refusedWords: readonly RefusedWord[] = [
  {
    name: 'machine path',
    pattern: /(?<![\w.])\/(?:work|farm|root|opt\/node|home\/[a-z]+|Users\/\w+)\//,
    files: anyFile,
    reason: 'it is there on one machine only',
  },
  {
    name: 'registry host',
    pattern: /https?:\/\/(?:[\w-]+[.])*(?:registry|artifactory|nexus|verdaccio|npm)[.:/]/,
    files: anyFile,
    reason: 'where packages come from is a setting of each machine',
  },
  {
    name: 'registry of the lock file',
    pattern: /"resolved": "https?:/,
    files: /package-lock[.]json$/,
    reason: 'the lock file must work with any registry',
  },
  {
    name: 'skipped or focused test',
    pattern:
      /\b(?:describe|it|test)(?:[.]each)?[.](?:skip|only|todo|failing)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/,
    files: code,
    reason: 'a test that does not run proves nothing, and looks as if it did',
  },
  {
    name: 'sleeping test',
    pattern: /\bawait (?:sleep|delay|setTimeout)\(/,
    files: /[.]spec[.]ts$/,
    reason:
      'a test waits for a condition, not for time to pass; what takes a while by nature says so (faultLasts, killComesAfter)',
  },
  {
    name: 'silenced lint',
    pattern: /(?:es|ox)lint[-]disable/,
    files: code,
    reason: 'a rule that is wrong is changed for all',
  },
  {
    name: 'silenced compiler',
    pattern: /@ts[-](?:ignore|expect-error|nocheck)/,
    files: code,
    reason: 'the error is mended, or the type is wrong',
  },
  {
    name: 'any',
    pattern: /(?::|<|\bas|\|)\s*any\b(?=\s*(?:[;,)=>|[\]]|$))/m,
    files: typescript,
    reason: 'unknown makes the compiler ask what it is',
  },
  {
    name: 'silenced formatter',
    pattern: /prettier[-]ignore/,
    files: code,
    reason: 'one form for all',
  },
  {
    name: 'environment outside the configuration',
    pattern: /\bprocess[.]env\b/,
    files: /^apps\/(?:token-admin|verifier|mdm-push)\/src\/(?!config[.]ts$)(?!.*(?:[.]spec[.]ts|fixtures?))/,
    reason: 'config.ts is the only reader of the environment, and refuses what it does not know',
  },
  {
    name: 'conflict marker',
    pattern: /^(?:<{7}|>{7}) /m,
    files: anyFile,
    reason: 'a merge was not finished',
  },
];

/** Every line of the workspace that holds a refused word. */
export const checkWords = (root: string): readonly string[] =>
  listFiles(root).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return refusedWords
      .filter(({ files, pattern }) => files.test(file) && pattern.test(text))
      .map(({ name, reason, pattern }) => `${file}:${lineOf(text, pattern)}: ${name}: ${reason}`);
  });

const lineOf = (text: string, pattern: RegExp): number =>
  text.slice(0, pattern.exec(text)?.index ?? 0).split('\n').length;
