import type { ConfigurationExport, exportConfigurationRoute, MdmConnection } from '@mdm-gate/contracts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { Button } from '../../components/button.tsx';
import { DialogEnd, DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { useOrganizationId } from '../organization-id.ts';

const save = ({ name, mediaType, content }: ConfigurationExport['files'][number]): void => {
  const url = URL.createObjectURL(new Blob([content], { type: mediaType }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
};

/** Files and steps for whoever enters the token into the MDM by hand. */
export const ExportConfiguration = ({
  connection,
  onClose,
}: {
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const read = useChange(organizationId, () =>
    call<typeof exportConfigurationRoute>({
      method: 'GET',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/export',
      params: { organizationId, connectionId: connection.connectionId },
    }),
  );
  return (
    <Dialog title={`${connection.name}, by hand`} onClose={onClose}>
      {read.data === undefined ? (
        <DialogForm
          act="Show files and steps"
          error={read.error}
          busy={read.isPending}
          onCancel={onClose}
          onSubmit={() => {
            read.mutate(undefined);
          }}
        >
          <p>
            The files hold the value of the token, and are as secret as it is. That you took them is recorded.
          </p>
        </DialogForm>
      ) : (
        <Stack>
          <Contents given={read.data.body} />
          <DialogEnd onClose={onClose} />
        </Stack>
      )}
    </Dialog>
  );
};

const Contents = ({ given: { files, instructions, tokenId } }: { readonly given: ConfigurationExport }) => (
  <Stack>
    {tokenId === null && files.length === 0 && (
      <Notice tone="warn" title="There is no token yet.">
        Make one first; its files are then here.
      </Notice>
    )}
    {instructions.map(({ title, steps }) => (
      <Stack key={title} tight>
        <h3>{title}</h3>
        <ol>
          {steps.map((step, index) => (
            <li key={step}>
              {index + 1}. {step}
            </li>
          ))}
        </ol>
      </Stack>
    ))}
    <Row>
      {files.map((file) => (
        <Button
          key={file.name}
          onClick={() => {
            save(file);
          }}
        >
          Save {file.name}
        </Button>
      ))}
    </Row>
  </Stack>
);
