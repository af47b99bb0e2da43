import type { MdmConnection, removeConnectionRoute } from '@mdm-gate/contracts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { etagOf } from '../../api/etag.ts';
import { useWeighedChange } from '../../api/weighed-change.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { isAcknowledged, KnownImpact } from '../../components/impact.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';

const useRemoving = (
  { connectionId, name, version }: Pick<MdmConnection, 'connectionId' | 'name' | 'version'>,
  typed: string,
) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const ask = (dryRun: boolean, signal?: AbortSignal) =>
    call<typeof removeConnectionRoute>({
      method: 'DELETE',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
      params: { organizationId, connectionId },
      etag: etagOf(version),
      query: {
        dryRun: dryRun ? 'true' : 'false',
        ...(typed === '' ? {} : { acknowledgeHaltedDevices: typed }),
      },
      ...(signal === undefined ? {} : { signal }),
    });
  return useWeighedChange({
    organizationId,
    key: [connectionId, version],
    ask: (signal) => ask(true, signal),
    change: () => ask(false),
    done: () => {
      news(`${name} is removed`);
    },
  });
};

/** Takes an MDM away, after saying whom that would halt. */
export const RemoveConnection = ({
  connection,
  onClose,
}: {
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}) => {
  const [typed, setTyped] = useState('');
  const { change: remove, impact, error, isUnknown } = useRemoving(connection, typed);
  return (
    <Dialog title={`Remove ${connection.name}`} onClose={onClose}>
      <DialogForm
        act="Remove"
        look="danger"
        error={error}
        busy={remove.isPending}
        disabled={isUnknown || !isAcknowledged(impact, typed)}
        onCancel={onClose}
        onSubmit={() => {
          remove.mutate(undefined, { onSuccess: onClose });
        }}
      >
        <p>
          No token is written into it any more. What it holds now stays there: devices that present a token
          that is still active go on.
        </p>
        <KnownImpact impact={impact} typed={typed} onType={setTyped} />
      </DialogForm>
    </Dialog>
  );
};
