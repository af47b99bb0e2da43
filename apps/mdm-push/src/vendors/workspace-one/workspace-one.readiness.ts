import type { Platform, ReadinessItem } from '@mdm-gate/contracts';
import type { Look } from '../attempt.ts';
import type { Slot } from '../mdm-vendor.ts';
import { acceptedCredentials, certificate, clock, failing, ok, probe, unknown } from '../readiness-items.ts';
import type { AppFinder } from './find-app.ts';
import type { WorkspaceOneApi } from './workspace-one.api.ts';
import type { AppRow } from './workspace-one.schema.ts';

export interface WorkspaceOneLook {
  readonly api: WorkspaceOneApi;
  readonly finder: AppFinder;
  /** How many assignments of the app get the key. */
  readonly countChosen: (app: AppRow) => Promise<number>;
  readonly organizationGroupUuid: string | undefined;
}

export const workspaceOneReadiness = async (
  look: WorkspaceOneLook,
  slots: readonly Slot[],
  attempt: Look,
): Promise<readonly ReadinessItem[]> => {
  const credentials = await probe({ item: 'credentials' }, async () => {
    await look.api.systemInfo(attempt);
    return acceptedCredentials('Workspace ONE', look.api.authorization.certificate);
  });
  if (credentials.state !== 'ok') return [credentials];
  const items = [credentials, permissions];
  for (const slot of slots) items.push(...(await ofPlatform(look, slot, attempt)));
  return [...items, clock(look.api.clockAheadMs)];
};

/** Nothing tells it without writing. */
const permissions = unknown(
  { item: 'permissions' },
  "In Workspace ONE, look whether the account's role may edit apps and their assignments (API and console)",
);

const ofPlatform = async (
  look: WorkspaceOneLook,
  slot: Slot,
  attempt: Look,
): Promise<readonly ReadinessItem[]> => {
  const { platform } = slot;
  const found: { app?: AppRow } = {};
  const app = await probe({ item: 'app', platform }, async () => {
    const row = await look.finder.find(slot, attempt);
    if (row === undefined)
      return failing({ item: 'app', platform }, `Add the app ${slot.appId} in Workspace ONE`);
    found.app = row;
    return ok({ item: 'app', platform }, 'Workspace ONE has the app');
  });
  if (found.app === undefined) return [app];
  const row = found.app;
  return [
    app,
    await probe({ item: 'assignment', platform }, () => assignment(look, platform, row)),
    await (platform === 'ios' ? applePush(look, row, attempt) : androidEnterprise(look, row, attempt)),
  ];
};

const assignment = async (
  look: WorkspaceOneLook,
  platform: Platform,
  row: AppRow,
): Promise<ReadinessItem> => {
  const key = { item: 'assignment', platform } as const;
  const count = await look.countChosen(row);
  return count > 0
    ? ok(key, `${count} assignments get the key`)
    : failing(key, 'Assign the app to a smart group in Workspace ONE');
};

const applePush = (look: WorkspaceOneLook, row: AppRow, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'apple-push-certificate', platform: 'ios' } as const;
  const byHand = 'Look in Workspace ONE under Groups & Settings > Devices & Users > Apple > APNs For MDM';
  return probe(key, async () => {
    const group = look.organizationGroupUuid ?? row.OrganizationGroupUuid;
    if (typeof group !== 'string') return unknown(key, byHand);
    const validTo = await look.api.applePushCertificate(group, attempt);
    // A child group may inherit one that it does not show.
    return validTo === undefined ? unknown(key, byHand) : certificate(key, validTo, new Date());
  });
};

const androidEnterprise = (look: WorkspaceOneLook, row: AppRow, attempt: Look): Promise<ReadinessItem> => {
  const key = { item: 'android-enterprise', platform: 'android' } as const;
  return probe(key, async () => {
    const group = row.LocationGroupId;
    const state = typeof group === 'number' ? await look.api.androidEnterprise(group, attempt) : 'unknown';
    if (state === 'bound') return ok(key, 'Android Enterprise is set up');
    return state === 'not-bound'
      ? failing(
          key,
          'Register Android Enterprise in Workspace ONE under Groups & Settings > Devices & Users > Android',
        )
      : unknown(
          key,
          'Look in Workspace ONE under Groups & Settings > Devices & Users > Android > Android EMM Registration',
        );
  });
};
