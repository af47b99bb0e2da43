import type { AuditEvent } from '@mdm-gate/contracts';

/** What the trail is narrowed to. It stands in the address, so that it can be sent to a colleague. */
export interface ActivityFilter {
  readonly action?: string;
  readonly actorId?: string;
  readonly outcome?: AuditEvent['outcome'];
  readonly subjectId?: string;
  /** Days of the calendar here, both included. */
  readonly from?: string;
  readonly to?: string;
}

const names = ['action', 'actorId', 'outcome', 'subjectId', 'from', 'to'] as const;

/** Whatever is not a text is left out; whether a text means anything is the server's to say. */
export const activityFilterIn = (search: Readonly<Record<string, unknown>>): ActivityFilter =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  );

const instantAt = (day: string, time: string): string | undefined => {
  const date = new Date(`${day}T${time}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** As the gateway is asked. */
export const auditQueryOf = ({ from, to, ...rest }: ActivityFilter) => ({
  ...rest,
  ...(from !== undefined && { since: instantAt(from, '00:00:00') }),
  ...(to !== undefined && { until: instantAt(to, '23:59:59.999') }),
});
