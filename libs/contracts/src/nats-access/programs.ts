import { serviceNames, type ServiceName } from '../identifiers.ts';

/** Who speaks NATS: a service of ours, an internal service that asks for checks, or an operator's tools. */
export type NatsProgram = ServiceName | 'internal-service' | 'operator';

export const natsPrograms: readonly NatsProgram[] = [...serviceNames, 'internal-service', 'operator'];

/** What one user of NATS may do, in the words of the server's configuration. */
export interface NatsPermissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /** `subject queue` stands for subscriptions of that queue group only. */
  readonly subscribe: { readonly allow: readonly string[] };
}
