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
    const meant = meantApps(rows, slot, this.fields.settings);
    if (meant.length <= 1) return meant[0];
    throw new DeliveryProblem(
      'app-ambiguous',
      `Workspace ONE has ${meant.length} ${slot.platform} apps ${slot.appId} (${kindsOf(meant)}): enter the one that is meant as appTypes.${slot.platform}, or its organization group as organizationGroupUuid`,
    );
  }
}

type Meaning = Pick<WorkspaceOneFields['settings'], 'organizationGroupUuid' | 'appTypes'>;

/** The rows of the app that the connection means. */
export const meantApps = (rows: readonly AppRow[], slot: Slot, settings: Meaning): readonly AppRow[] =>
  rows.filter((row) => isActive(row, slot) && isOfGroup(row, settings) && isOfType(row, slot, settings));

const kindsOf = (rows: readonly AppRow[]): string =>
  [...new Set(rows.map(({ AppType }) => (AppType ?? 'of an unknown kind').toLowerCase()))].join(', ');

const isActive = (row: AppRow, { appId, platform }: Slot): boolean =>
  row.BundleId === appId &&
  Number(row.Platform) === platformNumbers[platform] &&
  (row.Status ?? 'Active').toLowerCase() === 'active';

const isOfGroup = (row: AppRow, { organizationGroupUuid }: Meaning): boolean =>
  organizationGroupUuid === undefined || row.OrganizationGroupUuid?.toLowerCase() === organizationGroupUuid;

const isOfType = (row: AppRow, { platform }: Slot, { appTypes }: Meaning): boolean => {
  const wanted = appTypes?.[platform];
  return wanted === undefined || row.AppType?.toLowerCase() === wanted.toLowerCase();
};
