import type { ServiceName } from './identifiers.ts';

/** A JetStream stream, declared here and nowhere else; libs/messaging makes the server agree with it. */
export interface StreamContract {
  readonly name: string;
  readonly subjectPrefix: string;
  readonly description: string;
  /** How many messages are kept per subject, the last one of each being a snapshot; null where each message counts. */
  readonly messagesPerSubjectMax: number | null;
  readonly ageMaxDays: number | null;
  /** How large it grows before its oldest messages go; as large as the disk allows unless set. */
  readonly bytesMax?: number;
}

export const streams = {
  tokens: {
    name: 'MDM_TOKENS',
    subjectPrefix: 'mdm.tokens',
    description: 'Active sets of all organizations, published by token-admin',
    messagesPerSubjectMax: 16,
    ageMaxDays: null,
  },
  deliveries: {
    name: 'MDM_DELIVERIES',
    subjectPrefix: 'mdm.deliveries',
    description: 'MDM connections and deliveries, published by mdm-push',
    messagesPerSubjectMax: 1_000,
    ageMaxDays: null,
  },
  bindings: {
    name: 'MDM_BINDINGS',
    subjectPrefix: 'mdm.bindings',
    description: 'Which MDM connection each device is bound to, kept by the verifier',
    messagesPerSubjectMax: 1,
    ageMaxDays: null,
  },
  sightings: {
    name: 'MDM_SIGHTINGS',
    subjectPrefix: 'mdm.sightings',
    description: 'What devices present, published by the verifier; what is lost is said again',
    // Every message counts: whoever was away for hours reads what it has missed.
    messagesPerSubjectMax: null,
    ageMaxDays: 2,
    bytesMax: 1_073_741_824,
  },
  rotations: {
    name: 'MDM_ROTATIONS',
    subjectPrefix: 'mdm.rotations',
    description: 'Rotations of tokens, published by token-admin',
    messagesPerSubjectMax: 100,
    ageMaxDays: 365,
  },
  parked: {
    name: 'MDM_PARKED',
    subjectPrefix: 'mdm.parked',
    description: 'Messages that a consumer gave up on, for an operator to look at',
    messagesPerSubjectMax: 1_000,
    ageMaxDays: 30,
  },
} as const satisfies Record<string, StreamContract>;

export type EventStream = 'tokens' | 'deliveries' | 'sightings' | 'rotations';

/** `mdm.tokens.acme.TokenCreated` */
export const eventSubject = (stream: EventStream, organizationId: string, type: string): string =>
  `${streams[stream].subjectPrefix}.${organizationId}.${type}`;

/** `mdm.parked.verifier.mdm.tokens.acme.TokenCreated`: who gave up, and on what. */
export const parkedSubject = (consumer: ServiceName, subject: string): string =>
  `${streams.parked.subjectPrefix}.${consumer}.${subject}`;
