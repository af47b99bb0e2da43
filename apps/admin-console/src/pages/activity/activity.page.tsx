import type { AuditEvent } from '@mdm-gate/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { apiPath } from '../../api/address.ts';
import { auditEvents, auditVerification } from '../../api/queries.ts';
import { Button, LinkButton } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice, State } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { actionWord } from '../../words/actions.ts';
import { useOrganizationId } from '../organization-id.ts';

const columns: readonly Column<AuditEvent>[] = [
  { head: 'When', names: true, cell: ({ occurredAt }) => <Instant at={occurredAt} /> },
  { head: 'Who', cell: ({ actor }) => (actor.type === 'service' ? `${actor.id} (service)` : actor.id) },
  {
    head: 'What',
    cell: ({ action, outcome }) => (
      <Row>
        {actionWord(action)}
        {outcome === 'refused' && <State tone="warn">Refused</State>}
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
  return (
    <>
      <PageHead title="Activity" question="What happened, and who did it?" />
      <OnlyFor role="administrator" to="read what others did">
        <Trail organizationId={organizationId} />
      </OnlyFor>
    </>
  );
};

const Trail = ({ organizationId }: { readonly organizationId: string }) => {
  const list = useInfiniteQuery(auditEvents(organizationId));
  return (
    <>
      <Verification organizationId={organizationId} />
      <Loaded query={list}>
        {({ pages }) => (
          <Sheet>
            <Table
              label="What happened"
              items={pages.flatMap((page) => page.items)}
              keyOf={({ sequence }) => String(sequence)}
              columns={columns}
            />
            {list.hasNextPage && (
              <Row>
                <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                  Show older
                </Button>
              </Row>
            )}
          </Sheet>
        )}
      </Loaded>
    </>
  );
};

const Verification = ({ organizationId }: { readonly organizationId: string }) => {
  const verification = useQuery(auditVerification(organizationId));
  const { data, error, isFetching, refetch } = verification;
  return (
    <Sheet title="Is it complete and unchanged?">
      {data !== undefined && (
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
