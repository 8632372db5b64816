/** @module What becomes of an objection that was just made, and the address under which it is followed. */
import type { MadeObjection } from '@visage/contracts/objection.contract';
import { texts } from '../texts/texts.js';

export function ObjectionMade({ made: { token, found, withheld } }: { made: MadeObjection }) {
  const wording = texts.guest.object;
  const address = `/g/objections/${token}`;
  return (
    <section className="stack" role="status">
      <h1>{wording.made}</h1>
      <p>{found ? (withheld ? wording.madeWithheld : wording.madeShown) : wording.madeNotFound}</p>
      <p>{wording.address}</p>
      <p>
        <a className="button" href={address}>
          {wording.follow}
        </a>
      </p>
      <p className="small">
        <input
          className="input"
          readOnly
          aria-label={wording.addressLabel}
          value={`${window.location.origin}${address}`}
          onFocus={(event) => event.currentTarget.select()}
        />
      </p>
    </section>
  );
}
