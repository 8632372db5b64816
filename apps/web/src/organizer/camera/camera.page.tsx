/** @module What puts the times of an event's photos right: its zone, and cameras whose clock is off. */
import './camera.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { Camera, EventZone } from '@visage/contracts/camera.contract';
import { chooseZone, shiftCamera } from '../../api/camera.api.js';
import { formatTaken } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';
import { EventBackLink } from '../event/event.back-link.js';
import { camerasQuery, useTimeChange } from './camera.query.js';
import { CameraShiftDialog } from './camera-shift.dialog.js';
import { writeShift } from './camera.shift.js';

export function CameraRoute() {
  const { eventId } = useParams({ from: '/organizer/events/$eventId/cameras' });
  const { data, error, refetch } = useQuery(camerasQuery(eventId));
  const [shifting, setShifting] = useState<Camera | null>(null);
  useTitle(texts.camera.title);
  return (
    <>
      <header className="page-head">
        <div>
          <EventBackLink eventId={eventId} />
          <h1>{texts.camera.title}</h1>
          <p className="soft">{texts.camera.hint}</p>
        </div>
      </header>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {data ? <ZoneSection eventId={eventId} zone={data.zone} /> : <Loading />}
      {data ? (
        <section className="card" aria-labelledby="cameras-title">
          <h2 id="cameras-title">{texts.camera.cameras}</h2>
          <p className="soft">{data.cameras.length > 0 ? texts.camera.camerasHint : texts.camera.none}</p>
          <ul role="list" className="cameras">
            {data.cameras.map((camera) => (
              <CameraRow
                key={camera.id}
                eventId={eventId}
                camera={camera}
                onShift={() => setShifting(camera)}
              />
            ))}
          </ul>
        </section>
      ) : null}
      {shifting ? (
        <CameraShiftDialog eventId={eventId} camera={shifting} onClose={() => setShifting(null)} />
      ) : null}
    </>
  );
}

function ZoneSection({ eventId, zone }: { eventId: string; zone: EventZone }) {
  const id = useId();
  const changing = useTimeChange(eventId, (name: string | null) => chooseZone(eventId, name));
  const names = [...new Set([zone.name, ...Intl.supportedValuesOf('timeZone')])];
  return (
    <section className="card stack" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{texts.camera.zone}</h2>
      <p className="soft" id={`${id}-hint`}>
        {texts.camera.zoneHint}
      </p>
      <div className="row">
        <select
          className="input camera-zone"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-hint ${id}-from`}
          disabled={changing.isPending}
          value={zone.name}
          onChange={(event) => changing.mutate(event.currentTarget.value)}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {name.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
        {zone.from === 'chosen' ? (
          <Button busy={changing.isPending} onClick={() => changing.mutate(null)}>
            {texts.camera.guessZone}
          </Button>
        ) : null}
      </div>
      <p className="soft small" id={`${id}-from`} role="status">
        {texts.camera.zoneFrom[zone.from]}
      </p>
      <ErrorNotice error={changing.error} />
    </section>
  );
}

interface CameraRowProps {
  readonly eventId: string;
  readonly camera: Camera;
  readonly onShift: () => void;
}

function CameraRow({ eventId, camera, onShift }: CameraRowProps) {
  const { id, name, serial, photos, firstAt, lastAt, shift } = camera;
  const undoing = useTimeChange(eventId, () => shiftCamera(eventId, id, 0));
  return (
    <li className="camera">
      <div>
        <p className="camera-name">{name}</p>
        {serial === null ? null : <p className="soft small">{texts.camera.serial(serial)}</p>}
        <p className="soft small">
          {texts.amounts.photos(photos)}
          {firstAt !== null && lastAt !== null
            ? ` · ${texts.camera.between(formatTaken(firstAt), formatTaken(lastAt))}`
            : null}
        </p>
        {shift === 0 ? null : (
          <p className="camera-shifted">
            <Icon name="check" /> {texts.camera.shifted(writeShift(shift))}
          </p>
        )}
        <ErrorNotice error={undoing.error} />
      </div>
      {firstAt === null && shift === 0 ? null : (
        <div className="row">
          {shift === 0 ? null : (
            <Button
              look="quiet"
              busy={undoing.isPending}
              aria-label={texts.camera.undoOf(name)}
              onClick={() => undoing.mutate(undefined)}
            >
              {texts.camera.undo}
            </Button>
          )}
          <Button icon="edit" aria-label={texts.camera.shiftOf(name)} onClick={onShift}>
            {texts.camera.shift}
          </Button>
        </div>
      )}
    </li>
  );
}
