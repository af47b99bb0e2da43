import { type HandEdit } from '../vendor/vendor-simulator.ts';
import { graphTime } from './graph-time.ts';
import { type IntuneTenant, type IosPolicy, type AndroidPolicy, type Policy } from './intune.state.ts';
import { readPayload } from './managed-configuration-payload.ts';
import { editXml } from './setting-xml.ts';

function editIos(policy: IosPolicy, { key, value }: HandEdit): void {
  if (policy.encodedSettingXml !== null) {
    policy.encodedSettingXml = editXml(policy.encodedSettingXml, key, value);
    return;
  }
  const others = policy.settings.filter(({ appConfigKey }) => appConfigKey !== key);
  const edited = {
    appConfigKey: key,
    appConfigKeyType: 'stringType',
    appConfigKeyValue: value ?? '',
  } as const;
  policy.settings = value === null ? others : [...others, edited];
}

function editAndroid(policy: AndroidPolicy, { key, value }: HandEdit): void {
  const payload = policy.payloadJson === null ? null : readPayload(policy.payloadJson, policy.packageId);
  const others = (payload?.managedProperty ?? []).filter((property) => property.key !== key);
  const edited = {
    kind: 'androidenterprise#managedConfiguration',
    productId: policy.packageId,
    managedProperty: value === null ? others : [...others, { key, valueString: value }],
  };
  policy.payloadJson = Buffer.from(JSON.stringify(edited)).toString('base64');
}

/** The administrator edits the policies of a platform in the portal. The edited ones. */
export function editPoliciesByHand(tenant: IntuneTenant, edit: HandEdit): Policy[] {
  const policies = tenant.policies.filter(({ platform }) => platform === edit.platform);
  for (const policy of policies) {
    if (policy.platform === 'ios') {
      editIos(policy, edit);
    } else {
      editAndroid(policy, edit);
    }
    policy.version += 1;
    policy.lastModifiedDateTime = graphTime(Date.now());
  }
  return policies;
}
