import { useId } from 'react';
import { percents } from './share.ts';
import styles from './meter.module.css';

export interface MeterPart {
  readonly label: string;
  readonly count: number;
  /** Each has a pattern of its own, too. */
  readonly look: 'reached' | 'behind' | 'other';
}

/** How a number of things divides. The parts are told apart by pattern and word, and read out as a list. */
export const Meter = ({ label, parts }: { readonly label: string; readonly parts: readonly MeterPart[] }) => {
  const hatch = useId();
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const shares = percents(parts.map(({ count }) => count));
  return (
    <div className={styles['meter']} role="group" aria-label={label}>
      <svg className={styles['bar']} width="100%" height="20" aria-hidden>
        <defs>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="6" height="6" className={styles['behind']} />
            <rect width="2" height="6" className={styles['stripe']} />
          </pattern>
        </defs>
        {stacked(parts, total).map(({ look, from, width }) => (
          <rect
            key={look}
            x={`${from}%`}
            width={`${width}%`}
            height="20"
            {...(look === 'behind' ? { fill: `url(#${hatch})` } : { className: styles[look] })}
          />
        ))}
      </svg>
      <ul className={styles['legend']}>
        {parts.map(({ label: name, count, look }, index) => (
          <li key={name}>
            <svg width="12" height="12" aria-hidden>
              <rect
                width="12"
                height="12"
                rx="2"
                {...(look === 'behind' ? { fill: `url(#${hatch})` } : { className: styles[look] })}
              />
            </svg>
            <span>
              <strong>{count}</strong> {name}{' '}
              {count > 0 && <span className={styles['share']}>{shares[index]}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
};

const stacked = (parts: readonly MeterPart[], total: number) => {
  let from = 0;
  return parts.map(({ look, count }) => {
    const width = total === 0 ? 0 : (count / total) * 100;
    const part = { look, from, width };
    from += width;
    return part;
  });
};
