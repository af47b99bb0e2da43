import type { AuditEvent } from '@mdm-gate/contracts';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { apiPath } from '../../api/address.ts';
import { auditEvents, auditVerification, checkCounts } from '../../api/activity.ts';
import { Button, LinkButton } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice, State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { actionWord } from '../../words/actions.ts';
import { outcomeWords } from '../../words/outcomes.ts';
import { useOrganizationId } from '../organization-id.ts';
import { ActivityFilterBar } from './activity-filter-bar.tsx';
import { activityFilterIn } from './activity-filter.ts';
import { ChecksPerMinute } from './checks-per-minute.tsx';

const columns: readonly Column<AuditEvent>[] = [
  { head: 'When', names: true, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { head: 'Who', cell: ({ actor }) => (actor.type === 'service' ? `${actor.id} (service)` : actor.id) },
  {
    head: 'What',
    cell: ({ action, outcome }) => (
      <Row>
        {actionWord(action)}
        {outcome !== 'allowed' && (
          <State tone={outcomeWords[outcome].tone}>{outcomeWords[outcome].word}</State>
        )}
      </Row>
    ),
  },
  { head: 'Details', cell: (event) => <Details event={event} /> },
];

const Details = ({
  event: { before, after, sourceAddress, correlationId, sequence },
}: {
  readonly event: AuditEvent;
}) => (
  <details>
    <summary>Number {sequence}</summary>
    <Stack tight>
      {before !== null && <code>before: {JSON.stringify(before)}</code>}
      {after !== null && <code>after: {JSON.stringify(after)}</code>}
      <Soft>{`${sourceAddress === null ? '' : `from ${sourceAddress} · `}${correlationId}`}</Soft>
    </Stack>
  </details>
);

const ActivityPage = () => {
  const organizationId = useOrganizationId();
  const { data, failureReason } = useQuery(checkCounts(organizationId));
  // The trail stands below the counts: it comes when their height is known, and would move otherwise.
  const isCounted = data !== undefined || failureReason !== null;
  return (
    <>
      <PageHead title="Activity" question="What happened, and who did it?" />
      <ChecksPerMinute />
      {isCounted && (
        <OnlyFor role="administrator" to="read what others did">
          <Trail organizationId={organizationId} />
        </OnlyFor>
      )}
    </>
  );
};

const Trail = ({ organizationId }: { readonly organizationId: string }) => {
  const filter = activityFilterIn(useSearch({ strict: false }));
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    ...auditEvents(organizationId, filter),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <Sheet title="Who did what">
        <ActivityFilterBar
          filter={filter}
          onChange={(changed) =>
            void navigate({
              to: '/organizations/$organizationId/activity',
              params: { organizationId },
              search: activityFilterIn({ ...filter, ...changed }),
              replace: true,
            })
          }
        />
        <Loaded query={list}>{({ pages }) => <Events items={pages.flatMap((page) => page.items)} />}</Loaded>
        {list.hasNextPage && (
          <Row>
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show older
            </Button>
          </Row>
        )}
      </Sheet>
      <Verification organizationId={organizationId} />
    </>
  );
};

const Events = ({ items }: { readonly items: readonly AuditEvent[] }) =>
  items.length === 0 ? (
    <Empty title="Nothing of that kind">Nobody did anything that fits the filter.</Empty>
  ) : (
    <Table label="What happened" items={items} keyOf={({ sequence }) => String(sequence)} columns={columns} />
  );

const Verification = ({ organizationId }: { readonly organizationId: string }) => {
  const verification = useQuery(auditVerification(organizationId));
  const { data, error, isFetching, refetch } = verification;
  return (
    <Sheet title="Is it complete and unchanged?">
      {isFetching && (
        <UnderWay what="Every event is being computed anew. Stay on this page until it is done." />
      )}
      {data !== undefined && !isFetching && (
        <Notice
          tone={data.intact ? 'good' : 'bad'}
          title={
            data.intact ? `All ${data.events} events are as they were written.` : 'The trail was changed.'
          }
        >
          {data.faults.map(({ sequence, problem }) => `number ${sequence}: ${problem}`).join(', ')}
        </Notice>
      )}
      <ProblemNotice error={error} />
      <Row>
        <Button busy={isFetching} onClick={() => void refetch()}>
          Verify
        </Button>
        <LinkButton
          look="plain"
          href={`${apiPath}/organizations/${encodeURIComponent(organizationId)}/audit-events/export`}
        >
          Export all
        </LinkButton>
      </Row>
    </Sheet>
  );
};

export default ActivityPage;
