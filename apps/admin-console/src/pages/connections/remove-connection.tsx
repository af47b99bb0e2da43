import type { MdmConnection, removeConnectionRoute } from '@mdm-gate/contracts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { useImpact } from '../../api/dry-run.ts';
import { etagOf } from '../../api/etag.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { isAcknowledged, KnownImpact } from '../../components/impact.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';

const useRemoving = (
  { connectionId, version }: Pick<MdmConnection, 'connectionId' | 'version'>,
  typed: string,
) => {
  const organizationId = useOrganizationId();
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
  const preview = useImpact([connectionId, version], (signal) => ask(true, signal));
  const remove = useChange(organizationId, () => ask(false));
  const impact = preview.data ?? null;
  return {
    remove,
    impact,
    error: remove.error ?? preview.error,
    isUnknown: preview.isPending || !isAcknowledged(impact, typed),
  };
};

/** Takes an MDM away, after saying whom that would halt. */
export const RemoveConnection = ({
  connection: { connectionId, name, version },
  onClose,
}: {
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}) => {
  const news = useNews();
  const [typed, setTyped] = useState('');
  const { remove, impact, error, isUnknown } = useRemoving({ connectionId, version }, typed);
  return (
    <Dialog title={`Remove ${name}`} onClose={onClose}>
      <DialogForm
        act="Remove"
        look="danger"
        error={error}
        busy={remove.isPending}
        disabled={isUnknown}
        onCancel={onClose}
        onSubmit={() => {
          remove.mutate(undefined, {
            onSuccess: () => {
              news(`${name} is removed`);
              onClose();
            },
          });
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
