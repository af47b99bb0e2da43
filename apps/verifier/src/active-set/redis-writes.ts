import { z } from 'zod';
import type { ActiveSet } from '@mdm-gate/contracts';
import type { Applied, BindingNotes, Place, SetOfOrganization, StoredBinding } from './active-set-store.ts';
import { positionOf } from './place.ts';
import { readHeld, recordOf, withheldRecord } from './records.ts';
import type { RedisConnection } from './redis-connection.ts';
import {
  applyScript,
  bindingScript,
  failureScript,
  withholdScript,
  withholdUnprovenScript,
  type ScriptCall,
} from './redis-scripts.ts';
import { keysOf, type RedisSession } from './redis-session.ts';

const appliedSchema = z.tuple([z.string(), z.string().nullable(), z.number()]);

/** From a device's first failed check on; then they are forgotten. */
const failureWindowSeconds = 300;

/** Writes to the Redis process of one session, and fails as soon as the session ends. All but counting may be repeated. */
export class RedisWrites implements BindingNotes {
  constructor(
    protected readonly connection: RedisConnection,
    protected readonly session: RedisSession,
  ) {}

  async apply(organizationId: string, activeSet: ActiveSet): Promise<Applied> {
    const { keys, args } = this.applying({ organizationId, activeSet });
    const answer = await this.connection.run(this.session, applyScript, keys, args);
    const [policy, mac, marked] = appliedSchema.parse(answer);
    return { held: readHeld(policy, mac), filled: marked === 1 };
  }

  protected applying({ organizationId, activeSet }: SetOfOrganization): ScriptCall {
    return {
      keys: [keysOf.organization(this.session, organizationId), this.session.markerKey],
      args: [positionOf(activeSet), ...recordOf(activeSet)],
    };
  }

  async withhold(organizationId: string, place: Place): Promise<void> {
    const keys = [keysOf.organization(this.session, organizationId)];
    const args = [positionOf(place), ...withheldRecord(place)];
    await this.connection.run(this.session, withholdScript, keys, args);
  }

  async withholdUnproven(organizationId: string): Promise<void> {
    const keys = [keysOf.organization(this.session, organizationId)];
    await this.connection.run(this.session, withholdUnprovenScript, keys);
  }

  async noteBinding(binding: StoredBinding): Promise<void> {
    const { organizationId, deviceId, connectionId, changedAtMs, sequence } = binding;
    const keys = [keysOf.bindings(this.session, organizationId), keysOf.newestBinding(this.session)];
    const args = [deviceId, changedAtMs, connectionId ?? '', sequence];
    await this.connection.run(this.session, bindingScript, keys, args);
  }

  async countFailure(organizationId: string, deviceId: string): Promise<void> {
    const keys = [keysOf.failures(this.session, organizationId, deviceId)];
    await this.connection.run(this.session, failureScript, keys, [failureWindowSeconds]);
  }
}
