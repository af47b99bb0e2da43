import type { Seen } from './seen.ts';
import { Instant } from '../../components/instant.tsx';
import { Sheet, Soft } from '../../components/layout.tsx';
import { Meter, type MeterPart } from '../../components/meter.tsx';
import { presentedIn } from './presented.ts';

const counted = (count: number, label: string, look: MeterPart['look']): MeterPart => ({
  label,
  count,
  look,
});

/** What active devices presented last: by a token that counts, by one about to go, or by none. */
export const Figures = ({ usage }: { readonly usage: Seen['usage'] }) => {
  if (usage.activeDevices === 0) return null;
  const { active, retiring, neither } = presentedIn(usage);
  return (
    <Sheet title="Devices">
      <Meter
        label="What devices present"
        parts={[
          counted(active, 'with an active token', 'reached'),
          counted(retiring, 'with a token about to be revoked', 'behind'),
          counted(neither, 'with neither', 'other'),
        ]}
      />
      <Soft>
        Seen within {usage.activeDays} days, as of <Instant at={usage.asOf} />.
      </Soft>
    </Sheet>
  );
};
