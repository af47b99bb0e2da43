import type {
  ActiveSetPolicy,
  Delivery,
  findUsageRoute,
  MdmConnection,
  MdmToken,
  Rotation,
} from '@mdm-gate/contracts';
import type { BodyOf } from '../../api/call.ts';

/** All that an organization's state follows from. */
export interface Seen {
  readonly policy: ActiveSetPolicy;
  readonly tokens: readonly MdmToken[];
  readonly connections: readonly MdmConnection[];
  readonly deliveries: readonly Delivery[];
  readonly usage: BodyOf<typeof findUsageRoute>;
  readonly rotations: readonly Rotation[];
}
