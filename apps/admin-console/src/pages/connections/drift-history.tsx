import type { Drift } from '@mdm-gate/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { drifts } from '../../api/drifts.ts';
import { tokens } from '../../api/queries.ts';
import { Instant } from '../../components/instant.tsx';
import { Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { driftEndWords, driftHeldWords, platformWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';

/** When somebody changed the token in the MDM, what stood there then, and how that ended. Closed: most never look. */
export const DriftHistory = ({
  connectionId,
  name,
}: {
  readonly connectionId: string;
  readonly name: string;
}) => {
  const organizationId = useOrganizationId();
  const found = useQuery(drifts(organizationId, connectionId));
  return (
    <details>
      <summary>{summaryOf(found.data)}</summary>
      <Stack tight>
        <Soft>
          Each time that the MDM was looked at and no longer held the token that it had held before. What
          stood there is never kept.
        </Soft>
        <Loaded query={found}>{(items) => <Found items={items} name={name} />}</Loaded>
      </Stack>
    </details>
  );
};

const summaryOf = (items: readonly Drift[] | undefined): string => {
  if (items === undefined || items.length === 0) return 'Drift history';
  const times = items.length === 1 ? 'once' : `${items.length} times`;
  const lasts = items.some(({ end }) => end === null) ? ', and is not mended yet' : '';
  return `Drift history: changed there ${times}${lasts}`;
};

const Found = ({ items, name }: { readonly items: readonly Drift[]; readonly name: string }) => {
  const labels = useLabels();
  if (items.length === 0) return <p>Nobody has changed it there so far.</p>;
  return (
    <Table
      label={`Drift history of ${name}`}
      columns={columnsFor(labels)}
      items={items}
      keyOf={({ driftId }) => driftId}
    />
  );
};

const useLabels = (): ReadonlyMap<string, string> => {
  const made = useInfiniteQuery(tokens(useOrganizationId()));
  const items = made.data?.pages.flatMap((page) => page.items) ?? [];
  return new Map(items.map(({ tokenId, label }) => [tokenId, label]));
};

const columnsFor = (labels: ReadonlyMap<string, string>): readonly Column<Drift>[] => [
  { head: 'Found', names: true, cell: ({ foundAt }) => <Instant at={foundAt} /> },
  { head: 'Platform', cell: ({ platform }) => platformWords[platform] },
  { head: 'What stood there', cell: ({ held }) => driftHeldWords[held] },
  { head: 'Instead of', cell: ({ wantedTokenId }) => insteadOf(wantedTokenId, labels) },
  { head: 'How it ended', cell: (drift) => <End of={drift} /> },
];

const insteadOf = (tokenId: string | null, labels: ReadonlyMap<string, string>): string =>
  tokenId === null ? 'No token' : (labels.get(tokenId) ?? 'A former token');

const End = ({ of: { end, endedAt } }: { readonly of: Drift }) =>
  end === null || endedAt === null ? (
    <>Not yet</>
  ) : (
    <>
      {driftEndWords[end]} <Instant at={endedAt} />
    </>
  );
