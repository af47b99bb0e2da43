import type { Configuration, IosSetting } from './intune.schema.ts';

export const iosType = '#microsoft.graph.iosMobileAppConfiguration';

/** The key's value in an iOS policy; undefined when it does not have the key. */
export const iosValue = (configuration: Configuration, key: string): string | undefined =>
  configuration.settings?.find(({ appConfigKey }) => appConfigKey === key)?.appConfigKeyValue;

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
