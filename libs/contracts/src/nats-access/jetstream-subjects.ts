import { serviceNames, type ServiceName } from '../identifiers.ts';
import { streams, type StreamContract } from '../streams.ts';

const api = (rest: string): string => `$JS.API.${rest}`;
const all: readonly StreamContract[] = Object.values(streams);

/**
 * The subjects of the JetStream API that a service needs. Everybody sees the streams and makes one that is missing, which
 * changes none that is there; only its owner changes a stream, and only an operator deletes or empties one.
 */
export const jetstreamSubjectsOf = (service: ServiceName): readonly string[] => [
  api('STREAM.NAMES'),
  ...all.flatMap(({ name }) => [api(`STREAM.INFO.${name}`), api(`STREAM.CREATE.${name}`)]),
  ...all.filter(({ ownedBy }) => ownedBy === service).map(({ name }) => api(`STREAM.UPDATE.${name}`)),
  ...all.filter(({ followedBy }) => followedBy.includes(service)).flatMap((each) => following(each, service)),
  ...all.filter(({ readBy }) => readBy.includes(service)).flatMap(reading),
];

/** What `reading` would allow with the durable consumers of others, whose names are known. */
export const consumersOfOthers = (service: ServiceName): readonly string[] =>
  all
    .filter(({ readBy }) => readBy.includes(service))
    .flatMap(({ name, followedBy }) =>
      followedBy
        .filter((follower) => follower !== service)
        .flatMap((follower) => [
          ...consumerVerbs.map((verb) => api(`CONSUMER.${verb}.${name}.${follower}`)),
          api(`CONSUMER.CREATE.${name}.${follower}.>`),
        ]),
    );

/** With the subjects of nats-server before and after 2.9, and of consumers with several filters. */
const following = ({ name }: StreamContract, service: ServiceName): readonly string[] => [
  api(`CONSUMER.CREATE.${name}.${service}`),
  api(`CONSUMER.CREATE.${name}.${service}.>`),
  api(`CONSUMER.DURABLE.CREATE.${name}.${service}`),
  api(`CONSUMER.INFO.${name}.${service}`),
  api(`CONSUMER.MSG.NEXT.${name}.${service}`),
  `$JS.ACK.${name}.${service}.>`,
];

const consumerVerbs = ['CREATE', 'INFO', 'MSG.NEXT', 'DELETE'] as const;

/** A reader's consumer has a name that nobody can guess, and ends by itself; its messages are not acknowledged. */
const reading = ({ name, subjectPrefix }: StreamContract): readonly string[] => [
  api(`STREAM.MSG.GET.${name}`),
  api(`CONSUMER.CREATE.${name}.*.${subjectPrefix}.>`),
  api(`CONSUMER.INFO.${name}.*`),
  api(`CONSUMER.MSG.NEXT.${name}.*`),
  api(`CONSUMER.DELETE.${name}.*`),
];

export const isServiceName = (name: string): name is ServiceName =>
  serviceNames.some((service) => service === name);
