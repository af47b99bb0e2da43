import type { Device, findUsageRoute } from '@mdm-gate/contracts';
import {
  keepPreviousData,
  useInfiniteQuery,
  usePrefetchInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyOf } from '../../api/call.ts';
import { devices, usage } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PageHead, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { isKnown, Loaded, Reading } from '../../components/loaded.tsx';
import { Notice, State } from '../../components/notice.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { reasonWords } from '../../words/reasons.ts';
import { useOrganizationId } from '../organization-id.ts';
import { devicesFilterIn, manyDevices, type DevicesFilter } from './devices-filter.ts';
import { DevicesFilterBar } from './devices-filter-bar.tsx';
import { ExaminedDevice } from './examined-device.tsx';

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
  {
    head: 'Last check',
    cell: ({ decision, reason }) => (
      <Stack tight>
        <span>
          <State tone={decision === 'proceed' ? 'good' : 'bad'}>
            {decision === 'proceed' ? 'Went on' : 'Halted'}
          </State>
        </span>
        <Soft>{reasonWords[reason]}</Soft>
      </Stack>
    ),
  },
  { head: 'Token', cell: ({ token }) => (token === null ? <Soft>none</Soft> : <bdi>{token.label}</bdi>) },
  { head: 'Platform', cell: ({ platform }) => platformWords[platform] },
  { head: 'Seen', cell: ({ lastSeenAt }) => <Instant at={lastSeenAt} /> },
  {
    head: 'Actions',
    acts: true,
    cell: ({ deviceId }) => (
      <Button
        aria-label={`Why, ${deviceId}`}
        onClick={() => {
          examine(deviceId);
        }}
      >
        Why
      </Button>
    ),
  },
];

const DevicesPage = () => {
  const organizationId = useOrganizationId();
  const filter = devicesFilterIn(useSearch({ strict: false }));
  const navigate = useNavigate();
  const counted = useQuery(usage(organizationId));
  // At the same time, though it is shown below.
  usePrefetchInfiniteQuery(devices(organizationId, filter));
  const narrow = (changed: Readonly<Record<string, string>>) =>
    void navigate({
      to: '/organizations/$organizationId/devices',
      params: { organizationId },
      search: devicesFilterIn({ ...filter, ...changed }),
      replace: true,
    });
  return (
    <>
      <PageHead title="Devices" question="Why is this phone blocked?" />
      {isKnown(counted) ? (
        <>
          <ForeignValues counted={counted.data} onChoose={narrow} />
          <Sheet>
            <DevicesFilterBar filter={filter} onChange={narrow} />
            <Found organizationId={organizationId} filter={filter} />
          </Sheet>
        </>
      ) : (
        <Reading />
      )}
    </>
  );
};

const Found = ({
  organizationId,
  filter,
}: {
  readonly organizationId: string;
  readonly filter: DevicesFilter;
}) => {
  // What is shown stays until the narrowed list is there: nothing jumps while one types.
  const list = useInfiniteQuery({ ...devices(organizationId, filter), placeholderData: keepPreviousData });
  const [examined, setExamined] = useState<string | null>(null);
  return (
    <>
      <Loaded query={list}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <Empty title="No such device">
              Devices appear here with their first check. One that never asked is not known.
            </Empty>
          ) : (
            <Table
              label="Devices"
              items={items}
              keyOf={({ deviceId, platform }) => `${platform} ${deviceId}`}
              columns={columns(setExamined)}
            />
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
    </>
  );
};

const ForeignValues = ({
  counted,
  onChoose,
}: {
  readonly counted: BodyOf<typeof findUsageRoute> | undefined;
  readonly onChoose: (changed: Readonly<Record<string, string>>) => void;
}) => {
  const values = counted?.foreignValues ?? [];
  return values
    .filter(({ devices: count }) => count >= manyDevices)
    .map(({ fingerprint, devices: count, since }) => (
      <Notice
        key={fingerprint}
        tone="warn"
        title={`${count} devices present the same unknown value.`}
        action={
          <Button
            onClick={() => {
              onChoose({ foreignFingerprint: fingerprint });
            }}
          >
            Show them
          </Button>
        }
      >
        Probably a typing mistake in one MDM; since <Instant at={since} />.
      </Notice>
    ));
};

export default DevicesPage;
