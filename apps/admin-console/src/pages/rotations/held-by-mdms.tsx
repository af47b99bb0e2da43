import type { RotationProgress } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { connections } from '../../api/queries.ts';
import { Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Notice, State } from '../../components/notice.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { deliveryWords, platformWords } from '../../words/deliveries.ts';
import { useOrganizationId } from '../organization-id.ts';
import type { ExaminedRotation } from './examined-rotation.ts';

type Delivered = NonNullable<RotationProgress['delivered']>[number];

const count = (value: number | null) => value ?? <Soft>not told</Soft>;

const columns = (nameOf: (connectionId: string) => string): readonly Column<Delivered>[] => [
  {
    head: 'MDM',
    names: true,
    cell: ({ connectionId, platform }) => `${nameOf(connectionId)}, ${platformWords[platform]}`,
  },
  {
    head: 'New token',
    cell: ({ state, holdsNewToken, advice }) => (
      <Stack tight>
        <span>
          <State tone={holdsNewToken ? 'good' : deliveryWords[state].tone}>
            {holdsNewToken ? 'Held' : deliveryWords[state].word}
          </State>
        </span>
        {advice !== null && <Soft>{advice}</Soft>}
      </Stack>
    ),
  },
  { head: 'Assigned to', cell: ({ devices }) => count(devices) },
  { head: 'Took it up', cell: ({ holding }) => count(holding) },
  { head: 'Present it', cell: ({ presenting }) => presenting },
];

/** What each MDM says beside what devices of its platform present. */
export const HeldByMdms = ({ rotation: { progress } }: { readonly rotation: ExaminedRotation }) => {
  const known = useQuery(connections(useOrganizationId())).data ?? [];
  const nameOf = (connectionId: string) =>
    known.find((each) => each.connectionId === connectionId)?.name ?? 'An MDM';
  if (progress.delivered === null)
    return (
      <Notice tone="warn" title="What the MDMs hold cannot be said at the moment.">
        The service that talks to them does not answer. What devices present is counted all the same.
      </Notice>
    );
  return (
    progress.delivered.length > 0 && (
      <Sheet title="In each MDM">
        <Soft>
          Devices as each MDM counts them. One that assigns to groups may count a device of the other platform
          too, until it has reported.
        </Soft>
        <Table
          label="In each MDM"
          items={progress.delivered}
          keyOf={({ connectionId, platform }) => connectionId + platform}
          columns={columns(nameOf)}
        />
      </Sheet>
    )
  );
};
