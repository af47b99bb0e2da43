import type { Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Slot } from '../mdm-vendor.ts';
import { PerTurn } from '../per-turn.ts';
import type { AppPolicy } from './app-policy.ts';
import type { IntuneApi } from './intune.api.ts';
import type { IntuneFields, MobileApp } from './intune.schema.ts';

/** How long a policy that we made may be missing from the list before it counts as deleted. */
const listingLagMs = 60_000;

/** Where the key stands, or is to stand. */
export interface Place {
  /** Undefined: there is no policy for it yet. */
  readonly policy: AppPolicy | undefined;
  /** Further policies with the key that we made ourselves: an answer was lost, or the list lagged. */
  readonly doubles: readonly AppPolicy[];
}

/** Finds the one policy that holds the key: two with the same key on one device would be a conflict in Intune. */
export class ConfigurationFinder {
  readonly #apps = new PerTurn<readonly MobileApp[]>();

  constructor(
    private readonly fields: IntuneFields,
    private readonly api: IntuneApi,
  ) {}

  async find(slot: Slot, look: Look): Promise<Place> {
    const { id: mobileAppId } = await this.mobileApp(slot, look);
    const candidates = (await this.api.policies(look)).filter((each) => each.isForApp(slot, mobileAppId));
    const withKey = candidates.filter((each) => each.held(slot).kind !== 'absent');
    if (withKey.length > 1) return placeAmong(withKey, slot);
    const policy =
      withKey[0] ?? candidates.find((each) => each.isOurs(slot)) ?? (await this.#justMade(slot, look));
    return { policy, doubles: [] };
  }

  /** The app must exist: Intune takes an iOS policy for an app that does not, and then delivers it to nobody. */
  async mobileApp(slot: Slot, look: Look): Promise<MobileApp> {
    const apps = (await this.#appsOf(slot, look)).filter((app) => isMeant(app, slot, this.#chosen(slot)));
    const assigned = apps.filter(({ isAssigned }) => isAssigned === true);
    const [app, second] = apps.length > 1 && assigned.length > 0 ? assigned : apps;
    if (app === undefined) throw appNotFound(slot);
    if (second !== undefined) throw appAmbiguous(slot);
    return app;
  }

  #appsOf({ platform }: Slot, look: Look): Promise<readonly MobileApp[]> {
    return this.#apps.get(look, platform, () => this.api.apps(platform, look));
  }

  #chosen(slot: Slot): string | undefined {
    return this.fields.settings.mobileAppIds[slot.platform];
  }

  async #justMade({ remoteRef }: Slot, look: Look): Promise<AppPolicy | undefined> {
    if (remoteRef === null) return undefined;
    const seen = await this.api.policy(remoteRef.id, look);
    if (seen !== undefined) return seen;
    if (Date.now() - Date.parse(remoteRef.madeAt) > listingLagMs) return undefined;
    throw new DeliveryProblem(
      'write-not-kept',
      'Intune took a new app configuration policy and does not show it yet',
    );
  }
}

/** Among our own the oldest stays; others are for people to decide. */
const placeAmong = (withKey: readonly AppPolicy[], slot: Slot): Place => {
  const [policy, ...doubles] = withKey.filter((each) => each.isOurs(slot)).sort(byAge);
  if (policy === undefined || doubles.length + 1 < withKey.length) {
    throw new DeliveryProblem(
      'configuration-ambiguous',
      `${withKey.length} app configuration policies in Intune set ${slot.key} for ${slot.appId}: leave it in one of them`,
    );
  }
  return { policy, doubles };
};

const isMeant = (app: MobileApp, { appId, platform }: Slot, chosen: string | undefined): boolean =>
  chosen === undefined ? (platform === 'ios' ? app.bundleId : app.packageId) === appId : app.id === chosen;

const byAge = (one: AppPolicy, other: AppPolicy): number => one.createdAt.localeCompare(other.createdAt);

const appNotFound = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-not-found',
    platform === 'ios'
      ? `Intune has no iOS app ${appId}: add it from the App Store and assign it`
      : `Intune has no Managed Google Play app ${appId}: approve it in Managed Google Play and sync`,
  );

const appAmbiguous = ({ appId, platform }: Slot): DeliveryProblem =>
  new DeliveryProblem(
    'app-ambiguous',
    `Intune has several ${platform} apps ${appId}: enter the id of the one that is meant as mobileAppIds.${platform}`,
  );
