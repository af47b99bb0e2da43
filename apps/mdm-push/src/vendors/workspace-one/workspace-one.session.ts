import type { DeliveryCounts, ReadinessItem } from '@mdm-gate/contracts';
import type { SecretText } from '@mdm-gate/service-kit';
import type { Attempt, DeliveryLook, Look } from '../attempt.ts';
import { holds, isWanted } from '../configuration/held-key.ts';
import { sendRemembered } from '../configuration/open-write.ts';
import { readModifyWrite, type SharedDocument } from '../configuration/read-modify-write.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Inspection, MdmSession, Slot, WantedValue } from '../mdm-vendor.ts';
import { AssignmentRules, chooseRules, type RuleChoice } from './assignment-rules.ts';
import { AppFinder } from './find-app.ts';
import type { WorkspaceOneApi } from './workspace-one.api.ts';
import { workspaceOneReadiness } from './workspace-one.readiness.ts';
import type { AppRow, WorkspaceOneFields } from './workspace-one.schema.ts';

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

  async inspect(slot: Slot, wanted: WantedValue | null, look: DeliveryLook): Promise<Inspection> {
    const app = await this.#finder.find(slot, look);
    if (app === undefined) {
      if (wanted !== null) throw appNotFound(slot);
      return { holds: 'wanted', counts: null };
    }
    const held = (await this.#rulesOf(app, look)).held(slot.key);
    const isThere = held.some(({ kind }) => kind !== 'absent');
    if (wanted !== null && !isThere) return { holds: 'nothing', counts: null };
    if (!held.every((each) => isWanted(each, wanted))) return { holds: 'other', counts: null };
    // What was saved and not published is on no device: an answer that was lost may have said that.
    if (slot.hasOpenWrite) return { holds: 'incomplete', counts: null };
    return { holds: 'wanted', counts: wanted === null ? null : await this.#counts(app, look) };
  }

  async write(slot: Slot, value: SecretText | null, attempt: Attempt): Promise<Inspection> {
    const app = await this.#finder.find(slot, attempt);
    if (app === undefined) {
      if (value === null) return { holds: 'wanted', counts: null };
      throw appNotFound(slot);
    }
    const document = this.#document(app, { slot, value: value?.reveal() ?? null }, attempt);
    await readModifyWrite(document, attempt, slot.hasOpenWrite);
    return { holds: 'wanted', counts: value === null ? null : await this.#counts(app, attempt) };
  }

  readiness(slots: readonly Slot[], look: Look): Promise<readonly ReadinessItem[]> {
    const organizationGroupUuid = this.fields.settings.organizationGroupUuid;
    const countChosen = async (app: AppRow): Promise<number> =>
      (await this.#rulesOf(app, look)).chosen.length;
    return workspaceOneReadiness(
      { api: this.api, finder: this.#finder, countChosen, organizationGroupUuid },
      slots,
      look,
    );
  }

  #document(
    app: AppRow,
    { slot, value }: { readonly slot: Slot; readonly value: string | null },
    attempt: Attempt,
  ): SharedDocument<AssignmentRules> {
    return {
      name: "the app's assignments in Workspace ONE",
      read: () => this.#rulesOf(app, attempt),
      isRight: (rules) =>
        (value === null || rules.chosen.length > 0) &&
        rules.held(slot.key).every((each) => holds(each, value)),
      write: (rules) =>
        sendRemembered(slot, attempt, (fate) => {
          const jsonText = (value === null ? rules : this.#assigned(rules)).with(slot.key, value).text;
          return this.api.replaceAssignmentRules(app.Uuid, { jsonText, fate }, attempt);
        }),
      lostBetween: (before, after) => before.lostIn(after, slot.key),
    };
  }

  async #rulesOf({ Uuid }: AppRow, look: Look): Promise<AssignmentRules> {
    return new AssignmentRules(await this.api.assignmentRules(Uuid, look), this.#choice);
  }

  /** The key stands in assignments: without one it can stand nowhere. */
  #assigned(rules: AssignmentRules): AssignmentRules {
    if (rules.chosen.length > 0) return rules;
    const { smartGroupUuids, assignUnassignedAppAs } = this.fields.settings;
    if (rules.size > 0 || smartGroupUuids === undefined || assignUnassignedAppAs === undefined) {
      throw new DeliveryProblem(
        'app-not-assigned',
        rules.size === 0
          ? 'Workspace ONE assigns the app to nobody: assign it to a smart group there'
          : 'Workspace ONE assigns the app to none of the chosen smart groups',
      );
    }
    return rules.withFirst(smartGroupUuids, assignUnassignedAppAs);
  }

  /** Workspace ONE tells who has the app, never who has the value. */
  async #counts({ Uuid }: AppRow, look: Look): Promise<DeliveryCounts | null> {
    const counts = await this.api.deploymentCounts(Uuid, look);
    if (counts === undefined) return null;
    const { assigned_count: devices, installed_count: installed } = counts;
    return { devices, installed, holding: null, pending: null, failed: null, asOf: new Date().toISOString() };
  }
}

const appNotFound = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-not-found',
    `Workspace ONE has no active ${platform} app ${appId} that the account may see`,
  );
