import { deviceWords } from './devices.ts';
import { generalWords } from './general.ts';
import { mdmWords } from './mdm.ts';
import { peopleWords } from './people.ts';
import { tokenWords } from './tokens.ts';

/** What each field of the HTTP API means to those who read its description; undefined for one without words. */
export const fieldWords = (name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

const words: Readonly<Record<string, string>> = {
  ...generalWords,
  ...tokenWords,
  ...mdmWords,
  ...deviceWords,
  ...peopleWords,
};
