import type { BodyOf } from '../../api/call.ts';
import type { CheckCount, listCheckCountsRoute } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { checkCounts } from '../../api/activity.ts';
import { Chart } from '../../components/chart.tsx';
import { Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { State } from '../../components/notice.tsx';
import { reasonWords } from '../../words/reasons.ts';
import { useOrganizationId } from '../organization-id.ts';

type Counted = BodyOf<typeof listCheckCountsRoute>;

const minuteMs = 60_000;

const minutesOf = ({ from, to }: Counted): readonly string[] => {
  const start = Date.parse(from);
  const count = Math.round((Date.parse(to) - start) / minuteMs) + 1;
  return Array.from({ length: count }, (_, index) => new Date(start + index * minuteMs).toISOString());
};

const sum = (items: readonly CheckCount[]): number => items.reduce((total, { checks }) => total + checks, 0);

/** How many checks there were in the last hour, and what they came to. */
export const ChecksPerMinute = () => {
  const organizationId = useOrganizationId();
  return (
    <Sheet title="Checks per minute">
      <Loaded query={useQuery(checkCounts(organizationId))}>
        {(counted) =>
          counted.items.length === 0 ? (
            <p>No check in the last hour. A minute is told when it is over.</p>
          ) : (
            <Stack>
              <Lines counted={counted} />
              <Reasons items={counted.items} />
            </Stack>
          )
        }
      </Loaded>
    </Sheet>
  );
};

const Lines = ({ counted }: { readonly counted: Counted }) => {
  const minutes = minutesOf(counted);
  const byMinute = Map.groupBy(counted.items, ({ minute }) => minute);
  const line = (wanted: CheckCount['decision']) => {
    const values = minutes.map((minute) =>
      sum((byMinute.get(minute) ?? []).filter(({ decision }) => decision === wanted)),
    );
    return { values, told: `${values.reduce((total, value) => total + value, 0)} in this hour` };
  };
  return (
    <Chart
      label="Checks per minute"
      at={minutes}
      atMost={(max) => `at most ${max} in a minute`}
      lines={[
        { label: 'Went on', look: 'reached', ...line('proceed') },
        { label: 'Halted', look: 'behind', ...line('halt') },
      ]}
    />
  );
};

const Reasons = ({ items }: { readonly items: readonly CheckCount[] }) => {
  const byReason = [...Map.groupBy(items, ({ decision, reason }) => `${decision} ${reason}`).values()]
    .map((same) => ({ first: same[0], checks: sum(same) }))
    .sort((one, other) => other.checks - one.checks);
  return (
    <Stack tight>
      <Soft>Why, in this hour:</Soft>
      {byReason.map(
        ({ first, checks }) =>
          first !== undefined && (
            <Row key={first.decision + first.reason}>
              <State tone={first.decision === 'proceed' ? 'good' : 'bad'}>
                {first.decision === 'proceed' ? 'Went on' : 'Halted'}
              </State>
              <span>
                <strong>{checks}</strong> {reasonWords[first.reason]}
              </span>
            </Row>
          ),
      )}
    </Stack>
  );
};
