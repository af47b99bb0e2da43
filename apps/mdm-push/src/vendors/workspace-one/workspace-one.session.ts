import type { DeliveryCounts } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Attempt, Inspection, MdmSession, Slot, WantedValue } from '../mdm-vendor.ts';
import { chooseRules, firstRule, valueIn, withValue, type RuleChoice } from './assignment-rules.ts';
import type { WorkspaceOneApi } from './workspace-one.api.ts';
import type { AppRow, AssignmentRule, AssignmentRules, WorkspaceOneFields } from './workspace-one.schema.ts';

/** The numbers of `Platform` in app rows. */
const platformNumbers = { ios: 2, android: 5 } as const;

export class WorkspaceOneSession implements MdmSession {
  readonly #choice: RuleChoice;

  constructor(
    private readonly fields: WorkspaceOneFields,
    private readonly api: WorkspaceOneApi,
  ) {
    this.#choice = chooseRules(fields.settings.smartGroupUuids);
  }

  async inspect(slot: Slot, wanted: WantedValue | null, attempt: Attempt): Promise<Inspection> {
    const app = await this.#findApp(slot, attempt);
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

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<void> {
    const app = await this.#findApp(slot, attempt);
    if (app === undefined) {
      if (value === null) return;
      throw appNotFound(slot);
    }
    const rules = this.#assigned(await this.api.assignmentRules(app.Uuid, attempt), value !== null);
    const change = { choice: this.#choice, value: value?.reveal() ?? null };
    if (this.#chosenRules(rules).length === 0) return;
    await this.api.replaceAssignmentRules(app.Uuid, withValue(rules, slot, change), attempt);
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

  /** One bundle id may give several rows: other platforms, organization groups, old versions. Guessing is not an option. */
  async #findApp(slot: Slot, attempt: Attempt): Promise<AppRow | undefined> {
    const rows = await this.api.searchApps(slot.appId, attempt);
    const meant = rows.filter((row) => isMeant(row, slot, this.fields.settings.organizationGroupUuid));
    if (meant.length > 1) {
      throw new DeliveryProblem(
        'app-ambiguous',
        `Workspace ONE has ${meant.length} ${slot.platform} apps ${slot.appId}: enter the organization group of the one that is meant`,
      );
    }
    return meant[0];
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

const isMeant = (
  row: AppRow,
  { appId, platform }: Slot,
  organizationGroupUuid: string | undefined,
): boolean =>
  row.BundleId === appId &&
  Number(row.Platform) === platformNumbers[platform] &&
  (row.Status ?? 'Active').toLowerCase() === 'active' &&
  (organizationGroupUuid === undefined || row.OrganizationGroupUuid?.toLowerCase() === organizationGroupUuid);

const appNotFound = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-not-found',
    `Workspace ONE has no active ${platform} app ${appId} that the account may see`,
  );
