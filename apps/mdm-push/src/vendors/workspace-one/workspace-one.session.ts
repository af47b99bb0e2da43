import type { DeliveryCounts, ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Attempt, Inspection, MdmSession, Slot, WantedValue, Written } from '../mdm-vendor.ts';
import { chooseRules, firstRule, valueIn, withValue, type RuleChoice } from './assignment-rules.ts';
import { AppFinder } from './find-app.ts';
import type { WorkspaceOneApi } from './workspace-one.api.ts';
import { workspaceOneReadiness } from './workspace-one.readiness.ts';
import type { AppRow, AssignmentRule, AssignmentRules, WorkspaceOneFields } from './workspace-one.schema.ts';

export class WorkspaceOneSession implements MdmSession {
  readonly #choice: RuleChoice;
  readonly #finder: AppFinder;

  constructor(
    private readonly fields: WorkspaceOneFields,
    private readonly api: WorkspaceOneApi,
  ) {
    this.#choice = chooseRules(fields.settings.smartGroupUuids);
    this.#finder = new AppFinder(fields, api);
  }

  async inspect(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Inspection> {
    const app = await this.#finder.find(slot, attempt);
    if (app === undefined) {
      if (wanted !== null) throw appNotFound(slot);
      return { holds: 'wanted', counts: null };
    }
    const held = this.#chosenRules(await this.api.assignmentRules(app.Uuid, attempt)).map((rule) =>
      valueIn(rule, slot.key),
    );
    if (wanted === null)
      return { holds: held.every((value) => value === undefined) ? 'wanted' : 'other', counts: null };
    if (held.every((value) => value === undefined)) return { holds: 'nothing', counts: null };
    if (!held.every((value) => value !== undefined && wanted.matches(value)))
      return { holds: 'other', counts: null };
    return { holds: 'wanted', counts: await this.#counts(app, attempt) };
  }

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Written> {
    const app = await this.#finder.find(slot, attempt);
    if (app === undefined) {
      if (value === null) return 'readable';
      throw appNotFound(slot);
    }
    const rules = this.#assigned(await this.api.assignmentRules(app.Uuid, attempt), value !== null);
    const change = { choice: this.#choice, value: value?.reveal() ?? null };
    if (this.#chosenRules(rules).length === 0) return 'readable';
    await this.api.replaceAssignmentRules(app.Uuid, withValue(rules, slot, change), attempt);
    return 'readable';
  }

  readiness(slots: readonly Slot[], attempt: Attempt): Promise<readonly ReadinessItem[]> {
    const look = {
      api: this.api,
      finder: this.#finder,
      countChosen: (rules: AssignmentRules) => this.#chosenRules(rules).length,
      organizationGroupUuid: this.fields.settings.organizationGroupUuid,
    };
    return workspaceOneReadiness(look, slots, attempt);
  }

  /** The key stands in assignments: without one it can stand nowhere. */
  #assigned(rules: AssignmentRules, needed: boolean): AssignmentRules {
    if (!needed || this.#chosenRules(rules).length > 0) return rules;
    const { smartGroupUuids, assignUnassignedAppAs } = this.fields.settings;
    if (
      rules.assignments.length > 0 ||
      smartGroupUuids === undefined ||
      assignUnassignedAppAs === undefined
    ) {
      throw new DeliveryProblem(
        'app-not-assigned',
        rules.assignments.length === 0
          ? 'Workspace ONE assigns the app to nobody: assign it to a smart group there'
          : 'Workspace ONE assigns the app to none of the chosen smart groups',
      );
    }
    return { ...rules, assignments: [firstRule(smartGroupUuids, assignUnassignedAppAs)] };
  }

  #chosenRules(rules: AssignmentRules): readonly AssignmentRule[] {
    return rules.assignments.filter(this.#choice);
  }

  /** Workspace ONE tells who has the app, never who has the value. */
  async #counts({ Uuid }: AppRow, attempt: Attempt): Promise<DeliveryCounts | null> {
    const counts = await this.api.deploymentCounts(Uuid, attempt);
    if (counts === undefined) return null;
    const { assigned, installed } = counts;
    return {
      devices: assigned,
      installed,
      holding: null,
      pending: null,
      failed: null,
      asOf: new Date().toISOString(),
    };
  }
}

const appNotFound = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-not-found',
    `Workspace ONE has no active ${platform} app ${appId} that the account may see`,
  );
