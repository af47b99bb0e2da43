import { eventCatalogue } from '../event-catalogue.ts';
import type { EventContract } from '../event-contract.ts';
import type { ServiceName } from '../identifiers.ts';
import { requestCatalogue } from '../request-catalogue.ts';
import type { RequestContract } from '../request-contract.ts';
import { streams, type StreamContract } from '../streams.ts';
import { inboxOfCaller, inboxOfService } from './inboxes.ts';
import { consumersOfOthers, isServiceName, jetstreamSubjectsOf } from './jetstream-subjects.ts';
import type { NatsPermissions, NatsProgram } from './programs.ts';

const events: readonly EventContract[] = eventCatalogue;
const requests: readonly RequestContract[] = requestCatalogue;
const recordStreams: readonly StreamContract[] = [streams.bindings];

/** The name that an internal service has on NATS unless it has one of its own. */
export const defaultCallerName = 'verifier-client';
const operatorName = 'operator';

/** All that the program does on NATS, and nothing else, as the catalogues have it. */
export const permissionsOf = (program: NatsProgram): NatsPermissions => {
  if (isServiceName(program)) return ofService(program);
  return program === 'operator' ? operator : permissionsOfCaller(defaultCallerName);
};

/** An internal service of this name: it asks for checks, and hears what is answered to it. */
export const permissionsOfCaller = (name: string): NatsPermissions => ({
  publish: { allow: subjectsAskedBy('internal-services'), deny: [] },
  subscribe: { allow: [`${inboxOfCaller(name)}.>`] },
});

/** An operator's tools see and mend everything in JetStream. They ask and answer nothing, and publish no event. */
const operator: NatsPermissions = {
  publish: { allow: ['$JS.API.>', '$JS.ACK.>', '$SRV.>'], deny: [] },
  subscribe: { allow: ['$JS.EVENT.ADVISORY.>', `${inboxOfCaller(operatorName)}.>`] },
};

const ofService = (service: ServiceName): NatsPermissions => ({
  publish: {
    allow: [
      ...subjectsAskedBy(service),
      ...eventSubjectsOf(({ publishedBy }) => publishedBy === service),
      ...recordSubjectsOf(service),
      `${streams.parked.subjectPrefix}.${service}.>`,
      ...inboxesAnsweredBy(service),
      // Its own replicas, by which it proves that requests reach it.
      `$SRV.PING.${service}.*`,
      ...jetstreamSubjectsOf(service),
    ],
    deny: consumersOfOthers(service),
  },
  subscribe: {
    allow: [
      ...requests
        .filter(({ answeredBy }) => answeredBy === service)
        .map(({ subject }) => `${subject} ${service}`),
      ...eventSubjectsOf(({ stream }) => streamsHeardBy(service).includes(stream)),
      ...discoveryOf(service),
      `${inboxOfService(service)}.>`,
    ],
  },
});

const subjectsAskedBy = (caller: ServiceName | 'internal-services'): readonly string[] =>
  requests.filter(({ mayBeCalledBy }) => mayBeCalledBy.includes(caller)).map(({ subject }) => subject);

const eventSubjectsOf = (which: (event: EventContract) => boolean): readonly string[] =>
  events.filter(which).map(({ stream, type }) => `${streams[stream].subjectPrefix}.*.${type}`);

const streamsHeardBy = (service: ServiceName): readonly string[] =>
  Object.entries<StreamContract>(streams)
    .filter(([, { heardBy = [] }]) => heardBy.includes(service))
    .map(([key]) => key);

const recordSubjectsOf = (service: ServiceName): readonly string[] =>
  recordStreams
    .filter(({ ownedBy }) => ownedBy === service)
    .map(({ subjectPrefix }) => `${subjectPrefix}.*.*`);

/**
 * The inboxes of those who may ask the service, its own and the operator's. They are named instead of `allow_responses`:
 * with that, whoever can send the service a message, the service itself included, chooses what it may publish.
 */
const inboxesAnsweredBy = (service: ServiceName): readonly string[] => {
  const asked = requests.filter(({ answeredBy }) => answeredBy === service);
  const callers = new Set(asked.flatMap(({ mayBeCalledBy }) => mayBeCalledBy));
  const services = [...callers].filter((caller) => caller !== 'internal-services');
  return [
    ...new Set([
      `${inboxOfService(service)}.>`,
      callers.has('internal-services') ? '_INBOX.>' : `${inboxOfCaller(operatorName)}.>`,
      ...services.map((caller) => `${inboxOfService(caller)}.>`),
    ]),
  ];
};

/** `nats micro`: who is there, what it offers, how it does. */
const discoveryOf = (service: ServiceName): readonly string[] =>
  ['PING', 'INFO', 'STATS'].flatMap((verb) => [
    `$SRV.${verb}`,
    `$SRV.${verb}.${service}`,
    `$SRV.${verb}.${service}.*`,
  ]);
