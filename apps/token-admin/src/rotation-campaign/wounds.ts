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

export const killedTokenAdmin = ({ tokenAdmin }: RunningPair): Wound => ({
  name: 'token-admin killed',
  inflict: () => tokenAdmin.kill(),
  mend: () => tokenAdmin.start(),
});

/** Of the servers that token-admin and the verifier stand on. */
export const woundedServers = ({ nats, redis }: RunningPair, postgres: RunningServer): readonly Wound[] => [
  killed('NATS', nats),
  frozen('NATS', nats),
  killed('Redis', redis),
  frozen('Redis', redis),
  killed('PostgreSQL', postgres),
  frozen('PostgreSQL', postgres),
];
