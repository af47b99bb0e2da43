import { DialogEnd } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Stack } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { SecretValue } from '../../components/secret-value.tsx';

/** Shows a new value, once. */
export const MadeToken = ({
  title,
  value,
  label,
  onClose,
}: {
  readonly title: string;
  /** Null when it was changed or revoked in the meantime. */
  readonly value: string | null;
  readonly label: string;
  readonly onClose: () => void;
}) => (
  <Dialog title={title} onClose={onClose} keepsOpen>
    <Stack>
      <p>
        <bdi>{label}</bdi> is active, and on its way into your MDMs.
      </p>
      {value !== null && <SecretValue value={value} />}
      <Notice tone="warn" title="The value will not be shown again by itself.">
        You only need it for an MDM that is filled in by hand. It can be revealed later; that is recorded.
      </Notice>
      <DialogEnd onClose={onClose} />
    </Stack>
  </Dialog>
);
