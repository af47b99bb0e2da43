import { DeliveryProblem } from '../delivery-problem.ts';
import type { Look } from '../attempt.ts';
import type { Slot } from '../mdm-vendor.ts';
import { PerTurn } from '../per-turn.ts';
import type { WorkspaceOneApi } from './workspace-one.api.ts';
import type { AppRow, WorkspaceOneFields } from './workspace-one.schema.ts';

/** The numbers of `Platform` in app rows. */
const platformNumbers = { ios: 2, android: 5 } as const;

/** One bundle id may give several rows: other platforms, organization groups, old versions. Guessing is not an option. */
export class AppFinder {
  readonly #rows = new PerTurn<readonly AppRow[]>();

  constructor(
    private readonly fields: WorkspaceOneFields,
    private readonly api: WorkspaceOneApi,
  ) {}

  /** Throws `app-ambiguous`. */
  async find(slot: Slot, look: Look): Promise<AppRow | undefined> {
    const rows = await this.#rows.get(look, slot.appId, () => this.api.searchApps(slot.appId, look));
    const meant = rows.filter((row) => isMeant(row, slot, this.fields.settings.organizationGroupUuid));
    if (meant.length <= 1) return meant[0];
    throw new DeliveryProblem(
      'app-ambiguous',
      `Workspace ONE has ${meant.length} ${slot.platform} apps ${slot.appId}: enter the organization group of the one that is meant`,
    );
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
