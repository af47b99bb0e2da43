import type { RunningServer } from '@mdm-gate/testing';
import type { RunningPair } from '../fixtures/running-pair.ts';

/** What is done to a program or a server, and how it is mended. */
export interface Wound {
  readonly name: string;
  readonly inflict: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

const killed = (name: string, server: RunningServer): Wound => ({
  name: `${name} killed`,
  inflict: () => server.kill(),
  mend: () => server.restart(),
});

const frozen = (name: string, server: RunningServer): Wound => ({
  name: `${name} frozen`,
  inflict: () => server.kill('SIGSTOP'),
  mend: () => server.kill('SIGCONT'),
});

const harmed = (name: string, { mdms }: RunningPair, fault: object): Wound => ({
  name: `MDM systems ${name}`,
  inflict: () => mdms.harm([fault]),
  mend: () => mdms.harm([]),
});

export const killedTokenAdmin = ({ tokenAdmin }: RunningPair): Wound => ({
  name: 'token-admin killed',
  inflict: () => tokenAdmin.kill(),
  mend: () => tokenAdmin.start(),
});

const killedPush = ({ mdms }: RunningPair): Wound => ({
  name: 'mdm-push killed',
  inflict: () => mdms.killPush(),
  mend: () => mdms.startPush(),
});

/** Of all that rotations stand on; each kind comes once before one of them comes again in another form. */
export const woundsOfOthers = (pair: RunningPair, postgres: RunningServer): readonly Wound[] => [
  killed('NATS', pair.nats),
  harmed('refusing', pair, { kind: 'answer', status: 403 }),
  killed('PostgreSQL', postgres),
  harmed('away', pair, { kind: 'disconnect' }),
  frozen('Redis', pair.redis),
  harmed('throttling', pair, { kind: 'answer', status: 429, retryAfter: 1 }),
  frozen('NATS', pair.nats),
  harmed('failing', pair, { kind: 'answer', status: 503 }),
  frozen('PostgreSQL', postgres),
  killedPush(pair),
  killed('Redis', pair.redis),
];
