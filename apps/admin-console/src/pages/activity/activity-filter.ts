import type { AuditEvent } from '@mdm-gate/contracts';

export const whoWords = {
  people: 'People',
  services: 'Services',
  everybody: 'Everybody',
} as const;

export type Who = keyof typeof whoWords;

/** What the trail is narrowed to. It stands in the address, so that it can be sent to a colleague. */
export interface ActivityFilter {
  /** Left out: see `whoIn`. */
  readonly who?: Who;
  readonly action?: string;
  readonly actorId?: string;
  readonly outcome?: AuditEvent['outcome'];
  readonly subjectId?: string;
  /** Days of the calendar here, both included. */
  readonly from?: string;
  readonly to?: string;
}

const names = ['action', 'actorId', 'outcome', 'subjectId', 'from', 'to'] as const;

const isWho = (value: unknown): value is Who => typeof value === 'string' && Object.hasOwn(whoWords, value);

/** Whatever is not a text is left out; whether a text means anything is the server's to say. */
export const activityFilterIn = (search: Readonly<Record<string, unknown>>): ActivityFilter => ({
  ...(isWho(search['who']) && { who: search['who'] }),
  ...Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  ),
});

/** What people did, unless something else is asked for: services do much more, and would drown it. */
export const whoIn = ({ who, action, actorId, subjectId }: ActivityFilter): Who =>
  who ?? ([action, actorId, subjectId].some((each) => each !== undefined) ? 'everybody' : 'people');

const actorTypes = { people: 'admin', services: 'service', everybody: undefined } as const;

const instantAt = (day: string, time: string): string | undefined => {
  const date = new Date(`${day}T${time}`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

/** As the gateway is asked. */
export const auditQueryOf = (filter: ActivityFilter) => {
  const { who: _, from, to, ...rest } = filter;
  return {
    ...rest,
    actorType: actorTypes[whoIn(filter)],
    ...(from !== undefined && { since: instantAt(from, '00:00:00') }),
    ...(to !== undefined && { until: instantAt(to, '23:59:59.999') }),
  };
};
