/** @module Whose photos are shown: everybody's on this phone together, one person's, or all that the link opens. */
import type { FamilyMember, GuestPhotoPage, OwnChoice } from '@visage/contracts/guest.contract';
import { formatCount } from '../texts/format.js';
import { texts } from '../texts/texts.js';

interface WhoseSwitchProps {
  /** Of them photos may be chosen apart. */
  readonly members: readonly FamilyMember[];
  /** The link opens other photos as well. */
  readonly open: boolean;
  readonly counts: GuestPhotoPage['family'];
  readonly choice: OwnChoice;
  readonly onChange: (choice: OwnChoice) => void;
}

export function WhoseSwitch({ members, open, counts, choice, onChange }: WhoseSwitchProps) {
  const together = members.length > 0 ? texts.guest.family.everybody : texts.guest.photos.title;
  const options: { label: string; photos?: number | undefined; chosen: OwnChoice }[] = [
    { label: together, chosen: { whose: 'mine' } },
    ...members.map(({ id, name }) => ({
      label: name ?? texts.guest.family.me,
      photos: counts?.find((member) => member.id === id)?.photos,
      chosen: { of: id },
    })),
    ...(open ? [{ label: texts.guest.photos.all, chosen: {} }] : []),
  ];
  if (options.length < 2) return null;
  return (
    <div
      className={members.length > 0 ? 'chips' : 'segments'}
      role="group"
      aria-label={texts.guest.photos.whose}
    >
      {options.map(({ label, photos, chosen }) => (
        <button
          key={chosen.of ?? chosen.whose ?? 'all'}
          type="button"
          aria-pressed={choice.of === chosen.of && choice.whose === chosen.whose}
          aria-label={photos === undefined ? undefined : texts.guest.family.shows(label, photos)}
          onClick={() => onChange(chosen)}
        >
          {label}
          {photos === undefined ? null : <span className="chip-count">{formatCount(photos)}</span>}
        </button>
      ))}
    </div>
  );
}
