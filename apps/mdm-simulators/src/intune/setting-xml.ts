import { type ManagedAppConfiguration } from '../vendor/tenant.ts';
import { graphError, intuneError } from './graph-error.ts';

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

const unescape = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/gu, (_, name: string) => ENTITIES[name] ?? '');

const ENTRY = /<key>([^<]*)<\/key>\s*(?:<(string|integer|real)>([^<]*)<\/\2>|<(true|false)\s*\/>)/gu;

function valueOf(
  type: string | undefined,
  text: string,
  flag: string | undefined,
): string | number | boolean {
  if (flag !== undefined) {
    return flag === 'true';
  }
  return type === 'string' ? unescape(text) : Number(text);
}

/** The flat entries of a `<dict>` in base64, without plist wrapper. Throws 400 for anything else. */
export function configurationOfXml(encoded: string): ManagedAppConfiguration {
  if (!/^[A-Za-z0-9+/\s]+={0,2}$/u.test(encoded)) {
    throw graphError(
      400,
      "Cannot convert the literal to the expected type 'Edm.Binary'.",
      'ModelValidationFailure',
    );
  }
  const xml = Buffer.from(encoded, 'base64').toString('utf8').trim();
  if (!/^<dict>[\s\S]*<\/dict>$/u.test(xml)) {
    throw intuneError(400, 'The setting XML is not a dictionary');
  }
  return Object.fromEntries(
    [...xml.matchAll(ENTRY)].map(([, key, type, text, flag]) => [
      unescape(key ?? ''),
      valueOf(type, text ?? '', flag),
    ]),
  );
}
