import { z } from 'zod';
import {
  actorSchema,
  instantSchema,
  organizationIdSchema,
  uuidSchema,
  type ServiceName,
} from './identifiers.ts';
import type { EventStream } from './streams.ts';

/** Fields that every event has. `id` is also the `Nats-Msg-Id`, `correlationId` follows one request through all services. */
const envelope = {
  id: uuidSchema,
  schemaVersion: z.literal(1),
  occurredAt: instantSchema,
  correlationId: z.string().min(1).max(128),
  actor: actorSchema,
  organizationId: organizationIdSchema,
};

export type EventEnvelope = z.infer<z.ZodObject<typeof envelope>>;

/** An event of the catalogue: its name, who publishes it on which stream, and its shape. Consumers ignore fields they do not know. */
export interface EventContract<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  readonly type: Type;
  readonly publishedBy: ServiceName;
  readonly stream: EventStream;
  readonly description: string;
  readonly schema: Schema;
}

export type EventOf<Contract extends EventContract> = z.infer<Contract['schema']>;

export const defineEvent = <const Type extends string, const Fields extends z.ZodRawShape>(
  contract: Omit<EventContract<Type>, 'schema'> & { readonly fields: Fields },
) => ({
  type: contract.type,
  publishedBy: contract.publishedBy,
  stream: contract.stream,
  description: contract.description,
  schema: z.object({ ...envelope, type: z.literal(contract.type), ...contract.fields }),
});
