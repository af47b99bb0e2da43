import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AuditContent } from '../audit/audit-row.ts';
import { mdmConnectionChangeTo, type MdmConnection, type MdmConnectionChange } from '@mdm-gate/contracts';

const deciding = ['settings', 'apps', 'configurationKey'] as const;

/** What of a change says where values go: the address and everything else of the settings, the apps and the key. */
export const movedBy = (before: MdmConnection, change: MdmConnectionChange): readonly string[] => {
  const known = { ...before, settings: settingsAsMeant(before) };
  return deciding.filter(
    (name) => change[name] !== undefined && !isDeepStrictEqual(change[name], known[name]),
  );
};

/** With the defaults that were added since they were stored, so that saying them again changes nothing. */
const settingsAsMeant = ({ vendor, settings }: MdmConnection): MdmConnection['settings'] =>
  mdmConnectionChangeTo(vendor).safeParse({ settings }).data?.settings ?? settings;

/** A connection as the audit tells of it: no credentials, and of authorities only what tells them apart. */
export const auditedConnection = ({
  name,
  vendor,
  settings,
  apps,
  configurationKey,
  version,
}: Pick<
  MdmConnection,
  'name' | 'vendor' | 'settings' | 'apps' | 'configurationKey' | 'version'
>): AuditContent => ({
  name,
  vendor,
  settings: auditedSettings(settings),
  apps,
  configurationKey,
  version,
});

/** What is to be changed, as the audit tells of it. */
export const auditedChange = ({ settings, credentials, ...change }: MdmConnectionChange): AuditContent => ({
  ...change,
  ...(settings === undefined ? {} : { settings: auditedSettings(settings) }),
  credentialsChanged: credentials !== undefined,
});

const auditedSettings = ({ certificateAuthorities, ...settings }: MdmConnection['settings']): object =>
  typeof certificateAuthorities === 'string'
    ? {
        ...settings,
        certificateAuthorities: `sha256:${createHash('sha256').update(certificateAuthorities).digest('hex')}`,
      }
    : settings;
