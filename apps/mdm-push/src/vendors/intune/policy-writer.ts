import { setTimeout as delay } from 'node:timers/promises';
import type { Attempt } from '../attempt.ts';
import { holds } from '../configuration/held-key.ts';
import { sendRemembered } from '../configuration/open-write.ts';
import { readModifyWrite, type SharedDocument } from '../configuration/read-modify-write.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Slot } from '../mdm-vendor.ts';
import { newPolicy, type AppPolicy } from './app-policy.ts';
import { lostTargets, mergedTargets, missingGroups } from './assignment-targets.ts';
import type { IntuneApi } from './intune.api.ts';
import type { Assignment } from './intune.schema.ts';

/** Graph's copies differ for a while after a policy was made or deleted: this many looks, this far apart. */
const looksMax = 6;
const lookPauseMs = 1_000;

interface PolicyChange {
  readonly slot: Slot;
  readonly value: string;
}

/** Changes policies and their assignments, of which others have parts, too. */
export class PolicyWriter {
  constructor(private readonly api: IntuneApi) {}

  /** Resolves with the policy as it was read back. */
  set(id: string, { slot, value }: PolicyChange, attempt: Attempt): Promise<AppPolicy> {
    return readModifyWrite(this.#policy(id, { slot, value }, attempt), attempt);
  }

  /** Takes the key out of a policy. Intune takes no empty one: our own is deleted, anybody else's is left to them. */
  async withdraw(id: string, slot: Slot, attempt: Attempt): Promise<void> {
    const found = await this.api.policy(id, attempt);
    if (found === undefined || holds(found.held(slot), null)) return;
    if (found.with(slot, null) !== undefined) {
      await readModifyWrite(this.#policy(id, { slot, value: null }, attempt), attempt);
      return;
    }
    if (!found.isOurs(slot)) {
      throw new DeliveryProblem(
        'configuration-unsupported',
        `An app configuration policy that MDM Gate did not make holds only ${slot.key}: delete it in Intune`,
      );
    }
    await this.api.remove(id, attempt);
    await attempt.remember(null);
    await this.#until(id, (seen) => seen === undefined, attempt);
  }

  async create(
    { slot, value, mobileAppId }: PolicyChange & { readonly mobileAppId: string },
    attempt: Attempt,
  ): Promise<AppPolicy> {
    const created = await this.api.create(newPolicy(slot, mobileAppId, value), attempt);
    await attempt.remember({ id: created.id, madeAt: new Date().toISOString() });
    await attempt.accepted();
    const isShown = (seen: AppPolicy | undefined): boolean =>
      seen !== undefined && holds(seen.held(slot), value);
    return (await this.#until(created.id, isShown, attempt)) ?? created;
  }

  /** Adds the groups that are missing; resolves with all assignments as they were read back. */
  assign(id: string, groupIds: readonly string[], attempt: Attempt): Promise<readonly Assignment[]> {
    return readModifyWrite<readonly Assignment[]>(
      {
        name: 'the assignments of the app configuration policy in Intune',
        read: () => this.api.assignments(id, attempt),
        isRight: (assignments) => missingGroups(assignments, groupIds).length === 0,
        write: (assignments) => this.api.assign(id, mergedTargets(assignments, groupIds), attempt),
        lostBetween: lostTargets,
      },
      attempt,
    );
  }

  #policy(
    id: string,
    { slot, value }: { readonly slot: Slot; readonly value: string | null },
    attempt: Attempt,
  ): SharedDocument<AppPolicy> {
    return {
      name: 'the app configuration policy in Intune',
      read: () => this.api.knownPolicy(id, attempt),
      isRight: (policy) => holds(policy.held(slot), value),
      write: async (policy) => {
        const body = policy.with(slot, value);
        // Somebody else took out the other keys since: the next turn deals with an empty policy.
        if (body === undefined) throw new DeliveryProblem('write-not-kept');
        await sendRemembered(slot, attempt, (fate) => this.api.update(id, { jsonText: body, fate }, attempt));
      },
      lostBetween: (before, after) => before.lostIn(after, slot),
    };
  }

  async #until(
    id: string,
    isShown: (policy: AppPolicy | undefined) => boolean,
    attempt: Attempt,
  ): Promise<AppPolicy | undefined> {
    for (let look = 0; look < looksMax; look += 1) {
      const seen = await this.api.policy(id, attempt);
      if (isShown(seen)) return seen;
      await delay(lookPauseMs, undefined, { signal: attempt.signal });
    }
    throw new DeliveryProblem('write-not-kept', 'Intune took a change of a policy and does not show it yet');
  }
}
