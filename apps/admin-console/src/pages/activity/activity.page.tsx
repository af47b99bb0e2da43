import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { apiPath } from '../../api/address.ts';
import { auditEvents, auditVerification, checkCounts } from '../../api/activity.ts';
import { Button, LinkButton } from '../../components/button.tsx';
import { PageHead, Row, Sheet } from '../../components/layout.tsx';
import { isKnown, Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { UnderWay } from '../../components/under-way.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { ActivityFilterBar } from './activity-filter-bar.tsx';
import { activityFilterIn } from './activity-filter.ts';
import { ChecksPerMinute } from './checks-per-minute.tsx';
import { Events } from './events.tsx';

const ActivityPage = () => {
  const organizationId = useOrganizationId();
  // Each part comes when the height of what stands above it is known, and would move otherwise.
  const isCounted = isKnown(useQuery(checkCounts(organizationId)));
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
        <ShowMore of={list} label="Show older" />
      </Sheet>
      {isKnown(list) && <Verification organizationId={organizationId} />}
    </>
  );
};

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
