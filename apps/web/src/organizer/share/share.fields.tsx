/** @module What a share allows, asked in plain words; for new shares and existing ones. */
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { texts } from '../../texts/texts.js';
import { Check } from '../../ui/check.js';
import { Field } from '../../ui/field.js';
import { toggled } from '../../ui/selection.hook.js';
import { albumsQuery } from '../album/album.query.js';
import { PASSWORD_MIN_LENGTH, withWatermark, type ShareDraft } from './share.draft.js';

interface ShareFieldsProps {
  readonly eventId: string;
  readonly draft: ShareDraft;
  readonly onChange: (draft: ShareDraft) => void;
  /** A password is already set; it stays if none is typed. */
  readonly passwordSet: boolean;
  /** Shows everything at once, instead of the usual fields first. */
  readonly all: boolean;
  /** The server's errors, by field. */
  readonly errors: ReadonlyMap<string, string>;
}

const scopes = () =>
  [
    { kind: 'own-photos', label: texts.share.scopeOwn, hint: texts.share.scopeOwnHint },
    { kind: 'gallery', label: texts.share.scopeGallery, hint: texts.share.scopeGalleryHint },
    { kind: 'albums', label: texts.share.scopeAlbums, hint: texts.share.scopeAlbumsHint },
  ] as const;

export function ShareFields({ eventId, draft, onChange, passwordSet, all, errors }: ShareFieldsProps) {
  const { data } = useQuery(albumsQuery(eventId));
  const albums = data?.albums ?? [];
  /** An album that has since been deleted is left out. */
  const tickAlbum = (album: string): void => {
    const known = albums.map(({ id }) => id).filter((id) => draft.albumIds.includes(id));
    set({ albumIds: [...toggled(new Set(known), album)] });
  };
  const set = (change: Partial<ShareDraft>): void => onChange({ ...draft, ...change });
  const more = <MoreFields {...{ draft, onChange, passwordSet, errors }} />;
  const group = useId();
  return (
    <>
      <Field
        label={texts.share.name}
        required
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        error={errors.get('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {draft.scope === 'as-it-is' ? null : (
        <fieldset>
          <legend className="field-label">{texts.share.scope}</legend>
          {scopes()
            .filter(({ kind }) => kind !== 'albums' || albums.length > 0)
            .map(({ kind, label, hint }) => (
              <label key={kind} className="choice">
                <input
                  type="radio"
                  name={group}
                  aria-label={label}
                  checked={draft.scope === kind}
                  onChange={() => set({ scope: kind })}
                />
                <span>
                  <span className="field-label">{label}</span>
                  <span className="soft small share-hint">{hint}</span>
                </span>
              </label>
            ))}
        </fieldset>
      )}
      {draft.scope === 'albums' ? (
        <fieldset>
          <legend className="field-label">{texts.share.scopeAlbumsList}</legend>
          {albums.map(({ id, name, photos }) => (
            <Check
              key={id}
              label={name}
              hint={texts.amounts.photos(photos)}
              checked={draft.albumIds.includes(id)}
              onChange={() => tickAlbum(id)}
            />
          ))}
        </fieldset>
      ) : null}
      <Field
        label={texts.share.lastDay}
        note={texts.share.lastDayNote}
        type="date"
        value={draft.lastDay}
        error={errors.get('until')}
        onChange={(event) => set({ lastDay: event.currentTarget.value })}
      />
      {all ? (
        more
      ) : (
        <details className="share-more">
          <summary>{texts.share.more}</summary>
          <div className="stack">{more}</div>
        </details>
      )}
    </>
  );
}

function MoreFields({ draft, onChange, passwordSet, errors }: Omit<ShareFieldsProps, 'all' | 'eventId'>) {
  const set = (change: Partial<ShareDraft>): void => onChange({ ...draft, ...change });
  return (
    <>
      <Field
        label={texts.share.firstDay}
        note={texts.share.firstDayNote}
        type="date"
        value={draft.firstDay}
        error={errors.get('from')}
        onChange={(event) => set({ firstDay: event.currentTarget.value })}
      />
      <fieldset>
        <legend className="field-label">{texts.share.whoComesIn}</legend>
        <Check
          label={texts.share.password}
          hint={texts.share.passwordHint}
          checked={draft.passwordAsked}
          onChange={(passwordAsked) => set({ passwordAsked })}
        />
        {draft.passwordAsked ? (
          <Field
            label={passwordSet ? texts.share.newPassword : texts.share.passwordField}
            note={passwordSet ? texts.share.passwordStays : texts.share.passwordLength(PASSWORD_MIN_LENGTH)}
            autoComplete="off"
            minLength={PASSWORD_MIN_LENGTH}
            maxLength={200}
            required={!passwordSet}
            value={draft.password}
            error={errors.get('password')}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        ) : null}
        <Check
          label={texts.share.approval}
          hint={texts.share.approvalHint}
          checked={draft.approval}
          onChange={(approval) => set({ approval })}
        />
        <Field
          label={texts.share.maxGuests}
          note={texts.share.maxGuestsNote}
          type="number"
          inputMode="numeric"
          min={1}
          step={1}
          value={draft.maxGuests}
          error={errors.get('maxGuests')}
          onChange={(event) => set({ maxGuests: event.currentTarget.value })}
        />
      </fieldset>
      <fieldset>
        <legend className="field-label">{texts.share.whatTheyGet}</legend>
        <Check
          label={texts.share.watermark}
          hint={texts.share.watermarkHint}
          checked={draft.watermark}
          onChange={(watermark) => onChange(withWatermark(draft, watermark))}
        />
        <Check
          label={texts.share.originals}
          hint={draft.watermark ? texts.share.originalsMarkedHint : texts.share.originalsHint}
          checked={draft.originals}
          onChange={(originals) => set({ originals })}
        />
        <Check
          label={texts.share.metadata}
          checked={draft.metadata}
          onChange={(metadata) => set({ metadata })}
        />
        <Check
          label={texts.share.hideLocation}
          hint={texts.share.hideLocationHint}
          checked={draft.hideLocation}
          onChange={(hideLocation) => set({ hideLocation })}
        />
      </fieldset>
    </>
  );
}
