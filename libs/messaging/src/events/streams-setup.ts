import { isDeepStrictEqual } from 'node:util';
import { streams, type ServiceName, type StreamContract } from '@mdm-gate/contracts';
import {
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import { messageBytesMax } from '../message-size.ts';
import { findStream } from './stream-info.ts';

/** A parked message is the event with headers of ours. */
const parkedBytesMax = messageBytesMax + 16 * 1_024;

export const jetstreamTimeoutMs = 5_000;
const duplicateWindowMs = 2 * 60 * 1_000;
const dayMs = 24 * 60 * 60 * 1_000;
const nameInUse = 10_058;

export interface StreamDuty {
  readonly service: ServiceName;
  /** On how many servers each stream is kept at least: what an operator has raised stays. */
  readonly replicas: number;
}

interface Making {
  readonly owned: boolean;
  /** Called for each that is missing. */
  readonly beforeMaking: () => Promise<void>;
}

/**
 * Makes the server have the streams of the catalogue, as the catalogue says. Whoever misses one makes it; one that is
 * there is changed by the service that owns it. Several services may do so at once.
 */
export const ensureStreams = async (
  connection: NatsConnection,
  { service, replicas }: StreamDuty,
  beforeMaking: Making['beforeMaking'],
): Promise<void> => {
  const manager = await managerOf(connection);
  for (const contract of Object.values<StreamContract>(streams))
    await ensure(manager, configOf(contract, replicas), {
      owned: contract.ownedBy === service,
      beforeMaking,
    });
};

export const managerOf = (connection: NatsConnection): Promise<JetStreamManager> =>
  jetstreamManager(connection, { checkAPI: false, timeout: jetstreamTimeoutMs });

const ensure = async (manager: JetStreamManager, config: DeclaredConfig, making: Making): Promise<void> => {
  const held = await findStream(manager, config.name);
  if (held === undefined) {
    await making.beforeMaking();
    if (!(await isAdded(manager, config))) await ensure(manager, config, making);
  } else if (making.owned) await bringIntoLine(manager, held.config, config);
};

/** False when another service was first, perhaps with another number of replicas. */
const isAdded = async (manager: JetStreamManager, config: DeclaredConfig): Promise<boolean> => {
  try {
    await manager.streams.add(config);
    return true;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === nameInUse) return false;
    throw error;
  }
};

/** Writes nothing when nothing differs: an update repeats the number of replicas, which another service may be raising. */
const bringIntoLine = async (
  manager: JetStreamManager,
  held: StreamConfig,
  { name, ...declared }: DeclaredConfig,
): Promise<void> => {
  const wanted = { ...declared, num_replicas: Math.max(declared.num_replicas, held.num_replicas) };
  const isInLine = Object.entries(wanted).every(([field, value]) =>
    isDeepStrictEqual(held[field as keyof StreamConfig], value),
  );
  if (!isInLine) await manager.streams.update(name, wanted);
};

type DeclaredConfig = Partial<StreamConfig> & { readonly name: string; readonly num_replicas: number };

const configOf = (contract: StreamContract, replicas: number): DeclaredConfig => ({
  name: contract.name,
  description: contract.description,
  subjects: [`${contract.subjectPrefix}.>`],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_msgs_per_subject: contract.messagesPerSubjectMax ?? -1,
  max_bytes: contract.bytesMax ?? -1,
  max_age: contract.ageMaxDays === null ? 0 : nanos(contract.ageMaxDays * dayMs),
  max_msg_size: contract === streams.parked ? parkedBytesMax : messageBytesMax,
  duplicate_window: nanos(duplicateWindowMs),
  num_replicas: replicas,
  allow_direct: true,
});
