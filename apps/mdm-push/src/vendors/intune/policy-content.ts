import { decodedBase64, unreadable, type EncodedText } from '../configuration/encoded-text.ts';
import type { HeldKey } from '../configuration/held-key.ts';
import { edited, isNull, parseJson, rawOf, textOf, type JsonNode } from '../configuration/json-text.ts';
import { entryEdits, heldInEntries, sizeOf } from '../configuration/keyed-entries.ts';
import { meaningOf, type Meaning } from '../configuration/meaning.ts';
import { PropertyList } from '../configuration/property-list.ts';
import { AndroidPayload } from './android-payload.ts';
import { iosSettingForm } from './ios-settings.ts';
import type { PolicyText } from './policy-text.ts';

/** The keys and values of a policy, in the one of Intune's three forms that it has. */
export interface PolicyContent {
  held(key: string): HeldKey;
  /** The fields of the policy with the key set, or with null taken out, as JSON; undefined when no key would be left. */
  with(key: string, value: string | null): Readonly<Record<string, string>> | undefined;
  /** What stands there beside the key. */
  neighboursOf(key: string): Meaning | undefined;
}

export const contentOf = (
  policy: PolicyText,
  platform: 'ios' | 'android',
  packageName: string,
): PolicyContent => {
  if (platform === 'android') return androidContent(policy, packageName);
  const xml = textOf(policy.field('encodedSettingXml'));
  if (xml === null || xml === '') return iosSettings(policy);
  if (sizeOf(policy.field('settings')) > 0) {
    throw unreadable(
      'The iOS app configuration policy in Intune',
      'has both XML and single settings: leave one of them',
    );
  }
  return iosXml(xml);
};

const androidContent = (policy: PolicyText, packageName: string): PolicyContent => {
  const base64 = textOf(policy.field('payloadJson'));
  const payload =
    base64 === null || base64 === ''
      ? AndroidPayload.empty(packageName)
      : new AndroidPayload(decodedBase64(base64, 'The payload of the Android app configuration'));
  return {
    held: (key) => payload.held(key),
    with: (key, value) => fieldOf('payloadJson', payload.with(key, value)),
    neighboursOf: (key) => payload.neighboursOf(key),
  };
};

const fieldOf = (name: string, text: string | undefined): Readonly<Record<string, string>> | undefined =>
  text === undefined ? undefined : { [name]: JSON.stringify(text) };

const iosSettings = (policy: PolicyText): PolicyContent => {
  const list = policy.field('settings');
  if (list !== undefined && list.type !== 'array' && !isNull(list))
    throw unreadable('The iOS app configuration policy in Intune');
  const text = list === undefined || isNull(list) ? '[]' : rawOf(policy.text, list);
  const root = parseJson(text);
  return {
    held: (key) => heldInEntries(root, key, iosSettingForm),
    with: (key, value) => {
      const settings = changedList(text, root, key, value);
      return sizeOf(parseJson(settings)) === 0 ? undefined : { settings };
    },
    neighboursOf: (key) => {
      const others = changedList(text, root, key, null);
      return meaningOf(parseJson(others), others);
    },
  };
};

const changedList = (text: string, list: JsonNode | undefined, key: string, value: string | null): string =>
  list === undefined ? text : edited(text, entryEdits(list, iosSettingForm, { key, value }));

/** Undefined without one, and for one that cannot be decoded. */
export const xmlIn = (policy: PolicyText): string | undefined => {
  const xml = textOf(policy.field('encodedSettingXml'));
  if (xml === null || xml === '') return undefined;
  try {
    return decodedBase64(xml, 'The XML').text;
  } catch {
    return undefined;
  }
};

const iosXml = (base64: string): PolicyContent => {
  const what = 'The XML of the app configuration policy in Intune';
  const source: EncodedText = decodedBase64(base64, what);
  const list = PropertyList.parse(source.text);
  if (list === undefined) throw unreadable(what);
  return {
    held: (key) => list.held(key),
    with: (key, value) => {
      const changed = list.with(key, value);
      return fieldOf(
        'encodedSettingXml',
        changed === undefined ? undefined : source.encode(changed).toString('base64'),
      );
    },
    neighboursOf: (key) => list.neighboursOf(key),
  };
};
