import type { Device } from '@mdm-gate/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { stragglers } from '../../api/rotations.ts';
import { Button } from '../../components/button.tsx';
import { Instant } from '../../components/instant.tsx';
import { Sheet, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { ExaminedDevice } from '../devices/examined-device.tsx';
import { useOrganizationId } from '../organization-id.ts';

const columns = (examine: (deviceId: string) => void): readonly Column<Device>[] => [
  {
    head: 'Device',
    names: true,
    cell: ({ deviceId }) => (
      <bdi>
        <code>{deviceId}</code>
      </bdi>
    ),
  },
  { head: 'Platform', cell: ({ platform }) => platformWords[platform] },
  {
    head: 'Went on by',
    cell: ({ lastProceededToken }) => <bdi>{lastProceededToken?.label ?? 'no token'}</bdi>,
  },
  { head: 'Seen', cell: ({ lastSeenAt }) => <Instant at={lastSeenAt} /> },
  {
    head: 'Actions',
    acts: true,
    cell: ({ deviceId }) => (
      <Button
        aria-label={`What to do, ${deviceId}`}
        onClick={() => {
          examine(deviceId);
        }}
      >
        What to do
      </Button>
    ),
  },
];

/** Active devices that would be left behind, by name. */
export const Stragglers = ({ rotationId }: { readonly rotationId: string }) => {
  const list = useInfiniteQuery(stragglers(useOrganizationId(), rotationId));
  const [examined, setExamined] = useState<string | null>(null);
  return (
    <Sheet title="Who is not on the new token">
      <Loaded query={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Notice tone="good" title="Nobody is left behind.">
              No active device last went on by a token that this rotation replaces.
            </Notice>
          ) : (
            <Stack>
              <Soft>
                A device takes the new token up when it reports to its MDM, and presents it when the app is
                opened next.
              </Soft>
              <Table
                label="Stragglers"
                items={items}
                keyOf={({ deviceId, platform }) => `${platform} ${deviceId}`}
                columns={columns(setExamined)}
              />
            </Stack>
          );
        }}
      </Loaded>
      <ShowMore of={list} />
      {examined !== null && (
        <ExaminedDevice
          deviceId={examined}
          onClose={() => {
            setExamined(null);
          }}
        />
      )}
    </Sheet>
  );
};
