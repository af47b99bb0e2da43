import type { endSessionRoute, listSessionsRoute } from '@mdm-gate/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, type BodyOf } from '../../api/call.ts';
import { sessions } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { State } from '../../components/notice.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { browserOf } from './browser-of.ts';

type Session = BodyOf<typeof listSessionsRoute>['items'][number];

const columns: readonly Column<Session>[] = [
  {
    head: 'Browser',
    names: true,
    cell: ({ userAgent }) => <span title={userAgent ?? ''}>{browserOf(userAgent)}</span>,
  },
  { head: 'From', cell: ({ sourceAddress }) => sourceAddress ?? 'unknown' },
  { head: 'Signed in', cell: ({ startedAt }) => <Instant at={startedAt} /> },
  { head: 'Used', cell: ({ lastUsedAt }) => <Instant at={lastUsedAt} /> },
  { head: 'Ends', cell: ({ endsAt }) => <Instant at={endsAt} /> },
];

const SessionsPage = () => {
  const queries = useQueryClient();
  const list = useQuery(sessions);
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      call<typeof endSessionRoute>({
        method: 'DELETE',
        path: '/sessions/{sessionId}',
        params: { sessionId },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <>
      <PageHead title="Your sessions" question="Where are you signed in, and is that all you?" />
      <ProblemNotice error={end.error} />
      <Loaded query={list}>
        {(items) => (
          <Sheet>
            <Table
              label="Your sessions"
              items={items}
              keyOf={({ sessionId }) => sessionId}
              columns={[
                ...columns,
                {
                  head: 'Actions',
                  acts: true,
                  cell: ({ sessionId, current }) => (
                    <End
                      current={current}
                      busy={end.isPending && end.variables === sessionId}
                      onEnd={() => {
                        end.mutate(sessionId);
                      }}
                    />
                  ),
                },
              ]}
            />
          </Sheet>
        )}
      </Loaded>
    </>
  );
};

const End = ({
  current,
  busy,
  onEnd,
}: {
  readonly current: boolean;
  readonly busy: boolean;
  readonly onEnd: () => void;
}) =>
  current ? (
    <State tone="good">This one</State>
  ) : (
    <Button busy={busy} onClick={onEnd}>
      End
    </Button>
  );

export default SessionsPage;
