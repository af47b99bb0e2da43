import type { ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import type { Attempt, DeliveryLook, Look } from '../attempt.ts';
import { isWanted } from '../configuration/held-key.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Inspection, MdmSession, Slot, WantedValue } from '../mdm-vendor.ts';
import type { AppPolicy } from './app-policy.ts';
import { missingGroups, reachesAnybody } from './assignment-targets.ts';
import { ConfigurationFinder, type Place } from './find-configuration.ts';
import type { IntuneApi } from './intune.api.ts';
import { intuneReadiness } from './intune.readiness.ts';
import type { Assignment, IntuneFields } from './intune.schema.ts';
import { PolicyWriter } from './policy-writer.ts';
import { countsOf } from './status-summary.ts';

export class IntuneSession implements MdmSession {
  readonly #finder: ConfigurationFinder;
  readonly #writer: PolicyWriter;

  constructor(
    private readonly fields: IntuneFields,
    private readonly api: IntuneApi,
  ) {
    this.#finder = new ConfigurationFinder(fields, api);
    this.#writer = new PolicyWriter(api);
  }

  async inspect(slot: Slot, wanted: WantedValue | null, look: DeliveryLook): Promise<Inspection> {
    const place = await (wanted === null ? this.#findHeld(slot, look) : this.#finder.find(slot, look));
    return this.#inspectPlace(place, { slot, wanted }, look);
  }

  async #inspectPlace(
    { policy, doubles }: Place,
    { slot, wanted }: { readonly slot: Slot; readonly wanted: WantedValue | null },
    look: Look,
  ): Promise<Inspection> {
    const held = policy?.held(slot) ?? { kind: 'absent' };
    if (policy === undefined || held.kind === 'absent')
      return { holds: wanted === null ? 'wanted' : 'nothing', counts: null };
    if (doubles.length > 0 || !isWanted(held, wanted)) return { holds: 'other', counts: null };
    return this.#inspectAssignment(policy, await this.api.assignments(policy.id, look), look);
  }

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Inspection> {
    if (value === null) {
      const { policy, doubles } = await this.#findHeld(slot, attempt);
      for (const each of policy === undefined ? [] : [policy, ...doubles])
        await this.#writer.withdraw(each.id, slot, attempt);
      return { holds: 'wanted', counts: null };
    }
    const { policy: found, doubles } = await this.#finder.find(slot, attempt);
    for (const { id } of doubles) await this.#writer.withdraw(id, slot, attempt);
    const policy =
      found === undefined
        ? await this.#create(slot, value.reveal(), attempt)
        : await this.#writer.set(found.id, { slot, value: value.reveal() }, attempt);
    const groupIds = this.fields.settings.assignToGroupIds;
    return this.#inspectAssignment(policy, await this.#writer.assign(policy.id, groupIds, attempt), attempt);
  }

  readiness(slots: readonly Slot[], look: Look): Promise<readonly ReadinessItem[]> {
    const hasGroups = this.fields.settings.assignToGroupIds.length > 0;
    return intuneReadiness({ api: this.api, finder: this.#finder, hasGroups }, slots, look);
  }

  async #create(slot: Slot, value: string, attempt: Attempt): Promise<AppPolicy> {
    const { id: mobileAppId } = await this.#finder.mobileApp(slot, attempt);
    return this.#writer.create({ slot, value, mobileAppId }, attempt);
  }

  /** Without the app, nothing is held: there is nothing to withdraw. */
  async #findHeld(slot: Slot, look: Look): Promise<Place> {
    try {
      return await this.#finder.find(slot, look);
    } catch (error) {
      if (error instanceof DeliveryProblem && error.code === 'app-not-found')
        return { policy: undefined, doubles: [] };
      throw error;
    }
  }

  /** The right value in a policy that nobody gets is not delivered. */
  async #inspectAssignment(
    policy: AppPolicy,
    assignments: readonly Assignment[],
    look: Look,
  ): Promise<Inspection> {
    if (missingGroups(assignments, this.fields.settings.assignToGroupIds).length > 0)
      return { holds: 'other', counts: null };
    if (!reachesAnybody(assignments)) {
      throw new DeliveryProblem(
        'app-not-assigned',
        'The app configuration policy in Intune holds the value, but is assigned to no group: assign it there, or enter groups in the connection',
      );
    }
    return {
      holds: 'wanted',
      counts: countsOf(await this.api.statusSummary(policy.id, look), policy.version),
    };
  }
}
