import { intuneError, graphError } from './graph-error.ts';
import { graphTime } from './graph-time.ts';
import {
  androidPatchSchema,
  type AndroidPatchBody,
  androidPolicySchema,
  type AndroidPolicyBody,
  iosPatchSchema,
  type IosPatchBody,
  iosPolicySchema,
  type IosPolicyBody,
} from './app-configuration.schema.ts';
import {
  type AndroidPolicy,
  type GraphVersion,
  type IntuneTenant,
  type IosPolicy,
  type Policy,
  POLICY_TYPE,
} from './intune.state.ts';
import { readPayload } from './managed-configuration-payload.ts';
import { findApp } from './mobile-app.record.ts';
import { readGraphBody, typeOfBody } from './read-graph-body.ts';
import { configurationOfXml } from './setting-xml.ts';

interface Origin {
  readonly tenant: IntuneTenant;
  readonly version: GraphVersion;
  readonly id: string;
  readonly now: number;
}

function checkType(type: string | undefined, version: GraphVersion): void {
  const known = version === 'beta' ? [POLICY_TYPE.ios, POLICY_TYPE.android] : [POLICY_TYPE.ios];
  if (type === undefined) {
    throw intuneError(400, 'The type is abstract: @odata.type has to name a derived one');
  }
  if (!known.includes(type)) {
    throw graphError(400, `Invalid type specified: ${type.replace(/^#/u, '')}`);
  }
}

function freshBase(
  { id, now, tenant }: Origin,
  body: IosPolicyBody | AndroidPolicyBody,
): Omit<IosPolicy, 'platform' | 'settings' | 'encodedSettingXml'> {
  const time = graphTime(now);
  return {
    id,
    displayName: body.displayName,
    description: body.description ?? null,
    targetedMobileApps: body.targetedMobileApps,
    roleScopeTagIds: body.roleScopeTagIds ?? ['0'],
    version: 1,
    createdDateTime: time,
    lastModifiedDateTime: time,
    visibleAt: now + tenant.behaviour.visibleAfterMs,
    targets: [],
    reports: {},
  };
}

function iosContent(body: IosPatchBody): Pick<IosPolicy, 'settings' | 'encodedSettingXml'> | null {
  const { settings, encodedSettingXml } = body;
  if (settings != null && encodedSettingXml != null) {
    throw intuneError(400, 'Either settings or encodedSettingXml');
  }
  if (encodedSettingXml != null) {
    configurationOfXml(encodedSettingXml);
    return { settings: [], encodedSettingXml };
  }
  return settings == null ? null : { settings, encodedSettingXml: null };
}

function createIos(origin: Origin, raw: unknown): IosPolicy {
  const body = readGraphBody(iosPolicySchema[origin.version], raw);
  const content = iosContent(body);
  if (content === null) {
    throw intuneError(400, 'Neither settings nor encodedSettingXml');
  }
  // The targeted app is not looked at: a wrong id is accepted and does nothing.
  return { platform: 'ios', ...freshBase(origin, body), ...content };
}

function createAndroid(origin: Origin, raw: unknown): AndroidPolicy {
  const body = readGraphBody(androidPolicySchema, raw);
  const apps = body.targetedMobileApps.map((id) => findApp(origin.tenant, id));
  if (!apps.every((app) => app !== undefined && `app:${app.appId}` === body.packageId)) {
    throw intuneError(400, 'An error has occurred');
  }
  const payloadJson = body.payloadJson ?? null;
  if (payloadJson !== null) {
    readPayload(payloadJson, body.packageId);
  }
  const { packageId, permissionActions, profileApplicability, connectedAppsEnabled } = body;
  return {
    platform: 'android',
    ...freshBase(origin, body),
    packageId,
    payloadJson,
    permissionActions,
    profileApplicability,
    connectedAppsEnabled,
  };
}

/** The policy of a POST. Throws what Graph and Intune answer to a wrong one. */
export function createPolicy(origin: Origin, body: unknown): Policy {
  checkType(typeOfBody(body), origin.version);
  return typeOfBody(body) === POLICY_TYPE.ios ? createIos(origin, body) : createAndroid(origin, body);
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function given<T extends object>(changes: T): Given<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Given<T>;
}

function checkTargets(policy: Policy, targets: readonly string[] | undefined): void {
  if (
    targets !== undefined &&
    targets.join().toLowerCase() !== policy.targetedMobileApps.join().toLowerCase()
  ) {
    throw intuneError(400, 'targetedMobileApps of an existing policy cannot change');
  }
}

function patchIos(policy: IosPolicy, body: IosPatchBody): Partial<IosPolicy> {
  checkTargets(policy, body.targetedMobileApps);
  const { displayName, description, roleScopeTagIds } = body;
  return { ...given({ displayName, description, roleScopeTagIds }), ...(iosContent(body) ?? {}) };
}

function patchAndroid(policy: AndroidPolicy, body: AndroidPatchBody): Partial<AndroidPolicy> {
  checkTargets(policy, body.targetedMobileApps);
  if (body.packageId !== undefined && body.packageId !== policy.packageId) {
    throw intuneError(400, 'packageId of an existing policy cannot change');
  }
  if (body.payloadJson != null) {
    readPayload(body.payloadJson, policy.packageId);
  }
  const { displayName, description, roleScopeTagIds, payloadJson } = body;
  const { permissionActions, profileApplicability, connectedAppsEnabled } = body;
  const common = given({ displayName, description, roleScopeTagIds, payloadJson });
  return { ...common, ...given({ permissionActions, profileApplicability, connectedAppsEnabled }) };
}

/** What a PATCH changes, not yet applied. */
export function patchOf(policy: Policy, version: GraphVersion, body: unknown): Partial<Policy> {
  checkType(typeOfBody(body), version);
  if (typeOfBody(body) !== POLICY_TYPE[policy.platform]) {
    throw intuneError(400, 'The type of an existing policy cannot change');
  }
  return policy.platform === 'ios'
    ? patchIos(policy, readGraphBody(iosPatchSchema[version], body))
    : patchAndroid(policy, readGraphBody(androidPatchSchema, body));
}
