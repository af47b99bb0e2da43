import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryCounts, ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Attempt, Inspection, MdmSession, Slot, WantedValue, Written } from '../mdm-vendor.ts';
import { mergedTargets, missingGroups, reachesAnybody } from './assignment-targets.ts';
import { changedConfiguration, isOurs, newConfiguration, valueIn } from './configuration-policy.ts';
import { ConfigurationFinder } from './find-configuration.ts';
import type { IntuneApi } from './intune.api.ts';
import { intuneReadiness } from './intune.readiness.ts';
import type { Configuration, IntuneFields, StatusSummary } from './intune.schema.ts';

/** A new policy may not be found for a while (Graph's copies differ): this many looks, this far apart. */
const looksAfterCreation = 6;
const lookPauseMs = 1_000;

export class IntuneSession implements MdmSession {
  readonly #finder: ConfigurationFinder;

  constructor(
    private readonly fields: IntuneFields,
    private readonly api: IntuneApi,
  ) {
    this.#finder = new ConfigurationFinder(fields, api);
  }

  async inspect(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Inspection> {
    const found = await (wanted === null ? this.#findHeld(slot, attempt) : this.#finder.find(slot, attempt));
    const held = found === undefined ? undefined : valueIn(found, slot);
    if (found === undefined || held === undefined) {
      return { holds: wanted === null ? 'wanted' : 'nothing', counts: null };
    }
    if (wanted?.matches(held) !== true) return { holds: 'other', counts: null };
    return this.#inspectAssignment(found, attempt);
  }

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Written> {
    if (value === null) {
      const found = await this.#findHeld(slot, attempt);
      if (found !== undefined) await this.#withdraw(found, slot, attempt);
      return 'readable';
    }
    const configuration =
      (await this.#finder.find(slot, attempt)) ?? (await this.#create(slot, value.reveal(), attempt));
    if (valueIn(configuration, slot) !== value.reveal()) {
      await this.api.update(
        configuration.id,
        changedConfiguration(configuration, slot, value.reveal()) ?? {},
        attempt,
      );
    }
    await this.#assign(configuration.id, attempt);
    return 'readable';
  }

  readiness(slots: readonly Slot[], attempt: Attempt): Promise<readonly ReadinessItem[]> {
    const hasGroups = this.fields.settings.assignToGroupIds.length > 0;
    return intuneReadiness({ api: this.api, finder: this.#finder, hasGroups }, slots, attempt);
  }

  /** Without the app, nothing is held: there is nothing to withdraw. */
  async #findHeld(slot: Slot, attempt: Attempt): Promise<Configuration | undefined> {
    try {
      return await this.#finder.find(slot, attempt);
    } catch (error) {
      if (error instanceof DeliveryProblem && error.code === 'app-not-found') return undefined;
      throw error;
    }
  }

  /** The right value in a policy that nobody gets is not delivered. */
  async #inspectAssignment(found: Configuration, attempt: Attempt): Promise<Inspection> {
    const assignments = await this.api.assignments(found.id, attempt);
    if (missingGroups(assignments, this.fields.settings.assignToGroupIds).length > 0)
      return { holds: 'other', counts: null };
    if (!reachesAnybody(assignments)) {
      throw new DeliveryProblem(
        'app-not-assigned',
        'The app configuration policy in Intune holds the value, but is assigned to no group: assign it there, or enter groups in the connection',
      );
    }
    const summary = await this.api.statusSummary(found.id, attempt);
    return { holds: 'wanted', counts: summary === undefined ? null : countsOf(summary, found) };
  }

  async #create(slot: Slot, value: string, attempt: Attempt): Promise<Configuration> {
    const { id: mobileAppId } = await this.#finder.mobileApp(slot, attempt);
    const created = await this.api.create(newConfiguration(slot, mobileAppId, value), attempt);
    await attempt.remember({ id: created.id, madeAt: new Date().toISOString() });
    for (let look = 0; look < looksAfterCreation; look += 1) {
      const seen = await this.api.configuration(created.id, attempt);
      if (seen !== undefined) return seen;
      await delay(lookPauseMs, undefined, { signal: attempt.signal });
    }
    throw new DeliveryProblem(
      'write-not-kept',
      'Intune took a new app configuration policy and does not show it yet',
    );
  }

  async #assign(id: string, attempt: Attempt): Promise<void> {
    const groupIds = this.fields.settings.assignToGroupIds;
    if (groupIds.length === 0) return;
    const assignments = await this.api.assignments(id, attempt);
    if (missingGroups(assignments, groupIds).length > 0) {
      await this.api.assign(id, mergedTargets(assignments, groupIds), attempt);
    }
  }

  /** Intune takes no empty policy: our own is deleted, anybody else's is left to them. */
  async #withdraw(found: Configuration, slot: Slot, attempt: Attempt): Promise<void> {
    if (valueIn(found, slot) === undefined) return;
    const rest = changedConfiguration(found, slot, null);
    if (rest !== undefined) {
      await this.api.update(found.id, rest, attempt);
      return;
    }
    if (!isOurs(found, slot)) {
      throw new DeliveryProblem(
        'configuration-unsupported',
        `An app configuration policy that MDM Gate did not make holds only ${slot.key}: delete it in Intune`,
      );
    }
    await this.api.remove(found.id, attempt);
    await attempt.remember(null);
  }
}

/** The counts belong to the version that the summary names; for an older one, nothing is known of the new value yet. */
const countsOf = (summary: StatusSummary, { version }: Configuration): DeliveryCounts => {
  const failed = summary.errorCount + summary.failedCount + summary.conflictCount;
  const devices = summary.successCount + summary.pendingCount + failed;
  const isCurrent = summary.configurationVersion === version;
  return {
    devices,
    installed: null,
    holding: isCurrent ? summary.successCount : 0,
    failed: isCurrent ? failed : 0,
    pending: isCurrent ? summary.pendingCount : devices,
    asOf: new Date(summary.lastUpdateDateTime).toISOString(),
  };
};
