import type { Configuration, IosSetting } from './intune.schema.ts';
import { IosXml } from './ios-xml.ts';

export const iosType = '#microsoft.graph.iosMobileAppConfiguration';

/** The key's value in an iOS policy; undefined when it does not have the key. */
export const iosValue = (configuration: Configuration, key: string): string | undefined =>
  xmlOf(configuration)?.valueOf(key) ??
  configuration.settings?.find(({ appConfigKey }) => appConfigKey === key)?.appConfigKeyValue;

/** The content with the key set, or without it; undefined when nothing would be left. A policy has either form. */
export const iosContent = (
  configuration: Configuration,
  key: string,
  value: string | null,
): object | undefined => {
  const xml = xmlOf(configuration);
  if (xml !== undefined) {
    const encodedSettingXml = xml.with(key, value);
    return encodedSettingXml === undefined ? undefined : { encodedSettingXml };
  }
  const settings = withIosValue(configuration.settings ?? [], key, value);
  return settings.length === 0 ? undefined : { settings };
};

const xmlOf = ({ encodedSettingXml: encoded }: Configuration): IosXml | undefined =>
  encoded === null || encoded === undefined || encoded === '' ? undefined : IosXml.read(encoded);

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
