import type { Configuration, IosSetting } from './intune.schema.ts';

export const iosType = '#microsoft.graph.iosMobileAppConfiguration';

/** The key's value in an iOS policy; undefined when it does not have the key. */
export const iosValue = (configuration: Configuration, key: string): string | undefined =>
  configuration.settings?.find(({ appConfigKey }) => appConfigKey === key)?.appConfigKeyValue ??
  valueInXml(configuration.encodedSettingXml, key);

/** A policy may be entered as XML instead: base64 of a bare dictionary. It is read, so that no second policy is made beside it. */
const valueInXml = (encoded: string | null | undefined, key: string): string | undefined => {
  if (encoded === null || encoded === undefined || encoded === '') return undefined;
  const entries = Buffer.from(encoded, 'base64')
    .toString('utf8')
    .matchAll(/<key>\s*([^<]*?)\s*<\/key>\s*<string>([^<]*)<\/string>/g);
  const found = [...entries].find(([, name = '']) => plainText(name) === key);
  return found?.[2] === undefined ? undefined : plainText(found[2]);
};

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const plainText = (xml: string): string =>
  xml.replace(/&(lt|gt|quot|apos|amp);/g, (entity, name: string) => entities[name] ?? entity);

/** The settings with the key set, or without it: the others as they were, in their order. */
export const withIosValue = (
  settings: readonly IosSetting[],
  key: string,
  value: string | null,
): IosSetting[] => {
  const position = settings.findIndex(({ appConfigKey }) => appConfigKey === key);
  const others = settings.filter(({ appConfigKey }) => appConfigKey !== key);
  if (value === null) return others;
  const entry = { appConfigKey: key, appConfigKeyType: 'stringType', appConfigKeyValue: value };
  return others.toSpliced(position < 0 ? others.length : position, 0, entry);
};
