import { type HandEdit, type KeyEdit } from '../vendor/hand-edit.ts';
import { graphTime } from './graph-time.ts';
import {
  type IntuneTenant,
  type IosPolicy,
  type IosSetting,
  type AndroidPolicy,
  type Policy,
} from './intune.state.ts';
import { type ManagedProperty, payloadAsKept } from './managed-configuration-payload.ts';
import { editXml } from './setting-xml.ts';

const IOS_TYPE: Readonly<Record<KeyEdit['type'], IosSetting['appConfigKeyType']>> = {
  string: 'stringType',
  integer: 'integerType',
  boolean: 'booleanType',
};

function editIos(policy: IosPolicy, edit: KeyEdit): void {
  if (policy.encodedSettingXml !== null) {
    policy.encodedSettingXml = editXml(policy.encodedSettingXml, edit);
    return;
  }
  const { key, value, type, again } = edit;
  const others = again ? policy.settings : policy.settings.filter(({ appConfigKey }) => appConfigKey !== key);
  const edited = { appConfigKey: key, appConfigKeyType: IOS_TYPE[type], appConfigKeyValue: value ?? '' };
  policy.settings = value === null ? others : [...others, edited];
}

function propertyOf({ key, value, type }: KeyEdit): ManagedProperty {
  switch (type) {
    case 'string':
      return { key, valueString: value ?? '' };
    case 'integer':
      return { key, valueInteger: Number(value) };
    case 'boolean':
      return { key, valueBool: value?.toLowerCase() === 'true' };
  }
}

function editAndroid(policy: AndroidPolicy, edit: KeyEdit): void {
  const entries = policy.payloadJson === null ? [] : payloadAsKept(policy.payloadJson).managedProperty;
  const others = edit.again ? entries : entries.filter(({ key }) => key !== edit.key);
  const edited = {
    kind: 'androidenterprise#managedConfiguration',
    productId: policy.packageId,
    managedProperty: edit.value === null ? others : [...others, propertyOf(edit)],
  };
  policy.payloadJson = Buffer.from(JSON.stringify(edited)).toString('base64');
}

function editPolicy(policy: Policy, edit: HandEdit): void {
  if ('assignGroup' in edit) {
    const groupId = edit.assignGroup.toLowerCase();
    policy.targets = [
      ...policy.targets,
      { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId },
    ];
    return;
  }
  if ('description' in edit) {
    policy.description = edit.description;
  } else if (policy.platform === 'ios') {
    editIos(policy, edit);
  } else {
    editAndroid(policy, edit);
  }
  policy.version += 1;
  policy.lastModifiedDateTime = graphTime(Date.now());
}

/** The administrator edits the policies of a platform in the portal. The edited ones. */
export function editPoliciesByHand(tenant: IntuneTenant, edit: HandEdit): Policy[] {
  const policies = tenant.policies.filter(({ platform }) => platform === edit.platform);
  for (const policy of policies) {
    editPolicy(policy, edit);
  }
  return policies;
}
