import { parseAnswer } from '../http/parse-answer.ts';
import type { HeldKey } from '../configuration/held-key.ts';
import { unreadable } from '../configuration/encoded-text.ts';
import { lostNames, meaningOf, type Meaning } from '../configuration/meaning.ts';
import type { Slot } from '../mdm-vendor.ts';
import { AndroidPayload, productId } from './android-payload.ts';
import { configurationSchema, type Configuration } from './intune.schema.ts';
import { iosSettingForm } from './ios-settings.ts';
import { contentOf, xmlIn, type PolicyContent } from './policy-content.ts';
import { PolicyText } from './policy-text.ts';

/** The older type is still found in tenants, and hands the same keys to the same apps. */
const types = {
  ios: ['#microsoft.graph.iosMobileAppConfiguration'],
  android: [
    '#microsoft.graph.androidManagedStoreAppConfiguration',
    '#microsoft.graph.androidForWorkMobileAppConfiguration',
  ],
} as const;

/** What Intune keeps itself, and the content, which is sent in the one form that the policy has. */
const fieldsNotRepeated = new Set([
  'id',
  'version',
  'createdDateTime',
  'lastModifiedDateTime',
  'appSupportsOemConfig',
  'assignments',
  'settings',
  'encodedSettingXml',
  'payloadJson',
]);
const annotation = /@odata\.(?!type$)/;
const isNotRepeated = (name: string): boolean => fieldsNotRepeated.has(name) || annotation.test(name);

const platformNames = { ios: 'iOS', android: 'Android' } as const;

/** Stands in the description, so that a policy whose creation was answered to nobody is recognized. */
const markerOf = ({ connectionId, platform }: Slot): string => `mdm-gate:${connectionId}:${platform}`;

/** An app configuration policy as it was read. */
export class AppPolicy {
  private constructor(
    private readonly text: PolicyText,
    private readonly fields: Configuration,
    private readonly canBeRead = true,
  ) {}

  /** Of the text as Graph wrote it. Throws DeliveryProblem. */
  static parse(text: string): AppPolicy {
    const policy = PolicyText.parse(text);
    return new AppPolicy(policy, parseAnswer(configurationSchema, JSON.parse(text), 'An app configuration'));
  }

  /** What people entered as XML, where it can be decoded. */
  get xml(): string | undefined {
    return xmlIn(this.text);
  }

  /** The same policy, whose content is not looked at: it would take too much time or memory. */
  withoutContent(): AppPolicy {
    return new AppPolicy(this.text, this.fields, false);
  }

  get id(): string {
    return this.fields.id;
  }

  get createdAt(): string {
    return this.fields.createdDateTime ?? '';
  }

  /** Grows by one with every change. */
  get version(): number | undefined {
    return this.fields.version ?? undefined;
  }

  isOurs(slot: Slot): boolean {
    return this.fields.description?.includes(markerOf(slot)) === true;
  }

  /** Ids are unique per platform only, so the type is compared too. */
  isForApp({ platform }: Slot, mobileAppId: string): boolean {
    return (
      types[platform].some((type) => type === this.fields['@odata.type']) &&
      this.fields.targetedMobileApps?.includes(mobileAppId) === true
    );
  }

  held(slot: Slot): HeldKey {
    return this.#contentFor(slot).held(slot.key);
  }

  /** The whole policy, changed at the key only, as it is to be sent. Undefined when no key would be left: Intune takes no empty policy. */
  with(slot: Slot, value: string | null): string | undefined {
    const content = this.#contentFor(slot).with(slot.key, value);
    return content === undefined ? undefined : this.text.bodyOf(isNotRepeated, content);
  }

  /** What of others is missing or different in a later state of the same policy. */
  lostIn(after: AppPolicy, slot: Slot): readonly string[] {
    const lost = lostNames(this.#neighbours(slot), after.#neighbours(slot));
    const { version = 0 } = this;
    // One that we sent before and heard nothing of may have come late, and is no loss to anybody.
    const isOwn = slot.hasOpenWrite || (after.version ?? version) <= version + 1;
    return isOwn ? lost : [...lost, `a change in between (version ${version + 1})`];
  }

  #neighbours(slot: Slot): ReadonlyMap<string, Meaning> {
    const found = new Map<string, Meaning>();
    const body = this.text.bodyOf(isNotRepeated, {});
    const meaning = meaningOf(PolicyText.parse(body).root, body);
    if (meaning instanceof Map)
      for (const [name, value] of meaning) found.set(String(name), value as Meaning);
    const others = this.#contentFor(slot).neighboursOf(slot.key);
    if (others !== undefined) found.set('other keys', others);
    return found;
  }

  #contentFor({ platform, appId }: Slot): PolicyContent {
    if (!this.canBeRead)
      throw unreadable(
        'The XML of the app configuration policy in Intune',
        'takes too much time or memory to read',
      );
    return contentOf(this.text, platform, appId);
  }
}

/** A policy with nothing in it but the key, as it is to be sent. */
export const newPolicy = (slot: Slot, mobileAppId: string, value: string): string =>
  JSON.stringify({
    displayName: `MDM token (${platformNames[slot.platform]})`,
    description: `Kept by MDM Gate, please do not edit. ${markerOf(slot)}`,
    targetedMobileApps: [mobileAppId],
    roleScopeTagIds: ['0'],
    '@odata.type': types[slot.platform][0],
    ...(slot.platform === 'ios' ? iosFields(slot, value) : androidFields(slot, value)),
  });

const iosFields = ({ key }: Slot, value: string): object => ({
  settings: [JSON.parse(iosSettingForm.write(key, value))],
});

const androidFields = ({ appId, key }: Slot, value: string): object => ({
  packageId: productId(appId),
  profileApplicability: 'default',
  permissionActions: [],
  connectedAppsEnabled: false,
  payloadJson: AndroidPayload.empty(appId).with(key, value),
});
