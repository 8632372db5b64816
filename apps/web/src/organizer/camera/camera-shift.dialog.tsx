/** @module Puts the clock of a camera right for all its photos: by the true time of one of them, or by how much it is off. */
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Camera } from '@visage/contracts/camera.contract';
import { shiftCamera } from '../../api/camera.api.js';
import { thumbnailUrl } from '../../api/photo.api.js';
import { formatTaken } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Field } from '../../ui/field.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { cameraPhotosQuery, useTimeChange } from './camera.query.js';
import { apart, laterBy, readShift, writeShift } from './camera.shift.js';

interface CameraShiftProps {
  readonly eventId: string;
  readonly camera: Camera;
  readonly onClose: () => void;
}

export function CameraShiftDialog({ eventId, camera, onClose }: CameraShiftProps) {
  const { data, error } = useQuery(cameraPhotosQuery(eventId, camera.id));
  const [photoId, setPhotoId] = useState<string | null>(null);
  const [text, setText] = useState(writeShift(camera.shift));
  const saving = useTimeChange(eventId, (shift: number) => shiftCamera(eventId, camera.id, shift), onClose);
  const shift = readShift(text);
  // a day alone tells nothing of a clock
  const photos = data?.photos.flatMap(({ id, fileName, takenAt }) =>
    takenAt === null || takenAt.length === 10 ? [] : [{ id, fileName, takenAt }],
  );
  const photo = photos?.find(({ id }) => id === photoId) ?? photos?.[0];
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (shift !== null) saving.mutate(shift);
  };
  return (
    <Dialog title={texts.camera.shiftTitle(camera.name)} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="soft">{texts.camera.shiftHint}</p>
        <ErrorNotice error={error} />
        {data || error ? null : <Loading />}
        {photos && photos.length > 0 ? (
          <fieldset className="camera-photos">
            <legend className="field-label">{texts.camera.pickPhoto}</legend>
            <div className="camera-strip">
              {photos.map(({ id, fileName }) => (
                <label key={id} className="camera-photo">
                  <input
                    type="radio"
                    name="photo"
                    checked={photo?.id === id}
                    onChange={() => setPhotoId(id)}
                  />
                  <img src={thumbnailUrl(id)} alt={fileName} loading="lazy" />
                </label>
              ))}
            </div>
          </fieldset>
        ) : null}
        {photo ? (
          <>
            <p>{texts.camera.listedAt(formatTaken(photo.takenAt))}</p>
            <Field
              label={texts.camera.trulyAt}
              type="datetime-local"
              step={1}
              value={shift === null ? '' : laterBy(photo.takenAt, shift - camera.shift)}
              onChange={({ currentTarget: { value } }) => {
                const seconds = camera.shift + apart(photo.takenAt, value);
                if (!Number.isNaN(seconds)) setText(writeShift(seconds));
              }}
            />
          </>
        ) : null}
        <Field
          label={texts.camera.by}
          note={texts.camera.byHint}
          value={text}
          autoComplete="off"
          error={shift === null ? texts.camera.noShift : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ErrorNotice error={saving.error} />
        <div className="row row-end">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" busy={saving.isPending} disabled={shift === null}>
            {texts.camera.apply(camera.photos)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
