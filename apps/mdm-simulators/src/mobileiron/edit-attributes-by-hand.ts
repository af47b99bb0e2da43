import { type HandEdit } from '../vendor/hand-edit.ts';
import { withoutKey } from '../vendor/without-key.ts';
import { TOKEN_ATTRIBUTE } from './mobileiron.seed.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';

/** Where the entry of the app configuration refers to the attribute, that is what is edited; else the attribute of the name. */
function attributeOf(
  tenant: MobileironTenant,
  platform: HandEdit['platform'],
  key: string,
): string | undefined {
  const entry = tenant.appConfigurations[platform].catalog?.[key];
  if (entry?.includes(TOKEN_ATTRIBUTE) === true) {
    return TOKEN_ATTRIBUTE;
  }
  return tenant.deviceAttributes.find((name) => name === key);
}

/** The portal's device pages. False: there is no such attribute; it has a text, once, and nothing else. */
export function editAttributesByHand(tenant: MobileironTenant, edit: HandEdit): boolean {
  if (!('key' in edit) || edit.type !== 'string' || edit.again) {
    return false;
  }
  const { platform, key, value } = edit;
  const attribute = attributeOf(tenant, platform, key);
  if (attribute === undefined) {
    return false;
  }
  for (const device of tenant.devices.filter((candidate) => candidate.platform === platform)) {
    const state = stateOf(tenant, device.id);
    const others = withoutKey(state.attributes, attribute);
    state.attributes = value === null ? others : { ...others, [attribute]: value };
    state.reported = { ...state.attributes };
  }
  return true;
}
