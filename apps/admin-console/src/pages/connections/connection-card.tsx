import type { Delivery, MdmConnection } from '@mdm-gate/contracts';
import { useTest } from '../../api/test-connection.ts';
import { Columns, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { ConnectionActs } from './connection-acts.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { DriftHistory } from './drift-history.tsx';
import { Readiness } from './readiness.tsx';

/** One MDM: how far the token has come on each platform, whether it has what is needed, and what can be done. */
export const ConnectionCard = ({
  connection,
  vendor,
  deliveries,
}: {
  readonly connection: MdmConnection;
  readonly vendor: string;
  readonly deliveries: readonly Delivery[];
}) => {
  const test = useTest(useOrganizationId());
  return (
    <Sheet title={connection.name} actions={vendor !== connection.name && <Soft>{vendor}</Soft>}>
      <Stack>
        {deliveries.length === 0 ? (
          <p>There is no token yet that it would hand out.</p>
        ) : (
          <Columns>
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.platform} delivery={delivery} />
            ))}
          </Columns>
        )}
        <Stack tight>
          <Readiness seen={test.data?.body ?? connection.readiness ?? null} />
          <DriftHistory connectionId={connection.connectionId} name={connection.name} />
        </Stack>
        <ConnectionActs connection={connection} test={test} />
      </Stack>
    </Sheet>
  );
};
