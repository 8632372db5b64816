/** @module What who helps sees of an event's shares: that there are some, and how many came. */
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { shareOverviewQuery } from './share.query.js';

export function ShareOverview({ eventId }: { eventId: string }) {
  const { data } = useQuery(shareOverviewQuery(eventId));
  if (!data || data.shares.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="shares-title">
      <h2 id="shares-title">{texts.share.overview}</h2>
      <p className="soft">{texts.share.overviewHint}</p>
      <ul role="list">
        {data.shares.map(({ id, name, open, guests }) => (
          <li key={id} className="row row-apart">
            <span>{name}</span>
            <span className="soft small">
              {open ? texts.share.came(guests, formatCount(guests)) : texts.share.over}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
