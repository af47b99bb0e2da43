import { useEffect, useState } from 'react';
import { Row, Soft } from './layout.tsx';

/** Something that may take minutes goes on, and for how long it has. */
export const UnderWay = ({ what }: { readonly what: string }) => {
  const seconds = useSeconds();
  return (
    <Row>
      <progress aria-label={what} />
      <span role="status">{what}</span>
      {/* Read out once, and not anew with each second. */}
      <span aria-hidden>
        <Soft>{seconds === 0 ? '' : `for ${seconds} s`}</Soft>
      </span>
    </Row>
  );
};

const useSeconds = (): number => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => {
      setSeconds((before) => before + 1);
    }, 1_000);
    return () => {
      clearInterval(ticking);
    };
  }, []);
  return seconds;
};
