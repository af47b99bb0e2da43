import { serviceNames, type ServiceName } from './identifiers.ts';

/** A JetStream stream, declared here and nowhere else; libs/messaging makes the server agree with it. */
export interface StreamContract {
  readonly name: string;
  readonly subjectPrefix: string;
  readonly description: string;
  /** Who keeps it as it is declared here, and writes what is no event of the catalogue. */
  readonly ownedBy: ServiceName;
  /** Who follows it by a durable consumer that has the service's name. */
  readonly followedBy: readonly ServiceName[];
  /** Who reads it from beginning to end, to compare or to fill a copy. */
  readonly readBy: readonly ServiceName[];
  /** Whose replicas all hear its events while they are said, without a consumer; nobody unless set. */
  readonly heardBy?: readonly ServiceName[];
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
    ownedBy: 'token-admin',
    followedBy: ['verifier', 'mdm-push'],
    readBy: serviceNames,
    heardBy: ['token-admin'],
    messagesPerSubjectMax: 16,
    ageMaxDays: null,
  },
  deliveries: {
    name: 'MDM_DELIVERIES',
    subjectPrefix: 'mdm.deliveries',
    description: 'MDM connections and deliveries, published by mdm-push',
    ownedBy: 'mdm-push',
    followedBy: ['token-admin'],
    readBy: ['mdm-push'],
    heardBy: ['token-admin'],
    messagesPerSubjectMax: 1_000,
    ageMaxDays: null,
  },
  bindings: {
    name: 'MDM_BINDINGS',
    subjectPrefix: 'mdm.bindings',
    description: 'Which MDM connection each device is bound to, kept by the verifier',
    ownedBy: 'verifier',
    followedBy: ['verifier'],
    readBy: ['verifier'],
    messagesPerSubjectMax: 1,
    ageMaxDays: null,
  },
  sightings: {
    name: 'MDM_SIGHTINGS',
    subjectPrefix: 'mdm.sightings',
    description: 'What devices present, published by the verifier; what is lost is said again',
    ownedBy: 'verifier',
    followedBy: ['token-admin', 'mdm-push'],
    readBy: [],
    heardBy: ['verifier'],
    // Every message counts: whoever was away for hours reads what it has missed.
    messagesPerSubjectMax: null,
    ageMaxDays: 2,
    bytesMax: 1_073_741_824,
  },
  rotations: {
    name: 'MDM_ROTATIONS',
    subjectPrefix: 'mdm.rotations',
    description: 'Rotations of tokens, published by token-admin',
    ownedBy: 'token-admin',
    followedBy: [],
    readBy: [],
    heardBy: ['token-admin'],
    messagesPerSubjectMax: 100,
    ageMaxDays: 365,
  },
  parked: {
    name: 'MDM_PARKED',
    subjectPrefix: 'mdm.parked',
    description: 'Messages that a consumer gave up on, for an operator to look at',
    ownedBy: 'token-admin',
    followedBy: [],
    readBy: [],
    messagesPerSubjectMax: 1_000,
    ageMaxDays: 30,
  },
} as const satisfies Record<string, StreamContract>;

export type StreamKey = keyof typeof streams;
export type EventStream = 'tokens' | 'deliveries' | 'sightings' | 'rotations';

/** `mdm.tokens.acme.TokenCreated` */
export const eventSubject = (stream: EventStream, organizationId: string, type: string): string =>
  `${streams[stream].subjectPrefix}.${organizationId}.${type}`;

/** `mdm.parked.verifier.mdm.tokens.acme.TokenCreated`: who gave up, and on what. */
export const parkedSubject = (consumer: ServiceName, subject: string): string =>
  `${streams.parked.subjectPrefix}.${consumer}.${subject}`;
