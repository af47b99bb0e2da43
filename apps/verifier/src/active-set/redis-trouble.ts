import { CodedError, tlsTroubleOf } from '@mdm-gate/service-kit';

/** What Redis and its client say, and what an operator is to know of it. The first that fits counts. */
const words: readonly (readonly [RegExp, string])[] = [
  [/\b(?:CROSSSLOT|CLUSTERDOWN|MOVED|ASK) /, 'Redis Cluster is not supported'],
  [
    /\b(?:WRONGPASS|NOAUTH)\b|AUTH .* without any password|invalid password/i,
    'Redis refuses the user or its password',
  ],
  [/\bNOPERM\b.*\bkeys?\b/, 'Redis lets our user not have the keys that begin with mdm:'],
  [/\bREADONLY\b/, 'Redis is a replica: the verifier needs the master'],
  [/\bLOADING\b/, 'Redis still loads its data'],
  [/\bBUSY\b/, 'Redis is held up by a script'],
  [/\bOOM\b/, 'Redis has no memory left'],
  [/\bMISCONF\b/, 'Redis takes no writes: it cannot save to its disk'],
  [/\bNOREPLICAS\b/, 'Redis takes no writes: too few replicas follow it'],
  [/max number of clients/, 'Redis takes no more clients'],
  [/\bDENIED\b/, 'Redis is in protected mode and takes no connection from here'],
  [/sentinels are unreachable/, 'no Sentinel can be reached, or none knows the master'],
  [/Command timed out|ETIMEDOUT/, 'Redis does not answer in time'],
];

const deniedCommand = /\bNOPERM\b.*'(?<command>[a-z]+(?:[| ][a-z]+)?)' command/;

/** A Redis without TLS waits for the rest of what it takes for a command. */
const notEncrypted = 'Redis does not answer in time, or it does not speak TLS';

/** Why Redis cannot be used, in words that hold no address and no secret. */
export const wordsFor = (error: unknown, { encrypted = false } = {}): string => {
  if (error instanceof CodedError) return error.detail;
  const text = textOf(error);
  return (
    ofEncryption(error, encrypted ? text : '') ??
    ofCommand(text) ??
    known(text) ??
    `Redis cannot be reached${codeOf(error)}`
  );
};

/** `text`: what is said where encryption is wanted. */
const ofEncryption = (error: unknown, text: string): string | undefined => {
  if (text.includes('connect ETIMEDOUT')) return notEncrypted;
  const trouble = tlsTroubleOf(error);
  return trouble === undefined ? undefined : `Redis cannot be used: ${trouble}`;
};

const ofCommand = (text: string): string | undefined => {
  const command = deniedCommand.exec(text)?.groups?.['command'];
  return command === undefined ? undefined : `Redis lets our user not run ${command.toUpperCase()}`;
};

const known = (text: string): string | undefined => words.find(([pattern]) => pattern.test(text))?.[1];

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
