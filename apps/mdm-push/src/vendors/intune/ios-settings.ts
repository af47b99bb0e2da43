import { textOf, valueOf } from '../configuration/json-text.ts';
import { onlyText, type EntryForm } from '../configuration/keyed-entries.ts';

/** Keys and values of an iOS policy that was entered as a form: the value is a JSON string, whatever its type. */
export const iosSettingForm: EntryForm = {
  keyName: 'appConfigKey',
  valueIn: (entry) =>
    textOf(valueOf(entry, 'appConfigKeyType')) === 'stringType'
      ? onlyText(entry, 'appConfigKeyValue', ['appConfigKey', 'appConfigKeyType', '@odata.type'])
      : null,
  write: (key, value) =>
    JSON.stringify({ appConfigKey: key, appConfigKeyType: 'stringType', appConfigKeyValue: value }),
};
