/** What PostgreSQL says of a session, in its own words. */
export interface SessionFacts {
  readonly readOnly: string;
  readonly serverEncoding: string;
  readonly clientEncoding: string;
  readonly dateStyle: string;
  readonly arrayNulls: string;
}

export const onlyReads = 'PostgreSQL only reads: it is a standby, or was set to read only';

/** Why a session cannot do what the service relies on, for an operator; null when it can. */
export const problemWithSession = (facts: SessionFacts | undefined): string | null => {
  if (facts === undefined) return 'PostgreSQL does not tell its settings';
  if (facts.readOnly !== 'off') return onlyReads;
  if (facts.serverEncoding !== 'UTF8')
    return `the database is encoded as ${facts.serverEncoding}: make it anew with ENCODING 'UTF8'`;
  return problemWithTexts(facts);
};

const problemWithTexts = ({ clientEncoding, dateStyle, arrayNulls }: SessionFacts): string | null => {
  if (clientEncoding !== 'UTF8') return `the pooler keeps client_encoding at ${clientEncoding}, not UTF8`;
  if (!dateStyle.startsWith('ISO')) return `the pooler keeps DateStyle at ${dateStyle}, not ISO`;
  return arrayNulls === 'on' ? null : 'array_nulls is off behind the pooler: set it to on';
};
